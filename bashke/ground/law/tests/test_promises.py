"""Shkodër may promise to be faster than the law. Nobody may promise to be slower."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils.translation import override

from bashke.ground.law.actions import set_promise
from bashke.ground.law.models import Promise
from bashke.ground.law.queries import cite, due, figure, figures_on, promises
from bashke.ground.law.rules import NotAllowed, Unit, UnknownFigure

pytestmark = pytest.mark.django_db

SHKODER, KORCE = "AL154", "AL343"
TODAY, LATER = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def in_an_office(acting: Any) -> Iterator[None]:
    """A municipality promises for itself only: Mira heads the directorate in Shkodër."""
    with acting("mira"):
        yield


def promise(**changed: Any) -> Promise:
    fields: dict[str, Any] = {
        "municipality": SHKODER, "key": "request.acknowledge", "value": 1, "unit": Unit.WORKING_DAYS,
        "valid_from": LATER, "on": TODAY, "reason": "Decision of the council", "set_by": "Drita",
    }  # fmt: skip
    return set_promise(**{**fields, **changed})


def test_a_promise_counts_from_its_day_on_and_only_at_home() -> None:
    promise()
    values = [
        figure("request.acknowledge", TODAY, SHKODER).value,
        figure("request.acknowledge", LATER, SHKODER).value,
        figure("request.acknowledge", LATER, KORCE).value,
        figure("request.acknowledge", LATER).value,
    ]
    assert values == [2, 1, 2, 2]


def test_the_newest_promise_counts() -> None:
    promise(valid_from=TODAY, value=5)
    promise(valid_from=LATER, value=3)
    assert [figure("request.acknowledge", day, SHKODER).value for day in (TODAY, LATER)] == [5, 3]


def test_a_promise_moves_the_due_day() -> None:
    asked = datetime(2026, 4, 7, 9, tzinfo=UTC)  # a Tuesday
    promise()
    assert (due("request.acknowledge", asked, SHKODER).day, due("request.acknowledge", asked, KORCE).day) == (8, 9)


def test_a_promise_is_cited_as_a_promise() -> None:
    promise()
    with override("en"):
        assert cite("request.acknowledge", LATER, SHKODER) == "1 working day (promise of the municipality)"


def test_all_figures_of_a_municipality_come_with_one_query(django_assert_num_queries: Any) -> None:
    promise()
    promise(key="triage.emergency", value=4, unit=Unit.HOURS)
    with django_assert_num_queries(1):
        rows = {row.key: row for row in figures_on(LATER, SHKODER)}
    assert (rows["request.acknowledge"].promised_by, rows["triage.emergency"].value) == (SHKODER, 4)
    assert rows["appeal.admin"].promised_by is None
    assert {row.key for row in figures_on(LATER)} == set(rows)


def test_the_public_list_holds_the_newest_promise_of_each_municipality(acting: Any) -> None:
    promise(valid_from=TODAY, value=5)
    promise(value=3)
    with acting("teuta"):
        promise(municipality=KORCE, valid_from=TODAY, value=4)
    with acting():
        listed = {day: [(row.municipality_id, row.value) for row in promises(day)] for day in (TODAY, LATER)}
    assert listed == {TODAY: [(SHKODER, 5), (KORCE, 4)], LATER: [(SHKODER, 3), (KORCE, 4)]}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value": 61, "unit": Unit.DAYS}, "never slower: the limit is 60 days"),
        ({"value": 60, "unit": Unit.WORKING_DAYS}, "never slower"),
        ({"key": "triage.emergency", "value": 5, "unit": Unit.WORKING_DAYS}, "limit is 72 hours"),
        ({"key": "appeal.admin", "value": 10, "unit": Unit.DAYS}, "fixed by law"),
        ({"key": "child.age_below", "value": 10, "unit": Unit.DAYS}, "fixed by law"),
        ({"value": 0}, "at least 1"),
        ({"valid_from": date(2026, 3, 1)}, "in the past"),
        ({"reason": "  "}, "needs a reason"),
        ({"unit": Unit.LEK}, "hours, working days or days, at least 1"),
    ],
)
def test_a_promise_that_breaks_the_law_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with override("en"), pytest.raises(NotAllowed, match=sentence):
        promise(**changed)
    assert not Promise.objects.exists()


def test_the_second_promise_for_one_day_is_told_so() -> None:
    promise()
    with pytest.raises(NotAllowed, match="already been made"):
        promise(value=3)
    assert Promise.objects.get().value == 1


def test_a_promise_about_nothing_is_a_slip_in_code() -> None:
    with pytest.raises(UnknownFigure):
        promise(key="request.smile")


def test_nobody_promises_in_the_name_of_another_municipality() -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        promise(municipality=KORCE)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"value": 0}, "law_promise_value_sensible"),
        ({"value": 4000}, "law_promise_value_sensible"),
        ({"unit": "lek"}, "law_promise_unit_is_a_clock"),
        ({"reason": ""}, "law_promise_has_a_reason"),
        ({}, "law_promise_once_per_day"),
    ],
)
def test_the_database_refuses_a_promise_that_cannot_be(changed: dict[str, Any], name: str) -> None:
    kept = promise()
    fields = {"municipality_id": SHKODER, "key": kept.key, "value": 1, "unit": kept.unit, "valid_from": LATER, "reason": "x"}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Promise.objects.create(**{**fields, **({"valid_from": date(2027, 1, 1)} if changed else {}), **changed})
