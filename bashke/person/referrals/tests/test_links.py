"""A provider without an account answers one referral by a link, once; whoever guesses learns nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.models import Post
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework.models import Case, Need
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery.models import Attendance, Enrolment
from bashke.person.people.actions import withdraw_consent
from bashke.person.people.models import Consent
from bashke.person.referrals.actions import make_link, withdraw
from bashke.person.referrals.models import Link, Referral
from bashke.person.referrals.queries import enter_by_link, use_link
from bashke.person.referrals.rules import Status

pytestmark = pytest.mark.django_db
NAME = {"accept-name": "Zana Hoti, drejtuese", "decline-name": "Zana Hoti, drejtuese"}


@pytest.fixture
def token(sent: Referral, acting: Callable[..., Any]) -> str:
    with acting("besa") as besa:
        return make_link(by=besa, at=timezone.now(), referral=sent)[1]


def address(token: str) -> str:
    return reverse("referrals:by_link", args=[token])


def body(page: Any) -> bytes:
    return bytes(page.content)


def now_is(acting: Callable[..., Any], sent: Referral) -> Referral:
    with acting("besa"):
        return Referral.objects.select_related("need").get(pk=sent.pk)


def test_the_link_shows_the_slice_and_takes_a_yes(sent: Referral, token: str, acting: Callable[..., Any]) -> None:
    visitor = Client()
    page = visitor.get(address(token)).content.decode()
    assert "Ana Marku" in page and "Three days a week." in page
    assert visitor.post(address(token), {"answer": "accept", **NAME, "accept-words": "Nga e hëna."}).status_code == 200
    now = now_is(acting, sent)
    assert (now.status, now.answered_by, now.answerer, now.need.status) == (
        Status.ACCEPTED,
        None,
        "Zana Hoti, drejtuese",
        NeedStatus.WAITING,
    )


def test_the_link_takes_a_no_with_a_reason(sent: Referral, token: str, acting: Callable[..., Any]) -> None:
    visitor = Client()
    assert visitor.post(address(token), {"answer": "decline", **NAME}).status_code == 422
    visitor.post(address(token), {"answer": "decline", "decline-reason": "no_place", **NAME})
    assert (now_is(acting, sent).status, now_is(acting, sent).need.status) == (Status.DECLINED, NeedStatus.PLANNED)


def test_an_answer_has_a_name(sent: Referral, token: str, acting: Callable[..., Any]) -> None:
    assert Client().post(address(token), {"answer": "accept", "accept-words": "Po"}).status_code == 422
    assert now_is(acting, sent).status == Status.SENT


def test_used_expired_taken_back_and_made_up_look_the_same(sent: Referral, acting: Callable[..., Any]) -> None:
    made_up = body(Client().get(address("made-up")))
    with acting("besa") as besa:
        expired = make_link(by=besa, at=timezone.now() - timedelta(days=30), referral=sent)[1]
        replaced = make_link(by=besa, at=timezone.now(), referral=sent)[1]
        good = make_link(by=besa, at=timezone.now(), referral=sent)[1]
    assert Client().get(address(good)).status_code == 200
    for broken in (replaced, expired):
        assert (body(Client().get(address(broken))), Client().get(address(broken)).status_code) == (made_up, 404)
    Client().post(address(good), {"answer": "accept", **NAME})
    assert body(Client().get(address(good))) == body(Client().post(address(good), {"answer": "accept", **NAME})) == made_up


@pytest.mark.parametrize("how", ["withdrawn", "consent"])
def test_a_link_dies_with_its_referral_and_with_the_consent(sent: Referral, token: str, how: str, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        if how == "withdrawn":
            withdraw(by=besa, at=timezone.now(), referral=sent)
        else:
            withdraw_consent(by=besa, at=timezone.now(), consent=Consent.objects.get(pk=sent.consent_id))
    assert Client().get(address(token)).status_code == 404


def test_a_link_is_spent_once(token: str, acting: Callable[..., Any]) -> None:
    with acting(None):
        assert [use_link(token) for _ in range(2)] == [True, False]


def test_guessing_is_slowed_down() -> None:
    visitor = Client()
    pages = [visitor.get(address(f"guess-{number}")) for number in range(22)]
    assert [page.status_code for page in pages] == [404] * 21 + [429]
    assert pages[-1]["Retry-After"]


def test_only_the_hash_of_a_token_is_kept_and_the_message_hides_it(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        link, token = make_link(by=besa, at=timezone.now(), referral=sent, phone="0692000077")
        notice = Notice.objects.get(template="referral_link")
        assert len(token) * 6 >= 128
        assert token not in notice.text and token.encode() not in bytes(Link.objects.get(pk=link.pk).token_hash)
        assert link.sent_to == notice.recipient


def test_below_the_page_a_link_opens_one_row_and_nothing_else(sent: Referral, token: str, acting: Callable[..., Any]) -> None:
    """The same database role as Ilir's, and yet only this referral and its need; no colleague, no register, no post can be written."""
    with acting(None):
        actor = enter_by_link(token)
        assert actor is not None and actor.worker is None
        assert [row.pk for row in Referral.objects.all()] == [sent.pk]
        assert [row.pk for row in Need.objects.all()] == [sent.need_id]
        assert (Enrolment.objects.count(), Attendance.objects.count()) == (0, 0)
        for act in (Case.objects.count, lambda: Post.objects.filter(institution=sent.provider_id).update(role="provider_manager")):
            try:
                with transaction.atomic():
                    assert act() == 0
            except ProgrammingError:
                continue


def test_a_made_up_token_opens_no_context(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting(None):
        assert enter_by_link("x" * 32) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone()[0] == "bashke_public"


def test_besa_makes_a_link_and_vera_cannot(sent: Referral, client_as: Callable[..., Client]) -> None:
    page = client_as("besa").post(reverse("desk:link", args=[sent.pk])).content.decode()
    assert "/referrals/link/" in page
    assert client_as("vera").post(reverse("desk:link", args=[sent.pk])).status_code == 404


def test_what_has_its_answer_gets_no_link(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        withdraw(by=besa, at=timezone.now(), referral=sent)
        with pytest.raises(NotAllowed, match="already has its answer"):
            make_link(by=besa, at=timezone.now(), referral=sent)
