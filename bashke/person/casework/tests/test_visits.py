"""Appointments: made, recorded, moved, reminded of the day before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from bashke.ground.access.models import Worker
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework import actions
from bashke.person.casework.actions import Appointment
from bashke.person.casework.models import Case, Visit
from bashke.person.casework.queries import diary, file, timeline
from bashke.person.casework.rules import VisitKind, VisitStatus, check_day, check_outcome_day
from bashke.person.protection.rules import Track

from .conftest import NOW, later

pytestmark = pytest.mark.django_db
Acting = Callable[..., Any]


def wanted(days: int = 3, **more: Any) -> Appointment:
    return Appointment(**{"kind": VisitKind.HOME, "at": later(days) + timedelta(hours=1), "place": "Rruga e Kirit 4", **more})


@pytest.fixture
def made(acting: Acting, story: Any) -> Callable[..., SimpleNamespace]:
    """Ana's case with an appointment in some days, made on NOW by Besa."""

    def make(days: int = 3, **more: Any) -> SimpleNamespace:
        with acting("besa") as besa:
            case = story(besa).case()
            return SimpleNamespace(case=case, visit=actions.make_visit(by=besa, at=NOW, case=case, wanted=wanted(days, **more)))

    return make


@pytest.fixture
def remind(acting: Acting) -> Callable[..., int]:
    """The round of reminders of one municipality; the queue itself is tried in tests/faults."""

    def run(at: datetime, username: str = "besa") -> int:
        with acting(username) as by:
            return actions.remind_of_visits(by=by, at=at)

    return run


def told(acting: Acting) -> list[str]:
    with acting("besa"):
        return list(Notice.objects.filter(template__startswith="visit_").order_by("created_at").values_list("text", flat=True))


def test_a_visit_cannot_be_before_the_case_or_years_ahead() -> None:
    check_day(date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9))
    with pytest.raises(NotAllowed, match="not open yet"):
        check_day(date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 9))
    with pytest.raises(NotAllowed, match="more than a year ahead"):
        check_day(date(2027, 3, 12), date(2026, 3, 2), date(2026, 3, 9))


def test_what_lies_ahead_cannot_be_recorded() -> None:
    with pytest.raises(NotAllowed, match="lies ahead"):
        check_outcome_day(date(2026, 3, 10), date(2026, 3, 9))


def test_the_same_button_pressed_twice_makes_one_appointment(acting: Acting, story: Any) -> None:
    with acting("besa") as besa:
        case, key = story(besa).case(), uuid4()
        first, again = (actions.make_visit(by=besa, at=NOW, case=case, wanted=wanted(), key=key) for _ in range(2))
        assert (first.pk, Visit.objects.count()) == (again.pk, 1)


def test_they_met_and_the_notes_follow_later_once(acting: Acting, made: Any) -> None:
    ana = made()
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="lies ahead"):
            actions.record_visit(by=besa, at=later(2), visit=ana.visit, outcome=VisitStatus.HELD)
        actions.record_visit(by=besa, at=later(3), visit=ana.visit, outcome=VisitStatus.HELD)
        noted = actions.record_visit(by=besa, at=later(4), visit=ana.visit, outcome=VisitStatus.HELD, notes="Muri është i thatë.")
        assert (noted.status, noted.notes) == (VisitStatus.HELD, "Muri është i thatë.")
        with pytest.raises(NotAllowed, match="recorded already"):
            actions.record_visit(by=besa, at=later(5), visit=ana.visit, outcome=VisitStatus.HELD, notes="Something else.")
        assert "Muri është i thatë." in [event.text for event in timeline(file(Case.objects.get(pk=ana.case.pk)))]


def test_a_slip_of_the_finger_is_put_right_and_a_called_off_visit_stays_so(acting: Acting, made: Any) -> None:
    ana = made()
    with acting("besa") as besa:
        actions.record_visit(by=besa, at=later(3), visit=ana.visit, outcome=VisitStatus.MISSED)
        right = actions.record_visit(by=besa, at=later(3), visit=ana.visit, outcome=VisitStatus.HELD)
        assert right.status == VisitStatus.HELD
        for act in (actions.call_off_visit, lambda **given: actions.move_visit(to=later(9), **given)):
            with pytest.raises(NotAllowed, match="recorded already"):
                act(by=besa, at=later(3), visit=ana.visit)


