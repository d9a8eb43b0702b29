"""A group's attendance from Monday to Sunday on one screen: saved whole or not at all, and nothing twice."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.delivery import queries
from bashke.person.delivery.actions import GroupDay, end, enrol, record_session, record_week
from bashke.person.delivery.models import Attendance, Session
from bashke.person.delivery.rules import Outcome, day_key, week_with

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
WEEK = week_with(MONDAY.date())
TUESDAY, WEDNESDAY, THURSDAY = WEEK[1:4]
SUNDAY_NIGHT = MONDAY + timedelta(days=6)


@pytest.fixture
def group(ana: SimpleNamespace, ben: SimpleNamespace, acting: Callable[..., Any]) -> SimpleNamespace:
    """Ana is in the service from Monday, Ben from Wednesday."""
    with acting("ilir") as ilir:
        enrol(by=ilir, at=SUNDAY_NIGHT, enrolment=ana.enrolment, on=WEEK[0])
        enrol(by=ilir, at=SUNDAY_NIGHT, enrolment=ben.enrolment, on=WEDNESDAY)
    return SimpleNamespace(ana=ana.enrolment, ben=ben.enrolment, ben_himself=ben.person)


@pytest.fixture
def ilir(group: SimpleNamespace, acting: Callable[..., Any]) -> Iterator[Actor]:
    with acting("ilir") as actor:
        yield actor


def a_day(on: date, press: UUID, *, present: Any = (), absent: Any = (), minutes: int = 60) -> GroupDay:
    return GroupDay(on, minutes, "Painting", tuple(present), tuple(absent), day_key(press, on))


def registered() -> dict[date, dict[str, bool]]:
    found: dict[date, dict[str, bool]] = {}
    for row in Attendance.objects.select_related("enrolment"):
        found.setdefault(row.held_on, {})[row.enrolment.person_name] = row.present
    return found


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert week_with(date(2026, 3, 8)) == week_with(date(2026, 3, 2)) == WEEK
    assert (WEEK[0], WEEK[-1]) == (date(2026, 3, 2), date(2026, 3, 8))


def test_a_week_is_recorded_day_by_day(ilir: Actor, group: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> None:
    press = uuid4()
    days = [a_day(TUESDAY, press, present=[group.ana]), a_day(THURSDAY, press, present=[group.ben], absent=[group.ana], minutes=90)]
    record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=days)
    assert registered() == {TUESDAY: {"Ana Marku": True}, THURSDAY: {"Ana Marku": False, "Ben Deda": True}}
    assert dict(Session.objects.values_list("held_on", "minutes")) == {TUESDAY: 60, THURSDAY: 90}
    with acting("besa"):
        assert Entry.objects.filter(person=group.ben_himself.pk, verb=Verb.SESSION_RECORDED).count() == 1


def test_a_week_with_one_wrong_day_is_not_recorded_at_all(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    press = uuid4()
    days = [a_day(TUESDAY, press, present=[group.ana]), a_day(WEDNESDAY, press, present=[group.ben], minutes=2)]
    with pytest.raises(NotAllowed, match="5 minutes"):
        record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=days)
    days[1] = a_day(TUESDAY + timedelta(days=-1), press, present=[group.ben])
    with pytest.raises(NotAllowed, match="not in this service: Ben Deda"):
        record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=days)
    assert not Session.objects.exists()


def test_the_same_press_gives_the_same_sessions(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    days = [a_day(TUESDAY, press := uuid4(), present=[group.ana]), a_day(THURSDAY, press, present=[group.ben])]
    first, again = (record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=days) for _ in range(2))
    assert [row.pk for row in first] == [row.pk for row in again] and Session.objects.count() == 2


def test_the_same_press_with_other_marks_is_told(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    press = uuid4()
    record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=[a_day(TUESDAY, press, present=[group.ana])])
    with pytest.raises(NotAllowed, match=r"already recorded 03\.03\.2026"):
        record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=[a_day(TUESDAY, press, absent=[group.ana])])
    assert registered() == {TUESDAY: {"Ana Marku": True}}


def test_the_second_of_two_is_told_and_nothing_of_hers_is_saved(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=[a_day(TUESDAY, uuid4(), present=[group.ana])])
    second = [a_day(TUESDAY, press := uuid4(), present=[group.ana]), a_day(THURSDAY, press, present=[group.ben])]
    with pytest.raises(NotAllowed, match=r"already recorded 03\.03\.2026"):
        record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=second)
    assert Session.objects.count() == 1


def test_the_week_shows_what_stands_and_leaves_the_rest_open(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    record_week(by=ilir, at=SUNDAY_NIGHT, service=centre, days=[a_day(TUESDAY, uuid4(), absent=[group.ana])])
    week = queries.week_in(ilir, centre, WEDNESDAY, today=THURSDAY)
    assert [day.is_open for day in week.days] == [True, False, True, True, False, False, False]
    assert (week.days[1].minutes, week.days[1].topics, week.came) == (60, "Painting", {(TUESDAY, group.ana.pk): False})
    marked = [[week.may_mark(day, person) for day in week.days[:4]] for person in week.people]
    assert marked == [[True, False, True, True], [False, False, True, True]]  # Ben was not there yet on Monday


def test_two_sessions_of_one_day_are_shown_as_one_day(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    for present, absent in ([[group.ana], []], [[], [group.ana]]):
        record_session(
            by=ilir, at=SUNDAY_NIGHT, service=centre, held_on=TUESDAY, minutes=45, topic="", present=present, absent=absent, key=uuid4()
        )
    week = queries.week_in(ilir, centre, TUESDAY, today=THURSDAY)
    assert (week.days[1].minutes, week.came) == (90, {(TUESDAY, group.ana.pk): True})


@pytest.mark.parametrize("wanted", [date.min, WEEK[0], date.max])
def test_no_week_lies_before_the_first_person_or_after_today(wanted: date, ilir: Actor, centre: Service) -> None:
    week = queries.week_in(ilir, centre, wanted, today=THURSDAY)
    assert (week.days[0].day, week.earlier, week.later) == (WEEK[0], None, None)


def test_who_left_in_the_week_stands_in_it_and_not_in_the_next(ilir: Actor, group: SimpleNamespace, centre: Service) -> None:
    end(by=ilir, at=SUNDAY_NIGHT, enrolment=group.ana, on=TUESDAY, outcome=Outcome.MET)
    next_week = WEEK[-1] + timedelta(days=3)
    this, after = (queries.week_in(ilir, centre, day, today=next_week) for day in (TUESDAY, next_week))
    assert [[row.person_name for row in week.people] for week in (this, after)] == [["Ana Marku", "Ben Deda"], ["Ben Deda"]]
    assert (this.later, after.earlier) == (WEEK[-1] + timedelta(days=1), WEEK[0])
    assert [this.may_mark(day, this.people[0]) for day in this.days[:3]] == [True, True, False]


def address(centre: Service) -> str:
    return f"{reverse('delivery:week', args=[centre.pk])}?week={TUESDAY}"


def filled(group: SimpleNamespace, **changes: str) -> dict[str, str]:
    """Ana came on Tuesday."""
    fields = {"key": str(uuid4()), f"minutes_{TUESDAY}": "60", f"topic_{TUESDAY}": "Painting", f"mark_{TUESDAY}_{group.ana.pk}": "came"}
    return {**fields, **changes}


def test_a_page_of_a_week_is_saved_and_shown_as_recorded(
    group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    edona, data = client_as("edona"), filled(group, **{f"minutes_{THURSDAY}": "30", f"mark_{THURSDAY}_{group.ben.pk}": "away"})
    for _ in range(2):  # pressed twice
        assert edona.post(address(centre), data)["Location"] == f"{reverse('delivery:week', args=[centre.pk])}?week={WEEK[0]}"
    with acting("ilir"):
        assert registered() == {TUESDAY: {"Ana Marku": True}, THURSDAY: {"Ben Deda": False}}
    page = edona.get(address(centre))
    assert [day.day for day in page.context["form"].open] == [WEEK[0], WEDNESDAY, *WEEK[4:]]


def test_the_second_page_is_told_keeps_what_was_typed_and_saves_nothing(
    group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    client_as("ilir").post(address(centre), filled(group))
    second = filled(group, **{f"minutes_{THURSDAY}": "35", f"mark_{THURSDAY}_{group.ben.pk}": "came"})
    page = client_as("edona").post(address(centre), second)
    assert page.status_code == 422 and "03.03.2026" in page.context["form"].non_field_errors()[0]
    assert page.context["form"][f"minutes_{THURSDAY}"].value() == "35"
    with acting("ilir"):
        assert Session.objects.count() == 1


def test_the_same_page_sent_again_with_another_mark_is_told(
    group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    data, ilir = filled(group), client_as("ilir")
    ilir.post(address(centre), data)
    page = ilir.post(address(centre), {**data, f"mark_{TUESDAY}_{group.ana.pk}": "away"})
    assert page.status_code == 422 and "03.03.2026" in page.context["form"].non_field_errors()[0]
    with acting("ilir"):
        assert registered() == {TUESDAY: {"Ana Marku": True}}


WRONG = [
    {f"minutes_{TUESDAY}": ""}, {f"minutes_{TUESDAY}": "2"}, {f"minutes_{TUESDAY}": "long"}, {f"topic_{TUESDAY}": "x" * 201}, {"key": "x"},
    {f"minutes_{THURSDAY}": "30"}, {f"topic_{THURSDAY}": "Song"}, {f"mark_{TUESDAY}_{uuid4()}": "came"}, {"mark_2999-01-01_x": "came"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_week_is_told_and_nothing_is_saved(
    wrong: dict[str, str], group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page = client_as("ilir").post(address(centre), filled(group, **wrong))
    assert page.status_code == 422 and "govuk-error-summary" in page.content.decode()
    assert page.context["form"][f"mark_{TUESDAY}_{group.ana.pk}"].value() == "came"
    with acting("ilir"):
        assert not Session.objects.exists()


def test_a_week_without_a_mark_is_told(group: SimpleNamespace, centre: Service, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").post(address(centre), {"key": str(uuid4()), "csrf": ""})
    assert page.status_code == 422 and len(page.context["form"].non_field_errors()) == 1


def test_a_nonsense_week_is_this_week(group: SimpleNamespace, centre: Service, client_as: Callable[..., Client]) -> None:
    ilir, path = client_as("ilir"), reverse("delivery:week", args=[centre.pk])
    plain = ilir.get(path)
    assert ilir.get(f"{path}?week=nonsense").context["week"].days == plain.context["week"].days


def test_a_group_too_large_for_one_screen_is_said(
    group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_IN_A_WEEK", 1)
    page = client_as("ilir").get(address(centre))
    assert page.context["week"].too_many and b"b-empty" in page.content and b"Ana Marku" not in page.content


def test_an_empty_service_has_no_week(centre: Service, client_as: Callable[..., Client]) -> None:
    page = client_as("ilir").get(reverse("delivery:week", args=[centre.pk]))
    assert page.status_code == 200 and b"b-empty" in page.content


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_week_of_another_provider_is_not_there(
    method: str, group: SimpleNamespace, centre: Service, client_as: Callable[..., Client], acting: Callable[..., Any]
) -> None:
    page = getattr(client_as("luan"), method)(address(centre), filled(group))
    assert page.status_code == 404 and b"Ana" not in page.content
    with acting("ilir"):
        assert not Session.objects.exists()


def test_a_week_asks_the_same_number_of_questions_whatever_it_holds(
    group: SimpleNamespace,
    centre: Service,
    refer: Callable[..., SimpleNamespace],
    client_as: Callable[..., Client],
    acting: Callable[..., Any],
) -> None:
    ilir = client_as("ilir")

    def asked() -> int:
        ilir.get(address(centre))
        with CaptureQueriesContext(connection) as seen:
            assert ilir.get(address(centre)).status_code == 200
        return len(seen)

    few = asked()
    for name in ("Drini", "Era", "Fatos"):
        comes = refer(name).enrolment
        with acting("ilir") as actor:
            enrol(by=actor, at=SUNDAY_NIGHT, enrolment=comes, on=WEEK[0])
    with acting("ilir") as actor:
        days = [a_day(day, uuid4(), present=[group.ana]) for day in WEEK[:4]]
        record_week(by=actor, at=SUNDAY_NIGHT, service=centre, days=days)
    assert asked() == few
