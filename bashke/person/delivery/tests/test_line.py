"""The line for a place: who is next, the offer with its clock, and what is said of the wait."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.actions import change_service
from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.ground.notices.models import Notice
from bashke.person.casework.models import Case
from bashke.person.delivery.actions import end, enrol, offer_next, pass_on, stop
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.queries import before_in_line, line_of, offers, out_of_turn, places_in_line, unanswered_offers
from bashke.person.delivery.rules import InLine, Outcome, Status, check_turn, in_turn, line
from bashke.person.people.actions import withdraw_consent

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)
FIRST = date(2026, 3, 3)


def waits(number: int, urgency: TriageClass, day: int) -> InLine:
    return InLine(UUID(int=number), urgency, datetime(2026, 3, day, tzinfo=UTC))


def test_the_more_urgent_comes_first_then_who_waited_longer() -> None:
    rows = [
        waits(1, TriageClass.ROUTINE, 1), waits(2, TriageClass.URGENT, 9), waits(3, TriageClass.ROUTINE, 2), waits(4, TriageClass.URGENT, 5),
    ]  # fmt: skip
    assert [one.int for one in line(rows)] == [4, 2, 1, 3]


@pytest.mark.parametrize(("before", "free", "fine"), [(0, 1, True), (1, 1, False), (1, 2, True), (0, 0, False), (9, None, True)])
def test_each_free_place_belongs_to_the_first_in_the_line(before: int, free: int | None, fine: bool) -> None:
    assert in_turn(before, free) is fine


def test_out_of_turn_needs_a_listed_reason_and_in_turn_keeps_none() -> None:
    with pytest.raises(NotAllowed, match="waited before this person: 2"):
        check_turn(2, 1, "because", ["danger"])
    assert (check_turn(2, 1, "danger", ["danger"]), check_turn(0, 1, "danger", ["danger"])) == ("danger", "")


@pytest.fixture
def three(
    ana: SimpleNamespace, ben: SimpleNamespace, refer: Callable[..., SimpleNamespace], acting: Callable[..., Any], centre: Service
) -> Any:
    """Ana is in the only place; Ben, Cen and Dea wait in this order, and Dea's case is judged urgent."""
    cen, dea = refer("Cen", "Toma"), refer("Dea", "Hila")
    with acting("besa"):
        Case.objects.filter(pk=dea.case.pk).update(urgency=TriageClass.URGENT)
    with acting("ilir") as ilir:
        for minutes, one in enumerate((ben, cen, dea)):
            one.referral.__class__.objects.filter(pk=one.referral.pk).update(answered_at=MONDAY + timedelta(minutes=minutes))
        change_service(by=ilir, at=MONDAY, service=centre, places=1)
        enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST, out_of_turn="court")
    return SimpleNamespace(ana=ana, ben=ben, cen=cen, dea=dea)


def status_of(*people: SimpleNamespace) -> list[str]:
    return [Enrolment.objects.get(pk=one.enrolment.pk).status for one in people]


