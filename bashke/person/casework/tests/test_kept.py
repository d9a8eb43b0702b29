"""Questions that are composed once: the same rows as composed anew, for every reader and every value, and nothing frozen in them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from bashke.ground.access import kept
from bashke.ground.access.kept import first, number, one
from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.person.casework.models import Case, Goal, Need, Plan
from bashke.person.people.models import Person

from .conftest import NOW

pytestmark = pytest.mark.django_db
Acting = Callable[..., Any]


def people(actor: Actor, day: date | None, among: list[UUID]) -> QuerySet[Person]:
    rows = Person.objects.visible_to(actor).filter(pk__among=among)
    return (rows if day is None else rows.filter(birth_date__lt=day)).order_by("sort_key")


def cases_of(actor: Actor, until: datetime, worker: UUID) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).select_related("person", "worker").filter(opened_at__lte=until, worker=worker)


def opened_before(actor: Actor, at: datetime) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(opened_at__lt=at - timedelta(hours=1))


def of_today(actor: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(opened_at__lt=timezone.now())


def by_worker(actor: Actor) -> "QuerySet[Case, dict[str, Any]]":
    return Case.objects.visible_to(actor).order_by().values("worker").annotate(many=Count("pk"))


def names(actor: Actor) -> "QuerySet[Person, str]":
    return Person.objects.visible_to(actor).order_by("sort_key").values_list("given_name", flat=True)


def plans(case: UUID) -> QuerySet[Plan]:
    goals = Prefetch("goals", Goal.objects.select_related("need"))
    return Plan.objects.filter(case=case).prefetch_related(goals)


def needs(actor: Actor, status: str) -> QuerySet[Need]:
    return Need.objects.visible_to(actor).filter(status=status).exclude(case__worker=actor.worker)


@pytest.fixture
def known(acting: Acting, story: Any) -> Any:
    """Besa's case, and the people of Shkodër."""
    with acting("besa") as besa:
        case = story(besa).case()
        return case, [case.person_id, uuid4()]


@pytest.mark.parametrize("who", ["besa", "drita", "vera", "ilir"])
@pytest.mark.parametrize("day", [None, date(1960, 1, 1), date(2030, 1, 1)])
def test_a_kept_question_has_the_rows_of_the_question_composed_anew(acting: Acting, known: Any, who: str, day: date | None) -> None:
    for _again in range(2):
        with acting(who) as actor:
            assert first(None, people, actor, day, known[1]) == list(people(actor, day, known[1]))
            assert number(people, actor, day, known[1]) == people(actor, day, known[1]).count()
            assert one(people, actor, day, known[1]) == people(actor, day, known[1]).first()


def test_another_reader_gets_her_own_rows_from_the_same_text(acting: Acting, known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_questions", {})
    with acting("besa") as besa:
        assert first(None, people, besa, None, known[1])
    with acting("vera") as vera:
        assert first(None, people, vera, None, known[1]) == []
    assert len({question.text for question in kept._questions.values()}) == 1


def test_the_database_judges_a_kept_question_anew(acting: Acting, known: Any) -> None:
    """Even if the first wall gave a stranger the values of a colleague."""
    with acting("besa") as besa:
        assert first(None, people, besa, None, known[1])
    with acting("vera"):
        assert first(None, people, besa, None, known[1]) == []


def test_related_rows_limits_and_moments(acting: Acting, known: Any) -> None:
    with acting("besa") as besa:
        (case,) = first(None, cases_of, besa, NOW + timedelta(days=1), besa.worker)
        assert case == known[0] and case.person.name == known[0].person.name and case.worker.pk == besa.worker
        assert first(None, opened_before, besa, known[0].opened_at + timedelta(minutes=59)) == []
        assert first(None, opened_before, besa, known[0].opened_at + timedelta(minutes=61)) == [case]
        assert first(None, cases_of, besa, NOW + timedelta(days=1), uuid4()) == []


def test_counted_rows_single_columns_and_what_is_fetched_beside(acting: Acting, known: Any) -> None:
    with acting("besa") as besa:
        assert first(None, by_worker, besa) == list(by_worker(besa)) == [{"worker": besa.worker, "many": 1}]
        assert first(None, names, besa) == list(names(besa)) and known[0].person.given_name in first(None, names, besa)
        found, anew = first(None, plans, known[0].pk), list(plans(known[0].pk))
        assert [list(plan.goals.all()) for plan in found] == [list(plan.goals.all()) for plan in anew]


def test_an_empty_list_finds_nothing_and_not_everything(acting: Acting, known: Any) -> None:
    with acting("besa") as besa:
        assert first(None, people, besa, None, []) == [] and number(people, besa, None, []) == 0
        assert first(None, people, besa, None, known[1])


def test_a_moment_of_its_own_is_refused(acting: Acting) -> None:
    with acting("besa") as besa, pytest.raises(TypeError, match="asked for ever"):
        first(None, of_today, besa)


def test_a_question_that_is_made_anew_each_time_is_refused(acting: Acting) -> None:
    def inside(actor: Actor) -> QuerySet[Worker]:
        return Worker.objects.filter(pk=actor.worker)

    with acting("besa") as besa, pytest.raises(TypeError, match="cannot be kept"):
        first(None, inside, besa)


def test_words_and_statuses_belong_to_the_shape(acting: Acting, known: Any) -> None:
    with acting("drita") as drita:
        for status in ("open", "planned", "met"):
            assert first(None, needs, drita, status) == list(needs(drita, status))
