"""Profession, licence and trainings: what counts, what does not any more, and what the database refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.access.models import Worker
from bashke.ground.journal.models import Entry
from bashke.ground.law.queries import figure, terms
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import Qualification, Training
from bashke.person.casework.queries import able_of, ending_licences, suggestions
from bashke.person.casework.queries.skills import demands
from bashke.person.casework.rules import (
    Candidate,
    Demand,
    Held,
    Skills,
    Work,
    asked,
    check_licence,
    check_training,
    compare,
    held_by_nobody,
    rank,
)

from .conftest import NOW, later

DAY = date(2026, 3, 2)
LICENSED = Demand("licensed_social_worker", profession="social_worker")
FOR_CHILDREN = Demand("trained_child", training="child_protection", tracks=("child",))


def held(skills: Skills, *demands: Demand) -> list[Held]:
    return [one.held for one in compare(skills, demands, DAY)]


def test_a_licence_counts_through_its_last_day_and_never_after() -> None:
    for until, says in ((DAY, Held.YES), (DAY - timedelta(days=1), Held.ENDED), (None, Held.YES)):
        assert held(Skills("social_worker", "PS 1", until), LICENSED) == [says]


def test_a_profession_without_a_licence_number_or_another_profession_does_not_count() -> None:
    assert held(Skills("social_worker"), LICENSED) == [Held.NO]
    assert held(Skills("psychologist", "PL 1"), LICENSED) == [Held.NO]


def test_a_training_that_ran_out_never_counts() -> None:
    for until, says in ((None, Held.YES), (DAY, Held.YES), (DAY - timedelta(days=1), Held.ENDED)):
        assert held(Skills(trainings={"child_protection": until}), FOR_CHILDREN) == [says]
    assert held(Skills(trainings={"trafficking": None}), FOR_CHILDREN) == [Held.NO]


def test_work_asks_for_what_its_tracks_domains_or_signs_call_for_and_always_for_what_all_work_asks() -> None:
    table = demands(DAY)
    assert [one.code for one in asked(Work(), table)] == ["licensed_social_worker"]
    assert [one.code for one in asked(Work(tracks=["child"]), table)] == ["licensed_social_worker", "trained_child"]
    assert [one.code for one in asked(Work(domains=["disability_support"]), table)] == ["licensed_social_worker", "trained_disability"]
    assert [one.code for one in asked(Work(flags=["suicide_risk"]), table)] == ["licensed_social_worker", "trained_suicide"]


def test_whoever_is_qualified_comes_before_a_lighter_load_and_an_ended_licence_comes_last() -> None:
    able = Skills("social_worker", "PS 1", None, {"child_protection": None})
    ended = Skills("social_worker", "PS 2", DAY - timedelta(days=1), {"child_protection": None})
    team = [
        Candidate(uuid4(), "Arta", weight=1, skills=ended),
        Candidate(uuid4(), "Besa", weight=30, skills=able),
        Candidate(uuid4(), "Drita", weight=0),
    ]
    fits = rank(team, "sq", (), [LICENSED, FOR_CHILDREN], DAY)
    assert [fit.candidate.name for fit in fits] == ["Besa", "Arta", "Drita"]
    assert [fit.lacks for fit in fits] == [[], ["licensed_social_worker"], ["licensed_social_worker", "trained_child"]]
    assert held_by_nobody(fits) == []


def test_what_only_somebody_who_is_away_has_is_held_by_nobody() -> None:
    away = Candidate(uuid4(), "Besa", away_until=DAY, skills=Skills("social_worker", "PS 1"))
    fits = rank([away, Candidate(uuid4(), "Arta")], "sq", (), [LICENSED], DAY)
    assert held_by_nobody(fits) == [LICENSED]


def test_a_licence_without_its_profession_and_a_last_day_without_a_licence_are_refused() -> None:
    licensed = [row.code for row in terms("profession") if row.extra["licensed"]]
    check_licence("social_worker", "PS 1", DAY, licensed)
    for given in (("", "PS 1", None), ("lawyer", "PS 1", None), ("social_worker", "", DAY)):
        with pytest.raises(NotAllowed):
            check_licence(*given, licensed)


def test_a_training_ahead_or_one_that_ends_before_it_was_done_is_refused() -> None:
    check_training(DAY, DAY, DAY)
    for done, until in ((DAY + timedelta(days=1), None), (DAY, DAY - timedelta(days=1))):
        with pytest.raises(NotAllowed):
            check_training(done, until, DAY)


def test_every_row_of_the_table_asks_for_a_profession_or_a_training_that_exists() -> None:
    known = {kind: {row.code for row in terms(kind)} for kind in ("profession", "training", "track", "domain", "red_flag")}
    for one in demands(DAY):
        assert bool(one.profession) != bool(one.training)
        assert {one.profession, one.training} - {""} <= known["profession"] | known["training"]
        assert set(one.tracks) <= known["track"] and set(one.domains) <= known["domain"] and set(one.flags) <= known["red_flag"]


def licensed(by: Any, worker: Worker, **changes: Any) -> Qualification:
    given = {"languages": ["sq"], "tracks": [], "profession": "social_worker", "licence": "PS 1", "licence_until": None} | changes
    return actions.qualify(by=by, at=NOW, worker=worker, **given)


def test_drita_writes_a_licence_and_a_training_and_the_suggestions_look_at_them(acting: Any, cast: Any) -> None:
    with acting("drita") as drita:
        besa = Worker.objects.get(pk=cast.besa.worker)
        licensed(drita, besa)
        actions.train(by=drita, at=NOW, worker=besa, code="child_protection", done_on=DAY)
        first = suggestions(drita, NOW, person=None, spoken="sq", work=Work(tracks=["child"]))[0]
        assert (first.candidate.worker, first.lacks) == (besa.pk, [])
        again = actions.train(by=drita, at=later(1), worker=besa, code="child_protection", done_on=DAY, until=DAY + timedelta(days=30))
        assert able_of(drita)[besa.pk].trainings == (again,), "done again is one row"
        actions.strike_training(by=drita, at=later(1), training=again)
        assert able_of(drita)[besa.pk].trainings == ()


def test_a_licence_stands_on_the_board_from_the_days_the_law_package_names(acting: Any, cast: Any) -> None:
    days = figure("staffing.licence_warning", DAY).value
    with acting("drita") as drita:
        licensed(drita, Worker.objects.get(pk=cast.besa.worker), licence_until=DAY + timedelta(days=days + 1))
        assert not ending_licences(drita, DAY).exists()
        assert ending_licences(drita, DAY + timedelta(days=1)).exists()
        assert ending_licences(drita, DAY + timedelta(days=999)).exists(), "one that ended stays there until it is renewed"


def test_besa_writes_nothing_of_herself_and_vera_sees_nothing(acting: Any, cast: Any) -> None:
    with acting("besa") as besa:
        worker = Worker.objects.get(pk=cast.besa.worker)
        with pytest.raises(NotAllowed):
            licensed(besa, worker)
        with pytest.raises(NotAllowed):
            actions.train(by=besa, at=NOW, worker=worker, code="trafficking", done_on=DAY)
    with acting("drita") as drita:
        made = actions.train(by=drita, at=NOW, worker=worker, code="trafficking", done_on=DAY)
        licensed(drita, worker)
    with acting("vera") as vera:
        assert not Training.objects.exists() and not Qualification.objects.exists()
        with pytest.raises(Training.DoesNotExist):
            actions.strike_training(by=vera, at=NOW, training=made)


def test_what_the_chosen_worker_lacks_is_written_to_the_journal(acting: Any, cast: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
    with acting("drita") as drita:
        arta = Worker.objects.get(pk=cast.arta.worker)
        actions.assign(by=drita, at=NOW, case=case, worker=arta, lacks=["licensed_social_worker"])
        assert Entry.objects.get(verb="case assigned", person=case.person_id).reason == "without: licensed_social_worker"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("a_licence_is_of_a_profession", {"profession": "", "licence": "PS 1"}),
        ("a_last_day_is_of_a_licence", {"profession": "lawyer", "licence": "", "licence_until": DAY}),
    ],
)
def test_the_database_refuses_half_a_licence(constraint: str, changes: dict[str, Any], acting: Any, cast: Any) -> None:
    with acting("drita") as drita:
        made = licensed(drita, Worker.objects.get(pk=cast.besa.worker))
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Qualification.objects.filter(pk=made.pk).update(**changes)


def test_the_database_refuses_a_training_twice_and_one_that_ends_before_it_was_done(acting: Any, cast: Any) -> None:
    with acting("drita") as drita:
        made = actions.train(by=drita, at=NOW, worker=Worker.objects.get(pk=cast.besa.worker), code="trafficking", done_on=DAY)
        with pytest.raises(IntegrityError, match="a_training_ends_after_it_was_done"), transaction.atomic():
            Training.objects.filter(pk=made.pk).update(until=DAY - timedelta(days=1))
        made.pk, made._state.adding = uuid4(), True
        with pytest.raises(IntegrityError, match="one_row_of_a_training"), transaction.atomic():
            made.save(force_insert=True)
