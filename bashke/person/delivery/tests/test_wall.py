"""What the database itself lets each asker see and do, whatever the application says: Ana's referral and her days at the centre."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from bashke.ground.directory.models import Service
from bashke.person.casework.models import Assessment, Case, Closure, Goal, Need, NeedStep, Plan, PlanAction, Review
from bashke.person.delivery.actions import enrol, record_session
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.delivery.queries import progress_of
from bashke.person.people.models import Household, Person, SearchToken
from bashke.person.referrals.actions import decline
from bashke.person.referrals.models import Referral
from bashke.person.requests.actions import ask, issue_code, register
from bashke.person.requests.models import Request

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)
OURS = (Referral, Enrolment, Session, Attendance)
HER_FILE = (Person, Household, SearchToken, Request, Case, Assessment, Plan, Review, Closure, NeedStep)
SLICES = (Goal, PlanAction)  # who works with the team reads its own part


@pytest.fixture
def story(ana: SimpleNamespace, ben: SimpleNamespace, centre: Service, acting: Callable[..., Any]) -> SimpleNamespace:
    """Ana has a place and came once; Ben waits; Luan's service knows neither."""
    with acting("ilir") as ilir:
        enrol(by=ilir, at=LATER, enrolment=ana.enrolment, on=MONDAY.date())
        record_session(
            by=ilir,
            at=LATER,
            service=centre,
            held_on=MONDAY.date(),
            minutes=60,
            topic="Painting",
            present=[ana.enrolment],
            absent=[],
            key=uuid4(),
        )
    return ana


@contextmanager
def closed() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        yield


@pytest.mark.parametrize("stranger", ["luan", "vera", "teuta"])
@pytest.mark.parametrize("model", [m for m in OURS if m is not Session])
def test_another_provider_and_another_municipality_see_no_row(
    stranger: str, model: Any, story: SimpleNamespace, acting: Callable[..., Any]
) -> None:
    with acting(stranger):
        assert model.objects.count() == 0


