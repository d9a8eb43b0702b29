"""How allauth is told about our workers: nobody signs up alone, and second factors are kept encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from bashke.ground.access.models import Worker
from bashke.ground.access.vault import vault

PURPOSE = "second factors"


def display(user: Worker) -> str:
    return user.name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account is given by the institution (`bashke staff add`, or the staff page), never taken."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps TOTP secrets and recovery codes unreadable in the table and in every backup."""

    def encrypt(self, text: str) -> str:
        return vault(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault(PURPOSE).decrypt(encrypted_text.encode()).decode()
