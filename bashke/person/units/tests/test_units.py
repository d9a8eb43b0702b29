"""Three sessions of the day centre in March: what they add up to, who reads it, and a month that stands."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from bashke.ground.directory.models import Service
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions import protect_case
from bashke.person.casework.models import Case
from bashke.person.delivery.actions import record_session
from bashke.person.delivery.tests.conftest import MONDAY
from bashke.person.protection.rules import Track
from bashke.person.units import actions, queries
from bashke.person.units.models import Line
from bashke.person.units.rules import Counts

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), MONDAY + timedelta(days=40)
TODAY = APRIL.date()


@pytest.fixture
def hold(acting: Callable[..., Any], centre: Service, inside: SimpleNamespace) -> Callable[..., None]:
    """`hold(3, "ana", "ben")`: three days after Monday both came, for two hours."""

    def session(days: int, *came: str) -> None:
        both = {"ana": inside.ana.enrolment, "ben": inside.ben.enrolment}
        with acting("ilir") as ilir:
            record_session(
                by=ilir, at=APRIL, service=centre, held_on=MONDAY.date() + timedelta(days=days), minutes=120, topic="", key=uuid4(),
                present=[both[name] for name in came], absent=[both[name] for name in both if name not in came],
            )  # fmt: skip

    return session


@pytest.fixture
def march(hold: Callable[..., None]) -> Counts:
    for days, came in ((1, ("ana", "ben")), (2, ("ana",)), (2, ("ana",)), (31, ("ben",))):  # the last one is in April
        hold(days, *came)
    return Counts(persons=2, sessions=3, minutes=360, days=3)


def test_people_are_counted_once_and_a_day_with_two_sessions_is_one_day(acting: Any, centre: Service, march: Counts) -> None:
    with acting("ilir") as ilir:
        seen = queries.month_of(ilir, centre, MARCH, TODAY)
        assert seen.counts == march
        assert [(one.day.day, one.came) for one in queries.held(ilir, centre, MARCH, TODAY)] == [(3, 2), (4, 1), (4, 1)]
    with acting("luan") as luan:
        assert not any(row.counts.sessions for row in queries.months(luan, MARCH, TODAY)), "another provider's"
    with acting("vera") as vera:
        assert queries.months(vera, MARCH, TODAY) == [], "nobody of Korçë was there"


def test_a_protected_person_is_counted_only_for_her_own_team(acting: Any, centre: Service, march: Counts, inside: SimpleNamespace) -> None:
    with acting("besa") as besa:
        protect_case(by=besa, at=MONDAY, case=Case.objects.get(pk=inside.ana.case.pk), track=Track.CHILD, members=[])
    with acting("besa") as besa:
        assert queries.month_of(besa, centre, MARCH, TODAY).counts == march
    with acting("drita") as drita:
        assert queries.month_of(drita, centre, MARCH, TODAY).counts == Counts(persons=1, sessions=3, minutes=360, days=1)


def test_a_closed_month_stands_and_a_correction_is_a_new_line(
    acting: Any, centre: Service, march: Counts, hold: Callable[..., None]
) -> None:
    with acting("ilir") as ilir:
        actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH)
        with pytest.raises(NotAllowed, match="nothing to correct"):
            actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH, reason="x")
    hold(10, "ben")
    with acting("ilir") as ilir:
        seen = queries.month_of(ilir, centre, MARCH, TODAY)
        assert seen.told == march, "what was closed stands"
        assert seen.has_changed and seen.counts.sessions == 4
        with pytest.raises(NotAllowed, match="says why"):
            actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH)
        actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH, reason="A session was written down late.")
        seen = queries.month_of(ilir, centre, MARCH, TODAY)
        assert [line.sessions for line in seen.lines] == [3, 4] and not seen.has_changed
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Line.objects.update(sessions=9)
    with acting("luan"):
        assert not Line.objects.exists(), "another provider's books"
    with acting("drita") as drita:
        assert [line.number for line in Line.objects.visible_to(drita)] == [1, 2], "that it was closed, and no number of it"
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Line.objects.values("sessions"))


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [("a_month_is_closed_once", {}), ("a_month_begins_on_its_first_day", {"month": date(2026, 2, 2)}),
     ("no_month_corrected_without_reason", {"number": 2})],
)  # fmt: skip
def test_the_database_refuses_a_line_that_cannot_be(acting: Any, centre: Service, march: Counts, constraint: str, wrong: Any) -> None:
    with acting("ilir") as ilir:
        line = actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH)
        line.pk = uuid4()
        for name, value in wrong.items():
            setattr(line, name, value)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            line.save(force_insert=True)


def test_the_pages_close_correct_and_give_the_month_as_a_file(
    desk: Callable[..., Client], acting: Any, centre: Service, march: Counts, hold: Callable[..., None]
) -> None:
    ilir, page = desk("ilir"), f"/delivered/{centre.pk}/"
    shown = ilir.get(f"{page}?month=2026-03").content.decode()
    assert "3 person-days" in shown and re.search(r"March\s2026</h1>", shown)
    assert ilir.post(f"{page}close/?month=2026-03").status_code == 302
    hold(10, "ben")
    answer = ilir.post(f"{page}close/?month=2026-03", {"reason": " "})
    assert answer.status_code == 422 and "Say in a sentence why the numbers change." in answer.content.decode()
    ilir.post(f"{page}close/?month=2026-03", {"reason": "=HYPERLINK(1)"})
    shown = ilir.get(f"{page}?month=2026-03").content.decode()
    assert "4 person-days" in shown and "Corrected by" in shown
    told = ilir.get("/delivered/file/?month=2026-03").content.decode()
    assert '"\'=HYPERLINK(1)"' in told and "Ana" not in told
    drita = desk("drita")
    assert "4 person-days" in drita.get("/delivered/?month=2026-03").content.decode()
    theirs = drita.get(f"{page}?month=2026-03").content.decode()
    assert "closed this month on" in theirs and "It was corrected once since." in theirs
    assert "HYPERLINK" not in theirs and "Corrected by" not in theirs and "units/close" not in theirs
    assert drita.get(f"{page}?month=2020-01").status_code == 404
    assert ilir.get("/delivered/?month=nonsense").status_code == 200


def test_the_municipality_learns_that_a_month_was_closed_and_no_number_of_it(
    desk: Callable[..., Client], acting: Any, centre: Service, march: Counts
) -> None:
    page = f"/delivered/{centre.pk}/?month=2026-03"
    assert "has not closed this month yet" in desk("drita").get(page).content.decode()
    assert "Not closed yet" in desk("drita").get("/delivered/?month=2026-03").content.decode()
    with acting("ilir") as ilir:
        actions.close_month(by=ilir, at=APRIL, service=centre, month=MARCH)
    assert "Month closed" in desk("drita").get("/delivered/?month=2026-03").content.decode()
    assert f'"{TODAY}"' in desk("drita").get("/delivered/file/?month=2026-03").content.decode()
    with acting("drita") as drita:
        assert [line.number for line in Line.objects.visible_to(drita)] == [1]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Line.objects.values_list("persons", flat=True))
    with acting("vera") as vera:
        assert not Line.objects.only("pk").exists(), "a service that takes none of hers"
        assert not Line.objects.visible_to(vera).exists()


def test_the_pages_ask_the_database_as_often_for_one_session_as_for_nine(
    desk: Callable[..., Client], centre: Service, march: Counts, hold: Callable[..., None], django_assert_max_num_queries: Any
) -> None:
    for days in range(5, 11):
        hold(days, "ana", "ben")
    for who in ("ilir", "drita"):
        client = desk(who)
        for address in ("/delivered/?month=2026-03", f"/delivered/{centre.pk}/?month=2026-03"):
            with django_assert_max_num_queries(18):
                assert client.get(address).status_code == 200
