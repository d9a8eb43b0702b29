"""Ilir's inbox in the browser: what he sees, what he answers, and what others do not find."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.casework.actions import move_need
from bashke.person.casework.rules import NeedStatus
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status

pytestmark = pytest.mark.django_db


def status(acting: Callable[..., Any], referral: Referral) -> str:
    with acting("besa"):
        return str(Referral.objects.values_list("status", flat=True).get(pk=referral.pk))


def url(view: str, referral: Referral) -> str:
    return reverse(f"referrals:{view}", args=[referral.pk])


def answer(client: Client, referral: Referral, **data: str) -> str:
    return client.post(url("answer", referral), data, follow=True).content.decode()


def test_the_inbox_shows_who_waits_and_that_it_is_late(sent: Referral, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").get(reverse("referrals:inbox")).content.decode()
    assert "Ana Marku" in page and url("show", sent) in page and "b-card--late" in page


def test_an_empty_inbox_says_so(client_as: Callable[..., Client]) -> None:
    page = client_as("luan").get(reverse("referrals:inbox"))
    assert page.status_code == 200 and "b-empty" in page.content.decode()


def test_opening_a_referral_stands_in_the_journal(
    sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any], cast: SimpleNamespace
) -> None:
    page = client_as("ilir").get(url("show", sent)).content.decode()
    assert "Ana Marku" in page and "Three days a week." in page and "0692000099" in page
    with acting("besa"):
        assert Entry.objects.filter(verb=Verb.REFERRAL_OPENED, person=sent.person_id, worker=cast.ilir.worker).count() == 1


def test_ilir_accepts_and_pressing_twice_changes_nothing(
    sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    ilir = client_as("ilir")
    first = answer(ilir, sent, answer="accept")
    again = answer(ilir, sent, answer="accept")
    assert status(acting, sent) == Status.ACCEPTED
    assert reverse("delivery:enrolment", args=[_enrolment(acting, sent)]) in first
    assert "(pranuar)" in again


def _enrolment(acting: Callable[..., Any], referral: Referral) -> Any:
    with acting("besa"):
        return Referral.objects.get(pk=referral.pk).enrolment.pk  # type: ignore[attr-defined]


def test_ilir_declines_with_a_reason(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    answer(client_as("ilir"), sent, **{"answer": "decline", "decline-reason": "no_place", "decline-words": "Provo në maj"})
    assert status(acting, sent) == Status.DECLINED


def test_declining_without_a_reason_says_what_is_missing_and_keeps_the_words(
    sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page = answer(client_as("ilir"), sent, **{"answer": "decline", "decline-words": "Provo në maj"})
    assert "govuk-error-summary" in page and "Provo në maj" in page and status(acting, sent) == Status.SENT


def test_a_reason_of_ones_own_is_refused(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    page = answer(client_as("ilir"), sent, **{"answer": "decline", "decline-reason": "tired"})
    assert "govuk-error-summary" in page and status(acting, sent) == Status.SENT


def test_a_refused_answer_is_told_and_nothing_changes(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        move_need(by=besa, at=timezone.now(), need=sent.need, to=NeedStatus.WITHDRAWN)
    page = answer(client_as("ilir"), sent, answer="accept")
    assert status(acting, sent) == Status.SENT and ("nuk e kërkon më" in page or "no longer asks" in page)


def test_a_worker_of_the_service_reads_but_does_not_answer(
    sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    edona = client_as("edona")
    assert b"Ana Marku" in edona.get(url("show", sent)).content
    assert edona.post(url("answer", sent), {"answer": "accept"}).status_code == 403
    assert status(acting, sent) == Status.SENT


def test_besa_sees_what_she_sent_and_cannot_answer_it(sent: Referral, client_as: Callable[..., Client]) -> None:
    besa = client_as("besa")
    assert b"Ana Marku" in besa.get(reverse("referrals:inbox")).content
    page = besa.get(url("show", sent))
    assert page.status_code == 200 and url("answer", sent) not in page.content.decode()
    assert besa.post(url("answer", sent), {"answer": "accept"}).status_code == 403


@pytest.mark.parametrize("stranger", ["luan", "vera"])
def test_a_stranger_cannot_tell_it_from_one_that_does_not_exist(sent: Referral, stranger: str, client_as: Callable[..., Client]) -> None:
    client = client_as(stranger)
    hers, nobodys = client.get(url("show", sent)), client.get(reverse("referrals:show", args=[uuid4()]))
    assert hers.status_code == nobodys.status_code == 404
    assert hers.content.replace(str(sent.pk).encode(), b"") == _without_address(nobodys)
    assert b"Ana Marku" not in client.get(reverse("referrals:inbox")).content


def _without_address(page: Any) -> bytes:
    return bytes(page.content).replace(page.request["PATH_INFO"].split("/")[2].encode(), b"")


def test_another_provider_cannot_answer(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    assert client_as("luan").post(url("answer", sent), {"answer": "accept"}).status_code == 404
    assert status(acting, sent) == Status.SENT


@pytest.mark.parametrize("view", ["inbox", "show", "answer"])
def test_the_ministry_and_the_public_are_kept_out(sent: Referral, view: str, client_as: Callable[..., Client]) -> None:
    address = reverse("referrals:inbox") if view == "inbox" else url(view, sent)
    assert client_as("genc").get(address).status_code == 403
    assert client_as(None).get(address)["Location"].startswith(reverse("account_login"))


def test_accepted_referrals_are_one_click_away(sent: Referral, client_as: Callable[..., Client]) -> None:
    ilir = client_as("ilir")
    answer(ilir, sent, answer="accept")
    assert b"Ana Marku" not in ilir.get(reverse("referrals:inbox")).content
    assert b"Ana Marku" in ilir.get(reverse("referrals:inbox") + "?show=answered").content


def test_who_declined_finds_nothing_of_her_again(sent: Referral, client_as: Callable[..., Client]) -> None:
    ilir = client_as("ilir")
    answer(ilir, sent, **{"answer": "decline", "decline-reason": "no_place"})
    assert b"Ana Marku" not in ilir.get(reverse("referrals:inbox") + "?show=answered").content
    assert ilir.get(url("show", sent)).status_code == 404
    assert b"Ana Marku" in client_as("besa").get(reverse("referrals:inbox") + "?show=answered").content


@pytest.mark.parametrize("after", ["nonsense", str(uuid4())])
def test_a_page_that_cannot_be_continued_begins_again(sent: Referral, after: str, client_as: Callable[..., Client]) -> None:
    assert b"Ana Marku" in client_as("ilir").get(reverse("referrals:inbox"), {"after": after}).content


def _more(sent: Referral, many: int, acting: Callable[..., Any]) -> None:
    """The same question from other services' days: enough rows to turn the page."""
    with acting("besa"):
        services = list(Service.objects.filter(provider=sent.provider_id))
        spare = next(service for service in services if service.pk != sent.service_id)
        rows = []
        for number in range(many):
            row = Referral.objects.get(pk=sent.pk)
            row.pk, row.service, row.status = uuid4(), spare, Status.ACCEPTED
            row.answered_at, row.answered_by_id = sent.sent_at, sent.sent_by_id
            row.sent_at = sent.sent_at - timedelta(minutes=number)
            rows.append(row)
        Referral.objects.bulk_create(rows)


@pytest.mark.parametrize("show", ["waiting", "answered"])
def test_the_inbox_asks_the_same_number_of_questions_whatever_it_holds(
    sent: Referral, show: str, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    ilir = client_as("ilir")
    address = reverse("referrals:inbox") + f"?show={show}"

    def asked() -> int:
        ilir.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert ilir.get(address).status_code == 200
        return len(seen)

    _more(sent, 2, acting)
    few = asked()
    _more(sent, 30, acting)
    assert asked() == few


def test_fifty_fit_on_a_page_and_the_rest_follows(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    _more(sent, 60, acting)
    ilir = client_as("ilir")
    first = ilir.get(reverse("referrals:inbox") + "?show=answered")
    second = ilir.get(reverse("referrals:inbox") + first.context["following"])
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["following"]) == (50, 10, "")