def test_another_provider_sees_no_session(story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("luan"):
        assert Session.objects.count() == 0


@pytest.mark.parametrize("stranger", ["genc", None])
@pytest.mark.parametrize("model", OURS)
def test_the_ministry_and_the_public_may_not_even_ask(
    stranger: str | None, model: Any, story: SimpleNamespace, acting: Callable[..., Any]
) -> None:
    with acting(stranger), closed():
        model.objects.count()


def test_the_register_stays_with_the_provider(story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    """The municipality counts attendance; what was done in a session is the provider's own book."""
    with acting("besa"):
        assert Attendance.objects.count() == 1
        with closed():
            Session.objects.count()


@pytest.mark.parametrize("model", HER_FILE)
def test_a_provider_cannot_read_her_file(model: Any, story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir"), closed():
        list(model.objects.all()[:1])


@pytest.mark.parametrize("model", SLICES)
def test_of_a_plan_a_provider_reads_nothing_unless_it_works_with_the_team(
    model: Any, story: SimpleNamespace, acting: Callable[..., Any]
) -> None:
    plan = Plan(
        case=story.case, municipality_id=story.case.municipality_id, person_id=story.case.person_id, version=9,
        written_by_id=story.case.worker_id, written_at=LATER,
    )  # fmt: skip
    with acting("besa"):
        plan.save()
        need = Need.objects.filter(case=story.case).first()
        kept = {"municipality_id": plan.municipality_id, "person_id": plan.person_id}
        goal = Goal.objects.create(plan=plan, need=need, statement="x", baseline=1, target=3, **kept)
        PlanAction.objects.create(goal=goal, what="x", owner="worker", owner_name="Besa", due_on=MONDAY.date(), **kept)
        assert model.objects.filter(person=plan.person_id).exists()
    with acting("ilir"):
        assert model.objects.count() == 0


def test_a_provider_sees_the_needs_it_was_asked_about_and_no_other(story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("luan"):
        assert Need.objects.count() == 0
    with acting("ilir"):
        assert Need.objects.count() == 2
    with acting("besa"):
        assert Need.objects.filter(case=story.case).count() == 1


# What each kind of row could be turned into by somebody who only wants to do harm, in columns a provider may write at all.
HARM: list[tuple[Any, dict[str, Any]]] = [
    (Referral, {"answer_words": "x"}), (Enrolment, {"outcome_words": "x"}), (Attendance, {"present": False}), (Need, {"rung": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "harm"), HARM)
def test_another_provider_changes_nothing(model: Any, harm: dict[str, Any], story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("luan"):
        assert model.objects.all().update(**harm) == 0
    with acting("ilir"):
        assert model.objects.all().update(**harm) > 0


@pytest.mark.parametrize("model", OURS)
def test_a_provider_cannot_hand_its_rows_to_another(
    model: Any, story: SimpleNamespace, acting: Callable[..., Any], cast: SimpleNamespace
) -> None:
    with acting("ilir"), pytest.raises(ProgrammingError, match=r"row-level security|permission denied"), transaction.atomic():
        model.objects.all().update(provider=cast.luan.institution)


def test_who_declined_no_longer_sees_or_moves_the_need(
    story: SimpleNamespace, refer: Callable[..., SimpleNamespace], acting: Callable[..., Any]
) -> None:
    cen = refer("Cen", accepted=False)
    with acting("ilir") as ilir:
        assert Need.objects.filter(pk=cen.need.pk).exists()
        decline(by=ilir, at=LATER, referral=cen.referral, reason="no_place")
        assert not Need.objects.filter(pk=cen.need.pk).exists()
        assert Need.objects.filter(pk=cen.need.pk).update(rung=5) == 0


def test_a_provider_cannot_send_itself_a_person(story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir"):
        row = Referral.objects.get(pk=story.referral.pk)
        row.pk = uuid4()
        with closed():
            row.save(force_insert=True)


@pytest.mark.parametrize("who", ["besa", "ilir"])
@pytest.mark.parametrize("model", OURS)
def test_nothing_is_ever_deleted(who: str, model: Any, story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting(who), closed(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("event", ["referrals_referralevent", "delivery_enrolmentevent"])
def test_the_provider_writes_history_and_cannot_read_or_change_it(event: str, story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("ilir"), connection.cursor() as cursor:
        for verb in (f"SELECT 1 FROM {event}", f"UPDATE {event} SET person_name = 'x'", f"DELETE FROM {event}"):
            with closed():
                cursor.execute(verb)
    with acting("besa"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {event}")
        assert cursor.fetchone()[0] > 0


def test_the_person_sees_what_she_got_and_nothing_of_ben(story: SimpleNamespace, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        asked = ask(
            by=besa,
            at=LATER,
            municipality="AL154",
            channel="counter",
            for_whom="self",
            domains=["child_wellbeing"],
            given_name="Ana",
            key=uuid4(),
        )
        register(by=besa, at=LATER, request=asked.request, person=story.person)
        code = issue_code(by=besa, at=LATER, request=asked.request, whole_file=True)
    with acting(code=code) as herself:
        assert herself.person == story.person.pk
        assert [row.person_name for row in Referral.objects.all()] == ["Ana Marku"]
        assert [(row.held, row.attended) for row in progress_of(story.person)] == [(1, 1)]
        for model in (Referral, Enrolment, Attendance):
            with closed():
                model.objects.all().update(person=story.person)


def test_rows_are_locked_so_that_the_second_waits(
    story: SimpleNamespace, acting: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    with acting("ilir") as ilir, django_assert_max_num_queries(10) as seen, pytest.raises(Exception, match="already changed"):
        enrol(by=ilir, at=LATER, enrolment=story.enrolment, on=MONDAY.date())
    assert any("FOR UPDATE" in query["sql"] for query in seen.captured_queries)
