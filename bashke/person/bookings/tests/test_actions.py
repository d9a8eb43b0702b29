"""A bed tonight, as Besa and Luan live it: held at once, said where she goes, and what the clock does when nobody says it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.directory.actions import hide_address
from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import terms
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.ground.notices.models import Notice
from bashke.person.bookings import actions, queries
from bashke.person.bookings.models import Booking
from bashke.person.bookings.rules import Status
from bashke.person.casework.actions import assess
from bashke.person.casework.models import Case
from bashke.person.casework.rules import AssessmentKind, Place
from bashke.person.people.models import Person
from bashke.person.referrals.actions import send

from .conftest import TONIGHT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def now_is(acting: Callable[..., Any], booking: Booking, who: str = "besa") -> Booking:
    with acting(who) as by:
        return Booking.objects.visible_to(by).get(pk=booking.pk)


def free(acting: Callable[..., Any], shelter: Service) -> int | None:
    with acting(None):
        return Service.objects.get(pk=shelter.pk).free


def test_a_place_is_held_at_once_and_a_case_is_open_for_her(
    acting: Callable[..., Any], shelter: Service, booked: Booking, ana: Person
) -> None:
    assert free(acting, shelter) == 2
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get(person=ana)
        assert (case.urgency, case.worker_id, booked.case_id) == (TriageClass.EMERGENCY, besa.worker, case.pk)
        assert booked.ends_at == TONIGHT + 72 * HOUR
        assert Entry.objects.filter(verb=Verb.PLACE_BOOKED, person=ana.pk).count() == 1
        assert Notice.objects.filter(template="stay_booked").exclude(text__contains="Ana").count() == 1


def test_the_same_press_twice_holds_one_place(acting: Callable[..., Any], shelter: Service, ana: Person) -> None:
    key = uuid4()
    with acting("besa") as besa:
        first, second = (actions.book(by=besa, at=TONIGHT, service=shelter, person=ana, key=key) for _ in range(2))
    assert first == second
    assert free(acting, shelter) == 2


def test_a_second_place_for_the_same_person_is_refused(acting: Callable[..., Any], shelter: Service, booked: Booking, ana: Person) -> None:
    with acting("besa") as besa, pytest.raises(NotAllowed, match="held for this person already"):
        actions.book(by=besa, at=TONIGHT, service=shelter, person=ana, key=uuid4())
    assert free(acting, shelter) == 2


def test_a_family_takes_as_many_places_as_people_and_no_more_than_there_are(
    acting: Callable[..., Any], shelter: Service, ana: Person
) -> None:
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="a moment ago"):
            actions.book(by=besa, at=TONIGHT, service=shelter, person=ana, people=4, key=uuid4())
        assert not Case.objects.visible_to(besa).filter(person=ana).exists()  # all of it or nothing
        actions.book(by=besa, at=TONIGHT, service=shelter, person=ana, people=3, key=uuid4())
    assert free(acting, shelter) == 0


def test_places_for_women_are_not_booked_for_a_man(acting: Callable[..., Any], shelter: Service, ana: Person) -> None:
    with acting("luan"):
        Service.objects.filter(pk=shelter.pk).update(takes=["women"])
    with acting("besa") as besa, pytest.raises(NotAllowed, match="for other people"):
        actions.book(by=besa, at=TONIGHT, service=Service.objects.get(pk=shelter.pk), person=ana, for_whom="men", key=uuid4())


def test_her_hours_run_from_when_she_came(acting: Callable[..., Any], booked: Booking) -> None:
    with acting("luan") as luan:
        came = actions.arrive(by=luan, at=TONIGHT + 2 * HOUR, booking=booked)
        with pytest.raises(NotAllowed, match="already changed"):
            actions.arrive(by=luan, at=TONIGHT + 3 * HOUR, booking=booked)
    assert (came.status, came.ends_at) == (Status.STAYING, TONIGHT + 74 * HOUR)


def test_whoever_ends_it_says_where_she_goes_and_the_place_is_free(acting: Callable[..., Any], shelter: Service, booked: Booking) -> None:
    with acting("luan") as luan:
        actions.arrive(by=luan, at=TONIGHT, booking=booked)
        with pytest.raises(NotAllowed, match="Say where she goes"):
            actions.end(by=luan, at=TONIGHT + HOUR, booking=booked, onward="nowhere")
        actions.end(by=luan, at=TONIGHT + HOUR, booking=booked, onward="family", words="To her sister.")
    ended = now_is(acting, booked)
    assert (ended.status, ended.onward, ended.note, ended.person_name) == (Status.ENDED, "family", "", "Ana Marku")
    assert free(acting, shelter) == 3


def test_of_somebody_who_never_came_the_shelter_keeps_no_name(acting: Callable[..., Any], shelter: Service, booked: Booking) -> None:
    with acting("luan") as luan:
        actions.end(by=luan, at=TONIGHT + HOUR, booking=booked, onward="never_came")
    assert now_is(acting, booked, "luan").person_name == ""
    assert free(acting, shelter) == 3


def test_a_longer_stay_needs_its_referral(acting: Callable[..., Any], booked: Booking) -> None:
    with acting("besa") as besa:
        actions.arrive(by=besa, at=TONIGHT, booking=booked)
        with pytest.raises(NotAllowed, match="Send the referral"):
            actions.end(by=besa, at=TONIGHT + HOUR, booking=booked, onward="longer_stay")
        case = Case.objects.get(pk=booked.case_id)
        ladder = {row.code: 1 if row.code == "housing" else 4 for row in terms("domain")}
        assess(by=besa, at=TONIGHT + HOUR, case=case, kind=AssessmentKind.INITIAL, place=Place.HOME, ladder=ladder)
        rights = Service.objects.get(name_en="Rights office")
        sent = send(by=besa, at=TONIGHT + HOUR, need=case.needs.get(), service=rights, purpose="A home.")
        ended = actions.end(by=besa, at=TONIGHT + 2 * HOUR, booking=booked, onward="longer_stay")
    assert ended.referral == sent


def test_before_the_end_whoever_is_responsible_and_the_supervisor_are_told(acting: Callable[..., Any], booked: Booking) -> None:
    with acting("besa") as besa:
        actions.arrive(by=besa, at=TONIGHT, booking=booked)
        assert actions.follow_clocks(by=besa, at=TONIGHT + 59 * HOUR) == 0
        assert actions.follow_clocks(by=besa, at=TONIGHT + 61 * HOUR) == 1
        assert actions.follow_clocks(by=besa, at=TONIGHT + 62 * HOUR) == 0  # told once
        said = Notice.objects.filter(template="stay_ends").values_list("text", flat=True)
        assert len(said) == 2
        assert not any("Ana" in text or "Marku" in text for text in said)


def test_at_the_end_nobody_is_put_out_and_the_supervisor_sees_it(acting: Callable[..., Any], shelter: Service, booked: Booking) -> None:
    with acting("besa") as besa:
        actions.arrive(by=besa, at=TONIGHT, booking=booked)
        actions.follow_clocks(by=besa, at=TONIGHT + 73 * HOUR)
    assert now_is(acting, booked).status == Status.RUN_OUT
    assert free(acting, shelter) == 2  # her bed is hers
    with acting("drita") as drita:
        assert list(queries.without_answer(drita, TONIGHT + 73 * HOUR)) == [booked]
    with acting("luan") as luan:
        actions.end(by=luan, at=TONIGHT + 74 * HOUR, booking=booked, onward="left_unknown")
    with acting("drita") as drita:
        assert list(queries.without_answer(drita, TONIGHT + 75 * HOUR)) == [booked]  # still nobody knows where she is
        assert list(queries.without_answer(drita, TONIGHT + timedelta(days=40))) == []


def test_whoever_never_came_loses_the_place_when_the_hours_are_over(acting: Callable[..., Any], shelter: Service, booked: Booking) -> None:
    with acting("besa") as besa:
        actions.follow_clocks(by=besa, at=TONIGHT + 73 * HOUR)
    ended = now_is(acting, booked)
    assert (ended.status, ended.onward) == (Status.ENDED, "never_came")
    assert free(acting, shelter) == 3


def test_the_hidden_address_is_read_only_with_a_place_and_that_it_was_read_is_written_down(
    acting: Callable[..., Any], shelter: Service, booked: Booking
) -> None:
    with acting("luan") as luan:
        hidden = hide_address(by=luan, at=TONIGHT, service=shelter, address="Rruga e Fshehur 1")
    assert (hidden.address, hidden.latitude, hidden.unit_id) == ("", None, None)
    with acting("besa") as besa:
        assert actions.read_address(by=besa, booking=booked) == "Rruga e Fshehur 1"
        assert Entry.objects.filter(verb=Verb.SHELTER_ADDRESS_READ, person=booked.person_id).count() == 1
        actions.end(by=besa, at=TONIGHT + HOUR, booking=booked, onward="family")
        with pytest.raises(Booking.DoesNotExist):
            actions.read_address(by=besa, booking=booked)
    for who in ("besa", "vera", "ilir"):
        with acting(who):
            assert actions.read_hidden_address(service=shelter) == ""


def test_the_database_refuses_a_stay_that_ends_without_an_answer(acting: Callable[..., Any], booked: Booking) -> None:
    with acting("besa"):
        for changes in (
            {"status": Status.ENDED}, {"onward": "family"}, {"status": Status.STAYING}, {"ends_at": TONIGHT - HOUR},
            {"status": Status.ENDED, "ended_at": TONIGHT},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                Booking.objects.filter(pk=booked.pk).update(**changes)


def test_vera_cannot_learn_that_ana_has_a_place(acting: Callable[..., Any], booked: Booking) -> None:
    for who in ("vera", "ilir", "genc"):
        with acting(who) as by:
            assert not Booking.objects.visible_to(by).exists()
            if who in {"vera", "ilir"}:
                assert not Booking.objects.exists()  # the wall alone