def test_a_moved_visit_is_followed_by_another_and_she_is_told(acting: Acting, made: Any) -> None:
    ana = made()
    with acting("besa") as besa:
        new = actions.move_visit(by=besa, at=later(1), visit=ana.visit, to=later(8))
        assert (new.at, new.place, new.status) == (later(8), "Rruga e Kirit 4", VisitStatus.PLANNED)
        assert Visit.objects.get(pk=ana.visit.pk).moved_to_id == new.pk
        with pytest.raises(NotAllowed, match="in the past"):
            actions.move_visit(by=besa, at=later(5), visit=new, to=later(4))
    [text] = told(acting)
    assert "ora 10:00" in text  # nine in London is ten in Tirana
    assert "Kirit" not in text


def test_she_is_reminded_once_the_day_before_and_never_of_where(acting: Acting, made: Any, remind: Any) -> None:
    made()
    assert [remind(later(day)) for day in (0, 1, 2, 2, 3)] == [0, 0, 1, 0, 0]
    [text] = told(acting)
    assert "5" in text
    assert "ora 11:00" in text
    assert "Kirit" not in text
    assert remind(later(2), "vera") == 0


def test_nobody_is_reminded_of_a_visit_called_off(acting: Acting, made: Any, remind: Any) -> None:
    ana = made()
    with acting("besa") as besa:
        actions.call_off_visit(by=besa, at=later(3) + timedelta(hours=5), visit=ana.visit)  # after its hour: nobody is told
    assert remind(later(2)) == 0
    assert told(acting) == []


def test_no_reminder_leaves_a_protected_file_and_only_its_team_meets_her(
    acting: Acting, made: Any, cast: SimpleNamespace, remind: Any
) -> None:
    ana = made()
    with acting("besa") as besa:
        actions.protect_case(by=besa, at=NOW, case=ana.case, track=Track.VIOLENCE, members=[])
    assert remind(later(2)) == 0
    with acting("besa") as besa:
        case = Case.objects.get(pk=ana.case.pk)
        with pytest.raises(NotAllowed, match="Only the team"):
            actions.make_visit(by=besa, at=NOW, case=case, wanted=wanted(), worker=Worker.objects.get(pk=cast.arta.worker))
        actions.call_off_visit(by=besa, at=NOW, visit=ana.visit)
    assert told(acting) == []
    with acting("arta") as arta:
        assert not Visit.objects.visible_to(arta).exists()
        assert not Visit.objects.exists()


def test_what_nobody_recorded_stands_apart_from_what_comes(acting: Acting, made: Any) -> None:
    ana = made()
    with acting("besa") as besa:
        assert [visit.pk for visit in diary(besa, NOW, [besa.worker]).coming] == [ana.visit.pk]
        assert [visit.pk for visit in diary(besa, later(4), [besa.worker]).unrecorded] == [ana.visit.pk]
    with acting("vera") as vera:
        assert diary(vera, NOW, [Worker.objects.get(username="besa").pk]).coming == []
        assert not Visit.objects.visible_to(vera).exists()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"recorded_at": NOW}, "a_recorded_visit_says_who_and_when"),
        ({"notes": "Before it took place."}, "notes_are_of_a_visit_that_was_tried"),
        ({"status": "moved", "recorded_at": NOW, "recorded_by": "besa"}, "a_moved_visit_says_where_to"),
    ],
)
def test_the_database_refuses_half_a_record(acting: Acting, made: Any, cast: SimpleNamespace, change: dict[str, Any], name: str) -> None:
    ana = made()
    change = {key: cast.besa.worker if value == "besa" else value for key, value in change.items()}
    with acting("besa"), pytest.raises(IntegrityError, match=name), transaction.atomic():
        Visit.objects.filter(pk=ana.visit.pk).update(**change)


def test_what_was_arranged_is_never_rewritten(acting: Acting, made: Any) -> None:
    made()
    for statement in ("UPDATE casework_visit SET place = 'x'", "DELETE FROM casework_visit"):
        with (
            acting("besa"),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
