"""What a team finds of the danger sets the class by its worst answer; its steps have clocks; nobody else learns of either."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bashke.ground.access.models import Worker
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import figure, term, terms
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case
from bashke.person.people.models import Person
from bashke.person.protection import actions
from bashke.person.protection.models import DangerAssessment, Member, ProtectedFile, Step
from bashke.person.protection.queries import running_steps, steps_of
from bashke.person.protection.rules import Danger, Track, class_of
from bashke.person.requests import actions as requests
from bashke.person.requests.actions.asking import Asked
from bashke.person.requests.models import Request

from .conftest import MONDAY, TUESDAY, Acting

CLASSES = {"kill": TriageClass.EMERGENCY, "watch": TriageClass.URGENT}


def questions(track: str) -> list[str]:
    return [row.code for row in terms("danger_sign") if row.extra["track"] == track]


def found(track: Track = Track.VIOLENCE, *yes: str, **more: Any) -> Danger:
    return Danger({code: "yes" if code in yes else "no" for code in questions(track)}, **more)


@pytest.fixture
def file(acting: Acting, asked: Asked) -> Any:
    with acting("besa") as besa:
        request = Request.objects.get(pk=asked.request.pk)
        return requests.protect_request(by=besa, at=MONDAY, request=request, track=Track.VIOLENCE, members=[besa.worker]).file_id


def test_the_worst_yes_decides_and_never_their_number() -> None:
    assert class_of({"kill": "no", "watch": "yes"}, CLASSES) == TriageClass.URGENT
    assert class_of({"kill": "yes", "watch": "no"}, CLASSES) == TriageClass.EMERGENCY
    assert class_of({"kill": "unknown", "watch": "no"}, CLASSES) == TriageClass.ROUTINE


def test_every_sensitive_track_has_its_questions_and_each_step_its_clock() -> None:
    for track in Track:
        assert 5 <= len(questions(track)) <= 10
        assert TriageClass.EMERGENCY in {term("danger_sign", code).extra["class"] for code in questions(track)}
    for row in terms("track_step"):
        for track in row.extra["tracks"]:
            assert figure(f"track.{Track(track)}.{row.code}", MONDAY.date()).is_clock


@pytest.mark.django_db
def test_the_worst_answer_makes_request_and_case_as_urgent(acting: Acting, asked: Asked, ana: Person, file: Any) -> None:
    with acting("besa") as besa:
        case = casework.open_case(by=besa, at=MONDAY, person=ana, request=Request.objects.get(pk=asked.request.pk))
        assert case.urgency == "routine"
        made = actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=found(Track.VIOLENCE, "choked", "watched"))
        case.refresh_from_db()
        request = Request.objects.get(pk=asked.request.pk)
        assert (made.worst, case.urgency, request.urgency) == ("emergency",) * 3
        assert case.due_at == TUESDAY + timedelta(hours=24)
        actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=found(Track.VIOLENCE))
        case.refresh_from_db()
        assert case.urgency == "emergency", "less urgent only with a second person"


@pytest.mark.django_db
def test_a_danger_behind_the_wall_says_nothing_to_the_ordinary_case_beside_it(acting: Acting, asked: Asked, ana: Person, file: Any) -> None:
    with acting("drita") as drita:
        ordinary = casework.open_case(by=drita, at=MONDAY, person=Person.objects.get(pk=ana.pk))
    with acting("besa") as besa:
        casework.open_case(by=besa, at=MONDAY, person=ana, request=Request.objects.get(pk=asked.request.pk))
        actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=found(Track.VIOLENCE, "weapon"))
    with acting("drita") as drita:
        seen = Case.objects.visible_to(drita).get(pk=ordinary.pk)
        assert (seen.urgency, seen.tracks) == ("routine", [])


@pytest.mark.django_db
def test_what_was_answered_is_encrypted_and_each_reading_is_in_the_journal(acting: Acting, asked: Asked, file: Any) -> None:
    danger = found(Track.VIOLENCE, "weapon", words="Pushka e gjyshit.", safe_to_call="no")
    with acting("besa") as besa:
        made = actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=danger)
        assert b"Pushka" not in bytes(DangerAssessment.objects.get(pk=made.pk).sealed)
        assert actions.read_danger(by=besa, file=file) == danger
        assert Entry.objects.visible_to(besa).filter(verb=Verb.DANGER_READ).count() == 1
    with acting("drita") as drita:
        assert not DangerAssessment.objects.exists() and not Step.objects.exists(), "the second wall alone"
        assert not Entry.objects.filter(verb__in=[Verb.DANGER_READ, Verb.DANGER_ASSESSED]).exists()
        with pytest.raises(ProtectedFile.DoesNotExist):
            actions.read_danger(by=drita, file=file)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Step.objects.bulk_create([Step(file_id=file, municipality_id="AL154", code="plan", due_at=TUESDAY)])


@pytest.mark.django_db
def test_nothing_found_or_half_an_order_is_refused(acting: Acting, file: Any) -> None:
    nothing = Danger(dict.fromkeys(questions("violence"), "unknown"))
    half = found(Track.VIOLENCE, order="immediate")
    to_come = found(Track.VIOLENCE, order="immediate", order_asked_on="2026-03-09")
    with acting("besa") as besa:
        for danger, why in (
            (nothing, "at least one"),
            (half, "which one"),
            (to_come, "still to come"),
            (found(Track.CHILD), "kind of file"),
        ):
            with pytest.raises(NotAllowed, match=why):
                actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=danger)
        assert not DangerAssessment.objects.exists()


@pytest.mark.django_db
def test_the_steps_run_from_the_day_the_file_was_protected(acting: Acting, file: Any) -> None:
    with acting("besa") as besa:
        steps = {step.code: step for step in steps_of(besa, file)}
        assert set(steps) == {"contact", "danger", "meeting"}
        assert steps["contact"].due_at == MONDAY + timedelta(hours=24)
        with pytest.raises(NotAllowed, match="writing down"):
            actions.finish_step(by=besa, at=TUESDAY, step=steps["danger"])
        actions.finish_step(by=besa, at=TUESDAY, step=steps["contact"])
        with pytest.raises(NotAllowed, match="already"):
            actions.finish_step(by=besa, at=TUESDAY, step=steps["contact"])
        actions.assess_danger(by=besa, at=TUESDAY, file=file, danger=found(Track.VIOLENCE, "watched"))
        assert [step.code for step in running_steps(besa)] == ["meeting"]


@pytest.mark.django_db
def test_an_immediate_order_starts_the_clock_of_the_court_once(acting: Acting, file: Any) -> None:
    asked_for = found(Track.VIOLENCE, "weapon", order="immediate", order_asked_on="2026-03-03")
    with acting("besa") as besa:
        for at in (TUESDAY, TUESDAY + timedelta(hours=1)):
            actions.assess_danger(by=besa, at=at, file=file, danger=asked_for)
        assert [step.due_at for step in running_steps(besa) if step.code == "court"] == [TUESDAY + timedelta(hours=48)]


@pytest.mark.django_db
def test_who_only_broke_the_glass_has_no_steps_in_her_day(acting: Acting, asked: Asked, ana: Person, file: Any) -> None:
    with acting("besa") as besa:
        casework.open_case(by=besa, at=MONDAY, person=ana, request=Request.objects.get(pk=asked.request.pk))
    with acting("drita") as drita:
        actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason="The police ask where she is now.")
    with acting("drita") as drita:
        assert steps_of(drita, file) and not running_steps(drita)


@pytest.mark.django_db
def test_who_coordinates_stays_until_another_does(acting: Acting, cast: Any, file: Any) -> None:
    with acting("besa") as besa:
        drita = Worker.objects.get(pk=cast.drita.worker)
        member = actions.add_member(by=besa, at=TUESDAY, file=file, worker=drita)
        own = Member.objects.get(file=file, worker=besa.worker)
        assert ProtectedFile.objects.get(pk=file).led_by == besa.worker
        with pytest.raises(NotAllowed, match="coordinates"):
            actions.end_member(by=besa, at=TUESDAY, member=own, holder=None)
        actions.coordinate(by=besa, member=member)
        assert ProtectedFile.objects.get(pk=file).led_by == cast.drita.worker
        actions.end_member(by=besa, at=TUESDAY, member=own, holder=None)


@pytest.mark.django_db
def test_who_is_related_reads_no_danger_although_she_is_on_the_team(
    acting: Acting, cast: Any, asked: Asked, ana: Person, file: Any
) -> None:
    with acting("besa") as besa:
        casework.open_case(by=besa, at=MONDAY, person=ana, request=Request.objects.get(pk=asked.request.pk))
        actions.add_member(by=besa, at=TUESDAY, file=file, worker=Worker.objects.get(pk=cast.drita.worker))
    with acting("drita") as drita:
        assert Step.objects.exists()
        requests.declare_conflict(
            by=drita, at=TUESDAY, person=Person.objects.get(pk=ana.pk), worker=Worker.objects.get(pk=drita.worker), relation="family"
        )
    with acting("drita"):
        assert not Step.objects.exists()


@pytest.mark.django_db
def test_the_database_knows_one_running_step_of_a_kind_and_who_did_it(acting: Acting, file: Any) -> None:
    with acting("besa"):
        again = {"file_id": file, "municipality_id": "AL154", "due_at": TUESDAY}
        with pytest.raises(IntegrityError, match="a_step_runs_once"), transaction.atomic():
            Step.objects.create(code="contact", **again)
        with pytest.raises(IntegrityError, match="who_did_a_step"), transaction.atomic():
            Step.objects.create(code="plan", done_at=TUESDAY, **again)
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE protection_step SET due_at = now()")