def test_the_database_keeps_the_same_order_as_the_rule(three: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("besa"):
        rows = Enrolment.objects.filter(status=Status.WAITING).select_related("referral__case")
        ours = line(InLine(row.pk, TriageClass(row.referral.case.urgency), row.passed_at or row.referral.answered_at) for row in rows)
        found = before_in_line([row.pk for row in rows])
        assert sorted(found, key=lambda pk: found[pk]) == ours == [one.enrolment.pk for one in (three.dea, three.ben, three.cen)]
    with acting("vera"):
        assert before_in_line([three.ben.enrolment.pk]) == {}, "another municipality asks for a number of its own people only"


def test_a_freed_place_is_offered_to_the_next_and_she_is_told(three: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        end(by=ilir, at=FRIDAY, enrolment=three.ana.enrolment, on=FIRST, outcome=Outcome.MET)
        assert status_of(three.dea, three.ben, three.cen) == [Status.OFFERED, Status.WAITING, Status.WAITING]
        assert Service.objects.get(pk=centre.pk).taken == 1, "the place is held"
        held = Enrolment.objects.get(pk=three.dea.enrolment.pk)
        assert held.offer_until and held.offer_until.date() == date(2026, 3, 13)  # five working days after Friday
        assert [row.enrolment.person_name for row in line_of(ilir, centre, FRIDAY.date())] == ["Ben Deda", "Cen Toma"]
    with acting("besa") as besa:
        assert [row.person_name for row in offers(besa)] == ["Dea Hila"]
        told = Notice.objects.get(person=three.dea.person.pk, template="place_offered")
        assert "Qendra" not in told.text and Entry.objects.filter(person=three.dea.person.pk, verb=Verb.PLACE_OFFERED).count() == 1


def test_nobody_takes_a_place_that_is_held_for_another(three: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        end(by=ilir, at=FRIDAY, enrolment=three.ana.enrolment, on=FIRST, outcome=Outcome.MET)
        with pytest.raises(NotAllowed, match="Every place"):
            enrol(by=ilir, at=FRIDAY, enrolment=three.ben.enrolment, on=FIRST, out_of_turn="danger")
        enrol(by=ilir, at=FRIDAY, enrolment=three.dea.enrolment, on=FIRST)
        assert status_of(three.dea) == [Status.ENROLLED]


def test_an_offer_that_came_to_nothing_goes_to_the_next_and_she_waits_behind_her_class(
    three: SimpleNamespace, centre: Service, acting: Callable[..., Any]
) -> None:
    with acting("ilir") as ilir:
        end(by=ilir, at=FRIDAY, enrolment=three.ana.enrolment, on=FIRST, outcome=Outcome.MET)
        with pytest.raises(NotAllowed, match="listed reasons"):
            pass_on(by=ilir, at=FRIDAY, enrolment=three.dea.enrolment, reason="tired")
        pass_on(by=ilir, at=FRIDAY, enrolment=three.dea.enrolment, reason="cannot_now")
        assert status_of(three.dea, three.ben) == [Status.WAITING, Status.OFFERED]
        pass_on(by=ilir, at=FRIDAY, enrolment=three.ben.enrolment, reason="not_reached")
        assert status_of(three.dea, three.ben) == [Status.OFFERED, Status.WAITING], "urgent still comes first"
        assert Service.objects.get(pk=centre.pk).taken == 1
    with acting("besa"):
        assert Entry.objects.filter(verb=Verb.OFFER_PASSED, reason="not_reached", person=three.ben.person.pk).count() == 1


def test_raised_places_are_offered_in_order(three: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        change_service(by=ilir, at=FRIDAY, service=centre, places=3)
        assert status_of(three.dea, three.ben, three.cen) == [Status.OFFERED, Status.OFFERED, Status.WAITING]
        assert Service.objects.get(pk=centre.pk).taken == 3
        assert offer_next(by=ilir, at=FRIDAY, service=centre) is None


def test_out_of_turn_is_journaled_and_the_supervisor_sees_why(three: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        Service.objects.filter(pk=centre.pk).update(places=2)  # as the municipality may, without an offer
        with pytest.raises(NotAllowed, match="before this person: 2"):
            enrol(by=ilir, at=FRIDAY, enrolment=three.cen.enrolment, on=FIRST)
        enrol(by=ilir, at=FRIDAY, enrolment=three.cen.enrolment, on=FIRST, out_of_turn="danger")
    with acting("drita") as drita:
        assert {(row.person_name, row.out_of_turn) for row in out_of_turn(drita, FIRST)} == {("Ana Marku", "court"), ("Cen Toma", "danger")}
        assert Entry.objects.filter(verb=Verb.ENROLLED, reason="danger", person=three.cen.person.pk).count() == 1


def test_a_consent_taken_back_frees_the_place_that_was_held(three: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        end(by=ilir, at=FRIDAY, enrolment=three.ana.enrolment, on=FIRST, outcome=Outcome.MET)
    with acting("besa") as besa:
        withdraw_consent(by=besa, at=FRIDAY, consent=three.dea.referral.consent)
        stop(by=besa, at=FRIDAY, referral=three.dea.referral)
        assert status_of(three.dea) == [Status.ENDED]
    with acting("ilir") as ilir:
        assert Service.objects.get(pk=centre.pk).taken == 0
        assert offer_next(by=ilir, at=FRIDAY, service=centre).person_name == "Ben Deda"  # type: ignore[union-attr]


def test_her_wait_is_told_only_when_it_is_known(three: SimpleNamespace, acting: Callable[..., Any], django_assert_num_queries: Any) -> None:
    with acting("besa"):
        rows = list(Enrolment.objects.filter(status=Status.WAITING).select_related("service"))
        with django_assert_num_queries(2):
            found = places_in_line(rows, FRIDAY.date())
    assert {place.enrolment.person_name: (place.before, place.days, place.wait) for place in found.values()} == {
        "Dea Hila": (0, None, ""), "Ben Deda": (1, None, ""), "Cen Toma": (2, None, ""),
    }  # fmt: skip


BROKEN = [
    ("UPDATE delivery_enrolment SET status = 'offered' WHERE status = 'waiting'", "an_offer_has_its_clock"),
    ("UPDATE delivery_enrolment SET passed_at = now() WHERE status = 'waiting'", "no_offer_passes_without_reason"),
    ("UPDATE delivery_enrolment SET out_of_turn = 'danger' WHERE status = 'waiting'", "out_of_turn_is_enrolled"),
]


@pytest.mark.parametrize(("wrong", "name"), BROKEN)
def test_the_database_refuses_half_an_offer(wrong: str, name: str, ana: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir"), pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wrong)


def address(view: str, *args: Any) -> str:
    return reverse(f"delivery:{view}", args=args)


def test_the_pages_lead_from_the_line_to_the_offer_and_on(
    ana: SimpleNamespace, ben: SimpleNamespace, centre: Service, acting: Callable[..., Any], client_as: Callable[..., Client]
) -> None:
    ilir, today = client_as("ilir"), timezone.localdate()
    with acting("ilir") as actor:
        Service.objects.filter(pk=centre.pk).update(places=1)
        first, second = (row.enrolment for row in line_of(actor, centre, today))
    page = ilir.post(address("enrol", second.pk), day(today), follow=True)
    assert page.status_code == 422 and page.context["form"].fields["out_of_turn"]  # she is not next: the page asks why
    page = ilir.post(address("offer", centre.pk), follow=True)
    assert first.person_name in page.content.decode() and [row.enrolment.pk for row in page.context["offered"]] == [first.pk]
    page = ilir.post(address("pass_on", first.pk), {"pass-reason": "cannot_now"}, follow=True)
    assert [row.enrolment.pk for row in page.context["offered"]] == [second.pk]
    assert ilir.post(address("pass_on", second.pk), {}).status_code == 422
    assert ilir.post(address("enrol", second.pk), day(today)).status_code == 302
    assert ilir.get(address("offer", centre.pk)).status_code == ilir.get(address("pass_on", first.pk)).status_code == 302


def day(on: date) -> dict[str, str]:
    return {"enrol-on_day": str(on.day), "enrol-on_month": str(on.month), "enrol-on_year": str(on.year)}


def test_an_offer_past_its_clock_is_the_supervisors_and_nobody_elses(
    ana: SimpleNamespace, centre: Service, acting: Callable[..., Any]
) -> None:
    with acting("ilir") as ilir:
        given = offer_next(by=ilir, at=MONDAY, service=centre)
    assert given is not None
    assert given.offer_until is not None
    with acting("drita") as drita:
        assert not unanswered_offers(drita, given.offer_until)
        assert list(unanswered_offers(drita, given.offer_until + timedelta(minutes=1))) == [given]
    with acting("vera") as vera:
        assert not unanswered_offers(vera, given.offer_until + timedelta(days=9))
    with acting("ilir"):
        assert Enrolment.objects.get(pk=given.pk).status == Status.OFFERED  # nobody lost her place to a clock
