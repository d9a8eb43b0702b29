"""Who sees Ana's case: her municipality and she herself. Vera in Korçë, the provider and the ministry see nothing of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from bashke.person.casework import actions
from bashke.person.casework.models import Assessment, Case, Closure, Goal, Need, NeedStep, Plan, PlanAction, Review
from bashke.person.casework.rules import NeedStatus
from bashke.person.requests import actions as requests

from .conftest import NOW, Story, later

FILE = (Case, Review, Closure, Need, NeedStep, Assessment, Plan, Goal, PlanAction)
HISTORY = ("casework_caseevent", "casework_needevent", "casework_planevent")


@pytest.fixture
def anas(acting: Any) -> Case:
    """A case with a row in every table of its file."""
    with acting("besa") as besa:
        told = Story(besa)
        case = told.case()
        needs = told.assessed(case)
        told.agreed(case, needs["housing"])
        actions.review(by=besa, at=later(9), case=case, summary="Better.")
        for need in needs.values():
            actions.move_need(by=besa, at=later(9), need=need, to=NeedStatus.MET if need.status == "open" else NeedStatus.UNMET, reason="")
        actions.propose_closure(by=besa, at=later(10), case=case, reason="goals_met", outcome="A dry home.")
        case.refresh_from_db()
        return case


def test_her_municipality_sees_the_whole_file(acting: Any, anas: Case) -> None:
    with acting("arta") as arta:
        assert {model.__name__: model.objects.visible_to(arta).exists() for model in FILE} == {model.__name__: True for model in FILE}


@pytest.mark.parametrize("username", ["vera", "ilir", "genc"])
def test_nobody_else_sees_a_row_of_it(acting: Any, anas: Case, username: str) -> None:
    with acting(username) as someone:
        for model in FILE:
            assert not model.objects.visible_to(someone).exists()
            assert _rows(model._meta.db_table) == 0
        for table in HISTORY:
            assert _rows(table) == 0


def test_vera_cannot_learn_that_anas_case_exists(acting: Any, anas: Case) -> None:
    with acting("vera") as vera:
        for attempt in (lambda: actions.reopen(by=vera, at=later(1), case=anas, reason="x"), lambda: actions.move_need(
            by=vera, at=later(1), need=Need(pk=uuid4(), case_id=anas.pk), to=NeedStatus.MET
        )):  # fmt: skip
            with pytest.raises(Case.DoesNotExist):
                attempt()


def test_vera_cannot_write_into_anas_file(acting: Any, anas: Case) -> None:
    with acting("vera"):
        assert Case.objects.filter(pk=anas.pk).update(next_step="none") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Review.objects.create(
                case_id=anas.pk, municipality_id=anas.municipality_id, person_id=anas.person_id, by_id=anas.worker_id, at=NOW, summary="x",
                next_due_at=later(1),
            )  # fmt: skip


def test_a_step_of_the_ledger_cannot_be_rewritten(acting: Any, anas: Case) -> None:
    with acting("besa"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        NeedStep.objects.filter(person=anas.person_id).update(reason="nothing")


def test_ana_reads_her_own_file_with_her_code_and_writes_nothing(acting: Any) -> None:
    with acting("besa") as besa:
        told = Story(besa)
        asked = requests.ask(
            by=besa, at=NOW, municipality="AL154", channel="counter", for_whom="self", domains=["housing"], given_name="Ana",
            family_name="Marku", key=uuid4(), synthetic=True,
        )  # fmt: skip
        case = actions.open_case(by=besa, at=NOW, person=told.person(), request=asked.request)
        told.assessed(case)
        told.case(told.person(given_name="Bora", family_name="Gjoka"))
    with acting(code=asked.code) as ana:
        assert [row.pk for row in Case.objects.visible_to(ana)] == [case.pk]
        assert Case.objects.count() == 1
        assert (Need.objects.count(), NeedStep.objects.count()) == (2, 2)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(next_step="none")


def _rows(table: str) -> int:
    """How many rows the database shows, whatever the application would ask for; a closed table shows none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])
    except ProgrammingError:
        return 0
