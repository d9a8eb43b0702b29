"""A protected file becomes ordinary again when two of its team say so; what stood in it stays closed to everybody else."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bashke.ground.access.models import Worker
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case
from bashke.person.people.models import Person
from bashke.person.protection import actions
from bashke.person.protection.models import DangerAssessment, Member, ProtectedFile, Return, Step
from bashke.person.protection.queries import running_steps, ways_back
from bashke.person.protection.rules import Danger, ReturnStatus, SafeContact, Track, check_return_answer, ordinary
from bashke.person.requests import actions as requests
from bashke.person.requests.actions.asking import Asked
from bashke.person.requests.models import Request, Triage

from .conftest import MONDAY, TUESDAY, Acting
from .test_danger import found

pytestmark = pytest.mark.django_db
WHY = "He moved abroad and she asks for her ordinary file."


@pytest.fixture
def case(acting: Acting, asked: Asked, ana: Person, cast: Any) -> Case:
    """Ana's protected case: Besa and Arta are the team, everything that can be kept in its file is there."""
    with acting("besa") as besa:
        request = Request.objects.get(pk=asked.request.pk)
        requests.set_urgency(by=besa, at=MONDAY, request=request, flags=["violence_recent"])
        requests.protect_request(by=besa, at=MONDAY, request=request, track=Track.VIOLENCE, members=[besa.worker, cast.arta.worker])
    with acting("besa") as besa:
        made = casework.open_case(by=besa, at=MONDAY, person=ana, request=Request.objects.get(pk=request.pk))
        assert made.file_id is not None
        actions.write_safe_contact(by=besa, at=MONDAY, file=made.file_id, contact=SafeContact(address="Te motra"))
        actions.assess_danger(by=besa, at=TUESDAY, file=made.file_id, danger=found(Track.VIOLENCE, "choked"))
        return made


def _back(acting: Acting, case: Case, track: str = "", agree: bool = True) -> None:
    with acting("besa") as besa:
        wish = actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track=track, reason=WHY)
    with acting("arta") as arta:
        assert [row.pk for row in ways_back(arta)] == [wish.pk]
        actions.answer_way_back(by=arta, at=TUESDAY, wish=wish, agree=agree)


def test_the_ordinary_worker_sees_the_file_again_and_never_the_protected_parts(acting: Acting, asked: Asked, case: Case) -> None:
    with acting("drita"):
        assert not Case.objects.filter(pk=case.pk).exists()
    _back(acting, case)
    with acting("drita") as drita:
        again = Case.objects.visible_to(drita).get(pk=case.pk)
        assert (again.file_id, again.tracks) == (None, [])
        request = Request.objects.visible_to(drita).get(pk=asked.request.pk)
        assert (request.file_id, request.tracks, request.words) == (None, [], "Më kërcënon.")
        for model in (ProtectedFile, Member, DangerAssessment, Step, Return, Triage):
            assert not model.objects.visible_to(drita).exists(), model
            assert not model.objects.exists(), f"{model}, the second wall alone"
        with pytest.raises(ProtectedFile.DoesNotExist):
            actions.read_safe_contact(by=drita, file=case.file_id)
        casework.assign(by=drita, at=TUESDAY, case=again, worker=Worker.objects.get(pk=drita.worker))


def test_outsiders_learn_nothing_of_the_time_behind_the_wall(acting: Acting, asked: Asked, ana: Person, case: Case) -> None:
    _back(acting, case)
    with acting("drita") as drita, connection.cursor() as cursor:
        seen = Entry.objects.filter(person__in=[ana.pk, asked.request.pk]).exclude(worker=drita.worker)
        assert not seen.exists()
        for table, pk in (("requests_requestevent", asked.request.pk), ("casework_caseevent", case.pk)):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE id = %s AND file_id IS NOT NULL", (pk,))
            assert cursor.fetchone()[0] == 0, table
    with acting("vera") as vera:
        assert not Case.objects.filter(pk=case.pk).exists() and not Entry.objects.visible_to(vera).filter(person=ana.pk).exists()


def test_the_team_keeps_what_it_wrote_and_the_journal_knows_both(acting: Acting, ana: Person, case: Case) -> None:
    _back(acting, case)
    with acting("besa") as besa:
        assert actions.read_safe_contact(by=besa, file=case.file_id).address == "Te motra"
        assert actions.read_danger(by=besa, file=case.file_id).answers["choked"] == "yes"
        entries = Entry.objects.visible_to(besa).filter(person=ana.pk)
        assert {entry.worker for entry in entries.filter(verb=Verb.WAY_BACK_ASKED)} == {besa.worker}
        assert entries.filter(verb=Verb.WAY_BACK_AGREED).exclude(worker=besa.worker).count() == 1
        assert not running_steps(besa), "its clocks have ended"
        with pytest.raises(NotAllowed, match="ordinary again already"):
            actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)


