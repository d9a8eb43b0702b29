"""Reading: the whole file, my day and the board, in a number of queries that does not grow."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bashke.person.casework import actions, queries
from bashke.person.casework.models import Case
from bashke.person.casework.queries import Part
from bashke.person.casework.rules import AssessmentKind, NeedStatus, NextStep

from .conftest import Story, later


def _long(told: Story, needs: tuple[str, ...] = ("housing",), plans: int = 1) -> Case:
    case = told.case(told.person(given_name="Dila"))
    found = told.assessed(case, **dict.fromkeys(needs, 2))
    for number in range(plans):
        told.agreed(case, *found.values(), at=later(2 + number))
    actions.review(by=told.besa, at=later(9), case=case, summary="Better.")
    return case


def test_the_whole_file_costs_the_same_for_one_need_and_for_many(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        short = _long(told)
        long = _long(told, ("food", "health", "work", "safety", "income"), 3)
        costs = []
        for case in (short, long):
            with CaptureQueriesContext(connection) as asked:
                file = queries.file(queries.cases(besa).get(pk=case.pk))
                lines = queries.timeline(file)
                assert lines and all(line.title for line in lines)
                assert [goal.need.domain for plan in file.plans for goal in plan.goals.all() for _ in goal.actions.all()]
            costs.append(len(asked))
        assert costs[1] == costs[0] <= 14


def test_the_file_puts_what_runs_first_and_knows_what_seems_better(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        needs = told.assessed(case, housing=2, food=1, work=2)
        actions.move_need(by=besa, at=later(2), need=needs["housing"], to=NeedStatus.MET)
        told.assessed(case, at=later(20), kind=AssessmentKind.REVIEW, food=4, work=2)
        file = queries.file(queries.cases(besa).get(pk=case.pk))
        assert [need.domain for need in file.needs] == ["work", "food", "housing"]
        assert [need.domain for need in file.seems_better] == ["food"]
        assert [need.domain for need in file.answered_needs] == ["housing"]
        assert file.last_assessment and file.last_assessment.at == later(20)


def test_needs_found_together_are_one_line_of_the_timeline(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        told.assessed(case, housing=2, food=1)
        lines = queries.timeline(queries.file(queries.cases(besa).get(pk=case.pk)))
        assert [str(line.by) for line in lines] == ["Besa Gjoka"] * 3
        assert sum("Strehimi, Ushqimi" in str(line.title) for line in lines) == 1


@pytest.fixture
def day(acting: Any) -> Iterator[tuple[Any, dict[str, Case]]]:
    """Besa's cases in every part of a day (day 20), and one of Arta's."""
    with acting("arta") as arta:
        told = Story(arta)
        told.case(told.person(given_name="Arben"))
    with acting("besa") as besa:
        told = Story(besa)
        made = {}
        for name, due_in, urgency in (
            ("late", -3, "routine"), ("today", 0, "routine"), ("week", 5, "routine"), ("risk", 30, "urgent"), ("calm", 30, "routine"),
        ):  # fmt: skip
            case = told.case(told.person(given_name=name.title()))
            Case.objects.filter(pk=case.pk).update(due_at=later(20) + timedelta(days=due_in, hours=1), urgency=urgency)
            made[name] = case
        yield besa, made


def test_my_day_is_late_first_then_today_then_the_week_then_risk(day: Any) -> None:
    besa, made = day
    mine = queries.my_day(besa, later(20))
    found = {part: [case.pk for case in getattr(mine, part).rows] for part in ("overdue", "today", "week", "risk")}
    assert found == {"overdue": [made["late"].pk], "today": [made["today"].pk], "week": [made["week"].pk], "risk": [made["risk"].pk]}
    assert (mine.overdue.total, mine.follow_up.total, mine.late_needs) == (1, 0, [])


def test_a_need_can_be_late_while_its_case_is_not(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        need = told.assessed(case, housing=2)["housing"]
        told.agreed(case, need)
        assert [late.pk for late in queries.late_needs(besa, later(30))] == [need.pk]
        assert Case.objects.get(pk=case.pk).due_at > later(30)


def test_pages_follow_a_key_and_miss_nobody(day: Any) -> None:
    besa, made = day
    Case.objects.filter(pk__in=[case.pk for case in made.values()]).update(due_at=later(1))
    seen, after = [], ""
    while True:
        page = queries.page(besa, later(20), Part.OVERDUE, after=after, limit=2)
        seen += [case.pk for case in page.rows]
        if page.after is None:
            break
        after = page.after
    assert sorted(seen) == sorted(case.pk for case in made.values())
    with pytest.raises(ValueError, match="Invalid isoformat"):
        queries.page(besa, later(20), Part.OVERDUE, after="tomorrow")


def test_my_day_costs_the_same_however_long_its_lists_and_an_empty_list_costs_nothing(acting: Any, day: Any) -> None:
    besa, _made = day
    with CaptureQueriesContext(connection) as full:
        queries.my_day(besa, later(20))
    with acting("drita") as drita, CaptureQueriesContext(connection) as nothing:
        queries.my_day(drita, later(20))
    assert len(nothing) == 3
    assert len(full) <= 8


def test_the_board_shows_the_team_and_what_is_late(acting: Any, day: Any) -> None:
    besa, made = day
    actions.propose_closure(by=besa, at=later(19), case=made["calm"], reason="opened_in_error", outcome="Twice.")
    with acting("drita") as drita, CaptureQueriesContext(connection) as asked:
        board = queries.board(drita, later(20))
        assert Case.objects.get(pk=made["calm"].pk).next_step == NextStep.SIGN_OFF
        assert board.overdue.rows[0].worker.name in {"Arta Zefi", "Besa Gjoka"}
    loads = {load.worker.name: (load.open, load.overdue, load.risky) for load in board.loads}
    assert loads == {"Arta Zefi": (1, 1, 0), "Besa Gjoka": (5, 1, 1), "Drita Leka": (0, 0, 0)}
    assert len(asked) <= 6
