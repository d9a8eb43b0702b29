"""What Ana agreed to share, field by field, and what happens when she takes it back."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.models import Service
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.models import Need
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery.actions import enrol
from bashke.person.delivery.models import Enrolment
from bashke.person.people.actions import withdraw_consent
from bashke.person.people.models import Consent
from bashke.person.people.rules import Share, consent_holds
from bashke.person.referrals.actions import accept, decline, follow_consents, send
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
JOB = Actor(kind=Kind.MUNICIPALITY, municipality="AL154", role="job")
DAY = "Day centre for children"


def take_back(acting: Callable[..., Any], referral: Referral) -> None:
    with acting("besa") as besa:
        withdraw_consent(by=besa, at=timezone.now(), consent=Consent.objects.get(pk=referral.consent_id))


@pytest.mark.parametrize(("withdrawn", "until", "holds"), [
    (False, None, True), (False, date(2026, 3, 2), True), (False, date(2026, 3, 1), False), (True, None, False), (True, date(2027, 1, 1), False),
])  # fmt: skip
def test_a_consent_holds_until_its_last_day_or_until_it_is_taken_back(withdrawn: bool, until: date | None, holds: bool) -> None:
    assert consent_holds(withdrawn=withdrawn, until=until, today=date(2026, 3, 2)) is holds


def test_only_the_fields_she_agreed_to_go_along(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        sent = send(
            by=besa, at=MONDAY, need=ana.needs["child_wellbeing"], service=services[DAY], purpose="Three days a week.", shared=[Share.AGE],
            safety_note="The father must not know the address.",
        )  # fmt: skip
    with acting("ilir"):
        row = Referral.objects.get(pk=sent.pk)
    assert (row.person_name, row.person_phone, row.person_language, row.safety_note) == ("", "", "", "")
    assert row.person_age == 7
    assert "Ana" not in row.who


def test_a_note_on_safety_goes_along_only_when_chosen(
    ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]
) -> None:
    with acting("besa") as besa:
        sent = send(
            by=besa, at=MONDAY, need=ana.needs["child_wellbeing"], service=services[DAY], purpose="x", safety_note="Never alone.",
            shared=[Share.NAME, Share.SAFETY],
        )  # fmt: skip
    with acting("ilir"):
        assert Referral.objects.get(pk=sent.pk).safety_note == "Never alone."


@pytest.mark.parametrize("field", ["person_name", "person_phone", "safety_note"])
def test_the_database_refuses_a_field_she_did_not_agree_to(sent: Referral, field: str, acting: Callable[..., Any]) -> None:
    with acting("besa"), pytest.raises(IntegrityError, match="referral_says_no_more_than_agreed"), transaction.atomic():
        Referral.objects.filter(pk=sent.pk).update(
            **{"shared": [], "person_name": "", "person_phone": "", "person_age": None, "person_language": "", field: "x"}
        )


def test_an_open_page_is_gone_at_the_next_click(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    ilir, page = client_as("ilir"), reverse("referrals:show", args=[sent.pk])
    assert ilir.get(page).status_code == 200
    take_back(acting, sent)
    assert ilir.get(page).status_code == 404
    assert ilir.post(reverse("referrals:answer", args=[sent.pk]), {"answer": "accept"}).status_code == 404
    assert b"Ana Marku" not in ilir.get(reverse("referrals:inbox")).content
    with acting("ilir"):
        assert not Need.objects.filter(pk=sent.need_id).exists(), "the need closed with it"


def test_what_waited_is_withdrawn_and_the_need_is_besas_again(sent: Referral, acting: Callable[..., Any]) -> None:
    take_back(acting, sent)
    with acting("besa"):
        assert [follow_consents(by=JOB, at=timezone.now()) for _ in range(2)] == [1, 0]
        assert Referral.objects.get(pk=sent.pk).status == Status.WITHDRAWN
        assert Need.objects.get(pk=sent.need_id).status == NeedStatus.PLANNED


def test_what_ran_ends_and_the_place_is_free(
    sent: Referral, services: dict[str, Service], client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    with acting("ilir") as ilir:
        accept(by=ilir, at=MONDAY, referral=sent)
        enrolment = Enrolment.objects.get(referral=sent.pk)
        enrol(by=ilir, at=MONDAY, enrolment=enrolment, on=MONDAY.date())
        taken = Service.objects.get(pk=sent.service_id).taken
    take_back(acting, sent)
    with acting("besa"):
        follow_consents(by=JOB, at=timezone.now())
        assert Need.objects.get(pk=sent.need_id).status == NeedStatus.PLANNED
        assert Service.objects.get(pk=sent.service_id).taken == taken - 1
    page = client_as("ilir").get(reverse("delivery:enrolment", args=[enrolment.pk])).content.decode()
    assert "Three days a week." not in page and "0692000099" not in page, "the register stays, the slice does not"


def test_of_somebody_never_served_nothing_stays(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        accept(by=ilir, at=MONDAY, referral=sent)
        assert Enrolment.objects.count() == 1
    take_back(acting, sent)
    with acting("ilir"):
        assert (Enrolment.objects.count(), Referral.objects.count()) == (0, 0)


def test_the_consent_of_one_day_ends_by_itself(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    with acting("besa") as besa:
        sent = send(
            by=besa,
            at=yesterday,
            need=ana.needs["child_wellbeing"],
            service=services[DAY],
            purpose="x",
            until=timezone.localdate(yesterday),
        )
    with acting("ilir"):
        assert not Referral.objects.filter(pk=sent.pk).exists()
    with acting("besa") as besa, pytest.raises(NotAllowed, match="already passed"):
        send(by=besa, at=timezone.now(), need=ana.needs["food"], service=services["Help at home"], purpose="x", until=yesterday.date())


def test_the_second_who_takes_it_back_is_told(sent: Referral, acting: Callable[..., Any]) -> None:
    take_back(acting, sent)
    with pytest.raises(NotAllowed, match="already withdrawn"):
        take_back(acting, sent)


def test_besa_takes_it_back_on_the_page_of_the_need(sent: Referral, client_as: Callable[..., Client], acting: Callable[..., Any]) -> None:
    besa, address = client_as("besa"), reverse("desk:take_back_consent", args=[sent.consent_id])
    assert address in besa.get(reverse("desk:need", args=[sent.need_id])).content.decode()
    besa.post(address)
    with acting("besa"):
        assert Referral.objects.get(pk=sent.pk).status == Status.WITHDRAWN
    assert client_as("vera").post(address).status_code == 404


def test_who_declined_reads_nothing_of_her_again(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        decline(by=ilir, at=MONDAY, referral=sent, reason="no_place")
        assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["luan", "vera", "teuta"])
def test_nobody_else_learns_that_she_agreed_to_anything(sent: Referral, who: str, acting: Callable[..., Any]) -> None:
    with acting(who):
        assert Consent.objects.values("id").count() == 0
