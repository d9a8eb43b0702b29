"""Ana comes to the day centre: a place, sessions, what came of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework.actions import move_need, open_ends
from bashke.person.casework.models import Need
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery.actions import end, enrol, record_session
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.delivery.queries import before_in_line, in_service, progress_of, recent_sessions, services_of
from bashke.person.delivery.rules import NEED_AFTER, Outcome, Status

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)
FIRST, SECOND, THIRD = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)


@pytest.fixture
def ilir(acting: Callable[..., Any], ana: SimpleNamespace, ben: SimpleNamespace) -> Iterator[Actor]:
    """Ana and Ben wait; from here on Ilir acts."""
    with acting("ilir") as actor:
        yield actor


def give(ilir: Actor, service: Service, *, present: list[Enrolment], absent: list[Enrolment] | None = None, **changes: Any) -> Session:
    fields: dict[str, Any] = {"held_on": SECOND, "minutes": 90, "topic": "Painting", "key": uuid4(), "at": FRIDAY, **changes}
    return record_session(by=ilir, service=service, present=present, absent=absent or [], **fields)


def taken(service: Service) -> int:
    return Service.objects.get(pk=service.pk).taken


def test_an_acceptance_puts_the_person_on_the_waiting_list(ana: SimpleNamespace) -> None:
    assert (ana.enrolment.status, ana.enrolment.person_name, ana.enrolment.waiting_since) == (Status.WAITING, "Ana Marku", MONDAY.date())


def test_a_place_is_taken_and_the_need_is_being_met(ilir: Actor, ana: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    assert (taken(centre), Enrolment.objects.get(pk=ana.enrolment.pk).enrolled_on) == (1, FIRST)
    with acting("besa"):
        assert Need.objects.get(pk=ana.need.pk).status == NeedStatus.BEING_MET
        assert Entry.objects.filter(person=ana.person.pk, verb=Verb.ENROLLED).count() == 1
        assert Notice.objects.filter(person=ana.person.pk, template="enrolled").count() == 1


def test_the_last_place_is_given_once(ilir: Actor, ana: SimpleNamespace, ben: SimpleNamespace, centre: Service) -> None:
    Service.objects.filter(pk=centre.pk).update(places=1)
    line = before_in_line([ana.enrolment.pk, ben.enrolment.pk])  # both since Monday: the number of the row decides
    first, second = sorted((ana.enrolment, ben.enrolment), key=lambda enrolment: line[enrolment.pk])
    enrol(by=ilir, at=FRIDAY, enrolment=first, on=FIRST)
    with pytest.raises(NotAllowed, match="service is taken"):
        enrol(by=ilir, at=FRIDAY, enrolment=second, on=FIRST)
    assert (taken(centre), Enrolment.objects.get(pk=second.pk).status) == (1, Status.WAITING)


def test_the_second_press_takes_no_second_place(ilir: Actor, ana: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    with pytest.raises(NotAllowed, match="already changed"):
        enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    assert taken(centre) == 1


@pytest.mark.parametrize(("day", "says"), [(date(2026, 3, 1), "before 02.03.2026"), (date(2026, 3, 7), "still to come")])
def test_nobody_comes_before_she_was_accepted_or_in_days_to_come(ilir: Actor, ana: SimpleNamespace, day: date, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=day)


def test_a_session_counts_everybody_once(
    ilir: Actor, ana: SimpleNamespace, ben: SimpleNamespace, centre: Service, acting: Callable[..., Any]
) -> None:
    for someone in (ana, ben):
        enrol(by=ilir, at=FRIDAY, enrolment=someone.enrolment, on=FIRST)
    give(ilir, centre, present=[ana.enrolment], absent=[ben.enrolment])
    give(ilir, centre, present=[ana.enrolment, ben.enrolment], held_on=THIRD)
    found = {row.enrolment.person_name: (row.held, row.attended, row.last) for row in in_service(ilir, centre, Status.ENROLLED)}
    assert found == {"Ana Marku": (2, 2, THIRD), "Ben Deda": (2, 1, THIRD)}
    assert [(row.expected, row.came) for row in recent_sessions(ilir, centre)] == [(2, 2), (2, 1)]  # type: ignore[attr-defined]
    with acting("besa"):
        assert [(row.held, row.attended, row.last) for row in progress_of(ben.case)] == [(2, 1, THIRD)]
        assert [row.share for row in progress_of(ana.person)] == [1.0]
        assert Entry.objects.filter(person=ben.person.pk, verb=Verb.SESSION_RECORDED).count() == 2


def test_pressing_twice_records_one_session(ilir: Actor, ana: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    key = uuid4()
    first, again = (give(ilir, centre, present=[ana.enrolment], key=key) for _ in range(2))
    assert first.pk == again.pk and Session.objects.count() == 1 and Attendance.objects.count() == 1


def test_attendance_names_who_was_not_there_yet(ilir: Actor, ana: SimpleNamespace, ben: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD)
    with pytest.raises(NotAllowed, match="not in this service: Ana Marku, Ben Deda"):
        give(ilir, centre, present=[ana.enrolment, ben.enrolment])
    assert not Session.objects.exists()


def test_a_person_of_another_service_is_not_counted_here(ilir: Actor, ana: SimpleNamespace) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    with pytest.raises(NotAllowed, match="not in this service: Ana Marku"):
        give(ilir, Service.objects.get(name_en="Family counselling"), present=[ana.enrolment])


@pytest.mark.parametrize(("wrong", "says"), [({"minutes": 3}, "5 minutes"), ({"held_on": date(2026, 3, 8)}, "still to come")])
def test_a_session_that_cannot_be_is_refused(ilir: Actor, ana: SimpleNamespace, centre: Service, wrong: dict[str, Any], says: str) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    with pytest.raises(NotAllowed, match=says):
        give(ilir, centre, present=[ana.enrolment], **wrong)


def test_a_late_register_still_counts_who_has_left_since(ilir: Actor, ana: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=Outcome.MET)
    give(ilir, centre, present=[ana.enrolment], held_on=SECOND)
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_moves_the_need_and_the_place_is_offered_to_the_next(
    outcome: Outcome, ilir: Actor, ana: SimpleNamespace, ben: SimpleNamespace, centre: Service, acting: Callable[..., Any]
) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=outcome, rung=4, words="She reads now")
    done = Enrolment.objects.get(pk=ana.enrolment.pk)
    assert (done.status, done.outcome, done.outcome_rung) == (Status.ENDED, outcome, 4)
    assert (taken(centre), Enrolment.objects.get(pk=ben.enrolment.pk).status) == (1, Status.OFFERED)
    with acting("besa"):
        need = Need.objects.get(pk=ana.need.pk)
        assert (need.status, need.unmet_reason) == NEED_AFTER[outcome] and need.rung == 4
        assert Entry.objects.filter(person=ana.person.pk, verb=Verb.OUTCOME_RECORDED, reason=outcome).count() == 1


def test_who_leaves_the_waiting_list_frees_no_place(ilir: Actor, ana: SimpleNamespace, ben: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ben.enrolment, on=FIRST)
    with pytest.raises(NotAllowed, match="never served"):
        end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST, outcome=Outcome.MET)
    end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST, outcome=Outcome.LEFT)
    assert taken(centre) == 1


def test_the_second_outcome_is_told(ilir: Actor, ana: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=Outcome.MET)
    with pytest.raises(NotAllowed, match="already changed"):
        end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=Outcome.LEFT)
    assert taken(centre) == 1, "held for Ben, once"


def test_nobody_leaves_before_her_last_session(ilir: Actor, ana: SimpleNamespace, centre: Service) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    give(ilir, centre, present=[ana.enrolment], held_on=THIRD)
    with pytest.raises(NotAllowed, match=r"before 05\.03\.2026"):
        end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=SECOND, outcome=Outcome.MET)


def test_an_outcome_never_overturns_what_besa_decided(ana: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    with acting("besa") as besa:
        move_need(by=besa, at=FRIDAY, need=ana.need, to=NeedStatus.WITHDRAWN)
    with acting("ilir") as ilir:
        end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=Outcome.MET)
    with acting("besa"):
        assert Need.objects.get(pk=ana.need.pk).status == NeedStatus.WITHDRAWN


def test_a_case_does_not_close_while_a_service_runs(ana: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("besa"):
        assert any("listën e pritjes" in found or "waiting list" in found for found in open_ends(ana.case))
    with acting("ilir") as ilir:
        enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
        end(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=THIRD, outcome=Outcome.MET)
    with acting("besa"):
        assert open_ends(ana.case) == []


def test_a_provider_sees_its_services_with_who_waits_and_who_is_in(ilir: Actor, ana: SimpleNamespace) -> None:
    enrol(by=ilir, at=FRIDAY, enrolment=ana.enrolment, on=FIRST)
    counted = {service.name_en: (service.waiting, service.enrolled) for service in services_of(ilir)}  # type: ignore[attr-defined]
    assert counted == {"Day centre for children": (1, 1), "Family counselling": (0, 0)}