def test_one_alone_changes_nothing(acting: Acting, case: Case) -> None:
    with acting("besa") as besa:
        wish = actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)
        assert not ways_back(besa)
        with pytest.raises(NotAllowed, match="Who asked cannot agree"):
            actions.answer_way_back(by=besa, at=TUESDAY, wish=wish, agree=True)
        with pytest.raises(NotAllowed, match="waits for its second person"):
            actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)
    with acting("drita") as drita:
        assert not Case.objects.filter(pk=case.pk).exists()
        with pytest.raises(ProtectedFile.DoesNotExist):
            actions.answer_way_back(by=drita, at=TUESDAY, wish=wish, agree=True)


def test_who_only_broke_the_glass_decides_nothing(acting: Acting, ana: Person, case: Case) -> None:
    with acting("besa") as besa:
        wish = actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)
    with acting("drita") as drita:
        actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason="The police ask where she is now.")
    with acting("drita") as drita, pytest.raises(NotAllowed, match="Only the team"):
        actions.answer_way_back(by=drita, at=TUESDAY, wish=wish, agree=True)


def test_a_refused_wish_leaves_the_file_protected(acting: Acting, case: Case) -> None:
    _back(acting, case, agree=False)
    with acting("drita"):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting("besa") as besa:
        assert Return.objects.get(file=case.file_id).status == ReturnStatus.REFUSED
        actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)


def test_another_track_brings_its_own_questions_and_steps(acting: Acting, case: Case) -> None:
    _back(acting, case, track=Track.CHILD)
    with acting("besa") as besa:
        file = ProtectedFile.objects.get(pk=case.file_id)
        assert (file.track, file.returned_at) == (Track.CHILD, None)
        assert {step.code for step in running_steps(besa)} == {"contact", "danger", "meeting", "plan"}
        assert actions.read_danger(by=besa, file=file.pk) == Danger(), "the answers were to other questions"
    with acting("drita"):
        assert not Case.objects.filter(pk=case.pk).exists()


def test_two_open_ordinary_cases_would_be_one_too_many(acting: Acting, ana: Person, case: Case) -> None:
    with acting("drita") as drita:
        casework.open_case(by=drita, at=TUESDAY, person=Person.objects.get(pk=ana.pk))
    with pytest.raises(NotAllowed, match="open ordinary case"):
        _back(acting, case)
    with acting("besa"):
        assert Case.objects.get(pk=case.pk).file_id is not None
        assert Request.objects.get(person=ana).file_id is not None, "all of it or nothing"


def test_the_way_back_needs_a_reason_somebody_else_and_a_change(acting: Acting, case: Case, cast: Any) -> None:
    with acting("besa") as besa:
        for track, reason, why in (("", "safe", "in a sentence"), ("violence", WHY, "of this kind already")):
            with pytest.raises(NotAllowed, match=why):
                actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track=track, reason=reason)
        actions.end_member(by=besa, at=TUESDAY, member=Member.objects.get(worker=cast.arta.worker), holder=case.worker_id)
        with pytest.raises(NotAllowed, match="Add a colleague"):
            actions.ask_way_back(by=besa, at=TUESDAY, file=case.file_id, track="", reason=WHY)


def test_an_answer_is_given_once(cast: Any) -> None:
    team = {cast.besa.worker, cast.arta.worker}
    with pytest.raises(NotAllowed, match="answered already"):
        check_return_answer(ReturnStatus.AGREED, ReturnStatus.REFUSED, cast.besa.worker, cast.arta.worker, team)
    assert ordinary(["elderly", "violence"]) == ["elderly"]


def test_the_database_wants_two_for_the_way_back(acting: Acting, cast: Any, case: Case) -> None:
    whole = {"file_id": case.file_id, "municipality_id": "AL154", "reason": WHY, "asked_by_id": cast.besa.worker, "asked_at": TUESDAY}
    with acting("besa"):
        for status, second, name in (
            ("agreed", cast.besa.worker, "the_way_back_takes_two"), ("agreed", None, "who_answered_the_way_back"),
        ):  # fmt: skip
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                Return.objects.create(status=status, second_id=second, **whole)
        Return.objects.create(**whole)
        with pytest.raises(IntegrityError, match="one_way_back_waits_at_a_time"), transaction.atomic():
            Return.objects.create(**whole)
