"""E-mail for workers who wish it: the same neutral words, sent by the job, tried again, and never in the way of the text messages."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from bashke.ground.access.actions import want_email
from bashke.ground.access.models import Worker
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.actions import send_due, tell_worker
from bashke.ground.notices.actions.gateways import Answer
from bashke.ground.notices.actions.mail import Mail
from bashke.ground.notices.models import Notice
from bashke.ground.notices.rules import Channel, Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DRITA = "drita@example.org"


@pytest.fixture
def told(cast: Any, acting: Any) -> Any:
    """Tell Drita something, by telephone and, when she wished it, by e-mail."""

    def tell(wished: bool = True, email: str = DRITA) -> list[Notice]:
        with acting("besa"):
            Worker.objects.filter(pk=cast.drita.worker).update(email=email, phone="069 20 00 011", by_email=wished)
            worker = Worker.objects.get(pk=cast.drita.worker)
            return tell_worker(municipality=cast.shkoder, worker=worker, template="incident", at=NOW, by=NOW + timedelta(hours=24))

    return tell


def channels(notices: list[Notice]) -> list[str]:
    return [notice.channel for notice in notices]


def test_only_who_wished_it_is_told_by_e_mail_and_always_by_telephone(told: Any, settings: Any) -> None:
    assert channels(told(wished=False)) == [Channel.SMS]
    assert channels(told()) == [Channel.SMS, Channel.EMAIL]
    assert channels(told(email="")) == [Channel.SMS]
    assert channels(told(email=f"{'d' * 120}@example.org")) == [Channel.SMS]
    settings.EMAIL_GOES_OUT = False
    assert channels(told()) == [Channel.SMS], "this site sends no e-mail"


def test_the_job_sends_it_with_neutral_words_and_a_name_of_its_own(told: Any, acting: Any) -> None:
    _sms, email = told()
    with acting("besa"):
        send_due(at=NOW)
        email.refresh_from_db()
    [sent] = mail.outbox
    assert email.status == Status.SENT
    assert (sent.to, sent.subject, sent.body.strip()) == ([DRITA], "Bashkë", email.text)
    assert sent.message()["Message-ID"].startswith(f"<{email.pk}@")


def test_a_mail_server_that_is_away_is_asked_again_later_and_holds_no_text_message_up(told: Any, acting: Any, monkeypatch: Any) -> None:
    def away(*_: object, **__: object) -> None:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMessage, "send", away)
    first, second = told(), told()
    with acting("besa"):
        send_due(at=NOW)
        for notice in (*first, *second):
            notice.refresh_from_db()
        assert [notice.status for notice in (first[0], second[0])] == [Status.SENT, Status.SENT]
        mails = sorted((first[1], second[1]), key=lambda notice: -notice.attempts)
        assert [notice.attempts for notice in mails] == [1, 0], "the second was not even tried"
        assert {notice.status for notice in mails} == {Status.QUEUED}
        assert mails[0].not_before == NOW + timedelta(minutes=1)


def test_an_address_that_is_refused_for_good_is_not_tried_again(monkeypatch: Any) -> None:
    def answers(code: int) -> Answer:
        def refused(*_: object, **__: object) -> None:
            raise SMTPRecipientsRefused({DRITA: (code, b"no such mailbox of drita@example.org")})

        monkeypatch.setattr(EmailMessage, "send", refused)
        return Mail().hand_over(number=DRITA, text="Bashkë", reference="1")

    assert answers(550) == Answer(delivered=False, detail="SMTP 550", final=True), "and the address is not in the detail"
    assert answers(450) == Answer(delivered=False, detail="SMTP 450")


def test_she_wishes_it_herself_on_the_page_of_her_posts(client_as: Any, cast: Any, acting: Any, settings: Any) -> None:
    with acting("besa"):
        Worker.objects.filter(pk=cast.drita.worker).update(email=DRITA)
    drita = client_as("drita")
    assert DRITA in drita.get("/account/posts/").content.decode()
    for wanted in ("yes", "no"):
        assert drita.post("/account/e-mail/", {"wanted": wanted, "worker": cast.besa.worker}).status_code == 302
        with acting("besa"):
            wishes = dict(Worker.objects.values_list("username", "by_email"))
        assert wishes == dict.fromkeys(wishes, False) | {"drita": wanted == "yes"}
    assert drita.get("/account/e-mail/").headers["Location"] == "/account/posts/"
    settings.EMAIL_GOES_OUT = False
    assert DRITA not in drita.get("/account/posts/").content.decode()


def test_without_a_work_address_it_cannot_be_wished(cast: Any, acting: Any) -> None:
    with acting("besa"):
        worker = Worker.objects.get(pk=cast.drita.worker)
        worker.email = ""
        with pytest.raises(NotAllowed, match="no work e-mail"):
            want_email(worker=worker, wanted=True)
