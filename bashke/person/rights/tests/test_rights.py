"""Ana asks about her data, Drita answers; a file that rests is there for nobody who did not write down why."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from bashke.doors.portal.tests.story import Way, has_a_plan, is_assessed, whole_way
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework.models import Case, Need
from bashke.person.people.models import Person
from bashke.person.requests.models import Request
from bashke.person.rights import actions, queries
from bashke.person.rights.models import Copy, DataRequest, Restriction
from bashke.person.rights.rules import Kind, Status

pytestmark = pytest.mark.django_db


def asks(acting: Any, way: Way, kind: str = Kind.COPY, words: str = "Datëlindja ime është 5 mars.") -> DataRequest:
    with acting(code=way.code) as her:
        return actions.ask(by=her, at=timezone.now(), person=Person.objects.get(pk=her.person), kind=kind, words=words)


@pytest.fixture
def way(acting: Any) -> Way:
    now = timezone.now()
    return has_a_plan(acting, is_assessed(acting, whole_way(acting), now), now)


def test_her_clock_is_the_laws_and_asking_twice_is_one_request(acting: Any, way: Way) -> None:
    made = asks(acting, way)
    with acting("drita"):
        assert made.due_at == due("data.answer", made.asked_at, "AL154")
    with pytest.raises(NotAllowed, match="already"):
        asks(acting, way)
    asks(acting, way, Kind.CORRECTION)


def test_the_copy_says_what_is_held_and_what_is_not_in_it(acting: Any, way: Way) -> None:
    made = asks(acting, way)
    with acting("drita") as drita:
        actions.give_copy(by=drita, at=timezone.now(), ask=made, answer="Ja kopja.", left_out=["plans"], why="Një fqinj.")
    with acting(code=way.code) as her:
        content = actions.opened(by=her, at=timezone.now(), ask=DataRequest.objects.visible_to(her).get())
    assert content["parts"]["person"][0]["given_name"] == "Ana"
    assert len(content["parts"]["needs"]) == 3
    assert content["parts"]["assessments"][0]["wishes"] == "Që djali të flasë."
    assert "plans" not in content["parts"]
    assert content["left_out"] == {"parts": ["plans"], "why": "Një fqinj."}
    read = {part.code: part.rows for part in queries.shown(content["parts"])}
    assert all(text for rows in read.values() for row in rows for _, text in row), "nothing empty is shown"
    with acting("drita"):
        verbs = list(Entry.objects.filter(verb__startswith="data request").order_by("id").values_list("verb", flat=True))
        assert verbs == [Verb.DATA_ASKED, Verb.DATA_GRANTED]
        assert Notice.objects.filter(template="news").exists(), "she is told that there is news"


def test_who_asked_for_her_is_in_no_copy(acting: Any) -> None:
    way = whole_way(acting)
    with acting("besa"):
        Request.objects.filter(pk=way.asked.request.pk).update(
            for_whom="other", asker_name="Mark Fqinji", asker_phone="0692000102", permission_given=True, words="E rreh i shoqi"
        )
    made = asks(acting, way)
    with acting("drita") as drita:
        found = str(queries.gathered(drita, made.person))
    assert "Mark Fqinji" not in found
    assert "0692000102" not in found
    assert "E rreh" not in found, "what somebody else wrote shows who it was"


def test_every_field_of_every_table_about_her_is_in_the_copy_or_stays_out_for_a_reason() -> None:
    parts = {part.model._meta.db_table: part for part in queries.PARTS}
    for model in apps.get_models():
        table = model._meta.db_table
        columns = {one.name for one in model._meta.concrete_fields}
        ours = model.__module__.startswith("bashke.person.") or table == "notices_notice"
        if not ours or table.endswith("event") or not (columns & {"person", "same_as"} or table in parts):
            continue
        assert (table in parts) != (table in queries.ELSEWHERE), f"{table}: in the copy, or elsewhere with a reason"
        if part := parts.get(table):
            said = {one.name for one in part.fields}
            out = {name for names in part.out.values() for name in names.split()}
            assert columns - said - out == set(), f"{table}: new fields go into the copy, or stay out for a reason"


def test_a_correction_is_made_by_the_register_and_its_history_kept(acting: Any, way: Way) -> None:
    made = asks(acting, way, Kind.CORRECTION)
    with acting("drita") as drita:
        with pytest.raises(NotAllowed):
            actions.grant_correction(by=drita, at=timezone.now(), ask=made, answer="U ndreq.", changes={})
        actions.grant_correction(by=drita, at=timezone.now(), ask=made, answer="U ndreq.", changes={"address": "Rruga e Kirit 9"})
        assert Person.objects.get(pk=made.person_id).address == "Rruga e Kirit 9"
        assert Entry.objects.filter(verb=Verb.PERSON_CORRECTED, person=made.person_id).exists()


def test_a_correction_that_is_refused_stays_with_the_file_in_her_words(acting: Any, way: Way) -> None:
    made = asks(acting, way, Kind.CORRECTION)
    with acting("drita") as drita:
        for reason in ("needed_for_help", "nonsense"):  # a reason of another kind of request is none here
            with pytest.raises(NotAllowed):
                actions.refuse(by=drita, at=timezone.now(), ask=made, reason=reason, answer="Jo.")
        actions.refuse(by=drita, at=timezone.now(), ask=made, reason="data_are_right", answer="E verifikuam.")
        with pytest.raises(NotAllowed):
            actions.refuse(by=drita, at=timezone.now(), ask=made, reason="data_are_right", answer="Përsëri.")
    with acting("besa") as besa:
        assert [one.words for one in queries.statements(besa, made.person)] == [made.words]


def test_only_a_supervisor_answers(acting: Any, way: Way) -> None:
    made = asks(acting, way)
    for who in ("besa", "lule", "mira"):
        with acting(who) as worker, pytest.raises(NotAllowed):
            actions.refuse(by=worker, at=timezone.now(), ask=made, reason="asked_again", answer="Jo.")


def rests(acting: Any, way: Way) -> Restriction:
    made = asks(acting, way, Kind.RESTRICTION)
    with acting("drita") as drita:
        return actions.restrict(by=drita, at=timezone.now(), ask=made, answer="Dosja u kufizua.")


def sees(acting: Any, who: str, way: Way) -> int:
    with acting(who):  # without visible_to: the wall alone
        assert way.case is not None
        return Case.objects.filter(pk=way.case.pk).count() + Need.objects.filter(case=way.case.pk).count()


def test_a_file_that_rests_opens_to_whoever_wrote_down_why_and_to_nobody_else(acting: Any, way: Way) -> None:
    assert sees(acting, "besa", way) == 4
    held = rests(acting, way)
    assert sees(acting, "besa", way) == sees(acting, "drita", way) == 0
    with acting("besa") as besa:
        person = Person.objects.visible_to(besa).get(pk=held.person_id)  # she stays findable: nobody makes a second record
        with pytest.raises(NotAllowed):
            actions.open_restricted(by=besa, at=timezone.now(), person=person, why=".")
        actions.open_restricted(by=besa, at=timezone.now(), person=person, why="Mbaron afati i planit.")
    assert sees(acting, "besa", way) == 4
    assert sees(acting, "drita", way) == 0
    with acting(code=way.code) as her:
        assert Need.objects.visible_to(her).count() == 3, "to herself nothing is closed"
        assert Entry.objects.visible_to(her).filter(verb=Verb.RESTRICTED_OPENED, reason="Mbaron afati i planit.").exists()


def test_an_hour_later_it_is_closed_again(acting: Any, way: Way) -> None:
    held = rests(acting, way)
    with acting("besa") as besa:
        actions.open_restricted(by=besa, at=timezone.now() - timedelta(minutes=61), person=held.person, why="Mbaron afati i planit.")
    assert sees(acting, "besa", way) == 0


def test_a_restriction_ends_with_a_reason_and_keeps_no_clock_from_running(acting: Any, way: Way) -> None:
    held = rests(acting, way)
    with acting("drita") as drita:
        actions.end_restriction(by=drita, at=timezone.now(), restriction=held, why="U sqarua.")
        with pytest.raises(NotAllowed):
            actions.end_restriction(by=drita, at=timezone.now(), restriction=held, why="U sqarua.")
    assert sees(acting, "besa", way) == 4


def test_a_copy_of_a_file_that_rests_is_not_made_empty(acting: Any, way: Way) -> None:
    held = rests(acting, way)
    made = asks(acting, way)
    with acting("drita") as drita:
        with pytest.raises(NotAllowed, match="rests"):
            actions.give_copy(by=drita, at=timezone.now(), ask=made, answer="Ja kopja.")
        actions.open_restricted(by=drita, at=timezone.now(), person=held.person, why="Për kopjen që kërkoi vetë.")
        actions.give_copy(by=drita, at=timezone.now(), ask=made, answer="Ja kopja.")


def test_what_nobody_answered_in_time_is_marked_once(acting: Any, way: Way) -> None:
    made = asks(acting, way)
    with acting("drita") as drita:
        assert not queries.late(drita, made.due_at)
        later = made.due_at + timedelta(minutes=1)
        assert [one.pk for one in queries.late(drita, later)] == [made.pk]
        assert actions.escalate_late(by=drita, at=later) == 1
        assert actions.escalate_late(by=drita, at=later) == 0


def test_a_copy_goes_when_its_time_is_over(acting: Any, way: Way) -> None:
    made = asks(acting, way)
    with acting("drita") as drita:
        actions.give_copy(by=drita, at=timezone.now() - timedelta(days=40), ask=made, answer="Ja kopja.")
    with acting(code=way.code) as her, pytest.raises(NotAllowed, match="no longer kept"):
        actions.opened(by=her, at=timezone.now(), ask=made)
    with acting("drita") as drita:
        assert actions.forget(by=drita) == 1
        assert not Copy.objects.exists()


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("a_data_request_is_answered_whole", {"status": Status.GRANTED}),
        ("a_data_request_is_answered_whole", {"status": Status.REFUSED, "answer": "Jo."}),
    ],
)
def test_the_database_refuses_half_an_answer(acting: Any, way: Way, constraint: str, changed: dict[str, str]) -> None:
    made = asks(acting, way)
    with acting("drita"), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DataRequest.objects.filter(pk=made.pk).update(**changed)


def test_what_was_answered_is_not_taken_back(acting: Any, way: Way) -> None:
    made = asks(acting, way, Kind.CORRECTION)
    with acting("drita") as drita:
        actions.refuse(by=drita, at=timezone.now(), ask=made, reason="data_are_right", answer="E verifikuam.")
    with acting(code=way.code) as her, pytest.raises(NotAllowed):
        actions.take_back(by=her, at=timezone.now(), ask=made)
    waits = asks(acting, way)
    with acting(code=way.code) as her:
        assert actions.take_back(by=her, at=timezone.now(), ask=waits).status == Status.WITHDRAWN
