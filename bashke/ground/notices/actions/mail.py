"""The back end that hands an e-mail over: Django's own, which the operator chooses in the environment (`BASHKE_EMAIL…`, docs/guides/operator.md)."""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from .gateways import Answer

SUBJECT = "Bashkë"  # says nothing to whoever looks over a shoulder
FOR_GOOD = 500  # a mail server says with 5xx that trying again is useless


@dataclass(frozen=True)
class Mail:
    """One message to one work address. Our number of the message is its Message-ID, so that a second copy can be known."""

    name: str = "mail"

    def hand_over(self, *, number: str, text: str, reference: str) -> Answer:
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        message = EmailMessage(SUBJECT, f"{text}\n", to=[number], headers={"Message-ID": f"<{reference}@{host}>"})
        try:
            message.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            return Answer(delivered=False, detail=f"SMTP {min(codes, default=0)}", final=min(codes, default=0) >= FOR_GOOD)
        except SMTPResponseException as error:
            return Answer(delivered=False, detail=f"SMTP {error.smtp_code}", away=True)
        except (OSError, SMTPException) as error:
            return Answer(delivered=False, detail=type(error).__name__, away=True)
        return Answer(delivered=True)
