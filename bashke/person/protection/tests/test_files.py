"""A protected file is its team's: through the first wall, and through the second when the first is torn down."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Assessment, Case, Need, NeedStep
from bashke.person.casework.rules import AssessmentKind, Place
from bashke.person.people.models import Person
from bashke.person.protection import actions
from bashke.person.protection.models import EmergencyOpening, Member, ProtectedFile
from bashke.person.protection.queries import counts, openings_of, team
from bashke.person.protection.rules import Judgement, SafeContact, Track
from bashke.person.requests import actions as requests
from bashke.person.requests.actions.asking import Asked
from bashke.person.requests.models import Request

from .conftest import MONDAY, TUESDAY, Acting

pytestmark = pytest.mark.django_db
WHY = "The police ask where she is now."
LADDER = {
    "housing": 3, "income": 3, "food": 4, "health": 4, "disability_support": 4, "safety": 1, "child_wellbeing": 4, "education": 4, "work": 3,
    "documents": 4, "social_ties": 3, "participation": 4,
}  # fmt: skip


def _protected(acting: Acting, asked: Asked, *more: Any) -> Request:
    with acting("besa") as besa:
        request = Request.objects.get(pk=asked.request.pk)
        return requests.protect_request(by=besa, at=MONDAY, request=request, track=Track.VIOLENCE, members=[besa.worker, *more])


def _case(acting: Acting, asked: Asked, ana: Person) -> Case:
    with acting("besa") as besa:
        return casework.open_case(by=besa, at=TUESDAY, person=ana, request=Request.objects.visible_to(besa).get(pk=asked.request.pk))


def test_only_the_team_knows_of_a_protected_request(acting: Acting, asked: Asked) -> None:
    with acting("drita") as drita:
        assert Request.objects.visible_to(drita).filter(pk=asked.request.pk).exists()
    _protected(acting, asked)
    with acting("besa") as besa:
        assert Request.objects.visible_to(besa).get(pk=asked.request.pk).words == "Më kërcënon."
    with acting("drita") as drita:
        assert not Request.objects.visible_to(drita).filter(pk=asked.request.pk).exists()
        assert not Request.objects.filter(pk=asked.request.pk).exists(), "the second wall alone"
        assert not Entry.objects.filter(person=asked.request.pk).exists()


def test_what_stood_in_the_row_before_it_was_protected_is_closed_too(acting: Acting, asked: Asked) -> None:
    _protected(acting, asked)
    for name, rows in (("besa", 1), ("drita", 0), ("vera", 0)):
        with acting(name), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM requests_requestevent WHERE id = %s", (asked.request.pk,))
            assert cursor.fetchone()[0] == rows, name


def test_nothing_of_a_protected_case_is_seen_from_outside(acting: Acting, asked: Asked, ana: Person) -> None:
    _protected(acting, asked)
    case = _case(acting, asked, ana)
    with acting("besa") as besa:
        casework.assess(by=besa, at=TUESDAY, case=case, kind=AssessmentKind.FULL, place=Place.OFFICE, ladder=LADDER, functioning={})
        assert Need.objects.visible_to(besa).filter(case=case).exists()
        assert NeedStep.objects.visible_to(besa).filter(need__case=case).exists()
    with acting("drita") as drita:
        for model, path in ((Case, "pk"), (Need, "case"), (Assessment, "case"), (NeedStep, "need__case")):
            assert not model.objects.visible_to(drita).filter(**{path: case.pk}).exists(), model
            assert not model.objects.filter(**{path: case.pk}).exists(), f"{model}, the second wall alone"
        assert counts(TUESDAY).open_cases == 1


def test_the_ordinary_case_stands_beside_the_protected_one(acting: Acting, asked: Asked, ana: Person) -> None:
    _protected(acting, asked)
    _case(acting, asked, ana)
    with acting("drita") as drita:
        ordinary = casework.open_case(by=drita, at=TUESDAY, person=Person.objects.get(pk=ana.pk))
        assert [case.pk for case in Case.objects.visible_to(drita).filter(person=ana)] == [ordinary.pk]
        with pytest.raises(NotAllowed):
            casework.open_case(by=drita, at=TUESDAY, person=Person.objects.get(pk=ana.pk))


def test_a_running_case_can_be_protected_and_its_requests_go_with_it(acting: Acting, asked: Asked, ana: Person) -> None:
    case = _case(acting, asked, ana)
    with acting("besa") as besa:
        casework.protect_case(by=besa, at=TUESDAY, case=case, track=Track.VIOLENCE, members=[besa.worker])
    with acting("drita") as drita:
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Request.objects.filter(pk=asked.request.pk).exists()
        assert not Entry.objects.visible_to(drita).filter(person=ana.pk).exclude(worker=drita.worker).exists()
    with acting("besa") as besa, pytest.raises(NotAllowed):
        casework.protect_case(by=besa, at=TUESDAY, case=case, track=Track.CHILD, members=[besa.worker])


def test_no_message_leaves_a_protected_file(acting: Acting, asked: Asked, ana: Person) -> None:
    with acting("besa"):
        before = Notice.objects.count()
    _protected(acting, asked)
    _case(acting, asked, ana)
    with acting("besa"):
        assert Notice.objects.count() == before


def test_who_joins_reads_from_then_on_and_who_leaves_no_longer(acting: Acting, asked: Asked, ana: Person, cast: Any) -> None:
    _protected(acting, asked)
    case = _case(acting, asked, ana)
    with acting("besa") as besa:
        colleague = team(besa, case.file_id)[0].worker.__class__.objects.get(pk=cast.drita.worker)
        actions.add_member(by=besa, at=TUESDAY, file=case.file_id, worker=colleague)
        with pytest.raises(NotAllowed, match="already"):
            actions.add_member(by=besa, at=TUESDAY, file=case.file_id, worker=colleague)
    with acting("drita") as drita:
        assert Case.objects.visible_to(drita).filter(pk=case.pk).exists()
        mine = Member.objects.visible_to(drita).get(worker=drita.worker, until=None)
        actions.end_member(by=drita, at=TUESDAY, member=mine, holder=case.worker_id)
    with acting("drita"):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting("besa") as besa, pytest.raises(NotAllowed, match="responsible"):
        actions.end_member(by=besa, at=TUESDAY, member=team(besa, case.file_id)[0], holder=case.worker_id)


def test_nobody_outside_a_team_puts_herself_on_it(acting: Acting, asked: Asked, ana: Person) -> None:
    file = _protected(acting, asked).file_id
    with acting("drita") as drita:
        with pytest.raises(ProtectedFile.DoesNotExist):
            actions.add_member(by=drita, at=TUESDAY, file=file, worker=None)  # type: ignore[arg-type]
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Member.objects.bulk_create(
                [Member(file_id=file, municipality_id="AL154", worker_id=drita.worker, added_by_id=drita.worker, since=TUESDAY)]
            )


def test_breaking_the_glass_opens_for_an_hour_and_tells_the_team(acting: Acting, asked: Asked, ana: Person) -> None:
    _protected(acting, asked)
    case = _case(acting, asked, ana)
    with acting("drita") as drita:
        with pytest.raises(NotAllowed, match="sentence"):
            actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason="police")
        opening = actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason=WHY)
        assert opening.files == 1
        assert opening.until - opening.at == timedelta(hours=1)
    with acting("drita") as drita:
        assert Case.objects.visible_to(drita).filter(pk=case.pk).exists()
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            EmergencyOpening.objects.filter(pk=opening.pk).update(reason="changed afterwards")
    with acting("besa") as besa:
        assert [seen.reason for seen in openings_of(besa, case.file_id)] == [WHY]
        assert Entry.objects.visible_to(besa).filter(person=ana.pk, verb=Verb.OPENED_IN_EMERGENCY).exists()


def test_after_the_hour_it_is_closed_again(acting: Acting, asked: Asked, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    _protected(acting, asked)
    case = _case(acting, asked, ana)
    monkeypatch.setattr(actions, "OPEN_FOR", timedelta(milliseconds=1))
    with acting("drita") as drita:
        actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason=WHY)
    with acting("drita"):
        assert not Case.objects.filter(pk=case.pk).exists()
    monkeypatch.setattr(actions, "OPEN_FOR", timedelta(hours=2))
    with acting("drita") as drita, pytest.raises(Exception, match="an hour at most"):
        actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason=WHY)


def test_vera_cannot_break_the_glass_of_another_municipality(acting: Acting, asked: Asked, ana: Person) -> None:
    _protected(acting, asked)
    _case(acting, asked, ana)
    with acting("vera") as vera, pytest.raises(Exception, match="person of her municipality"):
        actions.open_in_emergency(by=vera, at=TUESDAY, person=ana, reason=WHY)


def test_looking_for_nothing_is_written_down_too(acting: Acting, ana: Person) -> None:
    with acting("drita") as drita:
        assert actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason=WHY).files == 0


def test_the_safe_contact_is_encrypted_and_each_reading_is_in_the_journal(acting: Acting, asked: Asked) -> None:
    file = _protected(acting, asked).file_id
    assert file is not None
    contact = SafeContact(address="Rruga e fshehtë 7", phone="0692000199", times="pas orës 18")
    with acting("besa") as besa:
        actions.write_safe_contact(by=besa, at=TUESDAY, file=file, contact=contact)
        kept = bytes(ProtectedFile.objects.get(pk=file).sealed or b"")
        assert b"fsheht" not in kept and b"0692000199" not in kept
        assert actions.read_safe_contact(by=besa, file=file) == contact
        assert Entry.objects.visible_to(besa).filter(verb=Verb.SAFE_CONTACT_READ).count() == 1
    with acting("drita") as drita, pytest.raises(ProtectedFile.DoesNotExist):
        actions.read_safe_contact(by=drita, file=file)


def test_only_the_officer_judges_and_not_twice(acting: Acting, asked: Asked, ana: Person) -> None:
    _protected(acting, asked)
    _case(acting, asked, ana)
    with acting("drita") as drita:
        opening = actions.open_in_emergency(by=drita, at=TUESDAY, person=ana, reason=WHY)
        with pytest.raises(NotAllowed, match="officer"):
            actions.judge_opening(by=drita, at=TUESDAY, opening=opening, judgement=Judgement.JUSTIFIED, words="It was me.")
    with acting("lule") as lule:
        assert not Case.objects.visible_to(lule).filter(person=ana).exclude(file=None).exists(), "the officer opens no file"
        with pytest.raises(NotAllowed, match="what you found"):
            actions.judge_opening(by=lule, at=TUESDAY, opening=opening, judgement=Judgement.JUSTIFIED, words=" ")
        actions.judge_opening(by=lule, at=TUESDAY, opening=opening, judgement=Judgement.NOT_JUSTIFIED, words="No call is known.")
        with pytest.raises(NotAllowed, match="already"):
            actions.judge_opening(by=lule, at=TUESDAY, opening=opening, judgement=Judgement.JUSTIFIED, words="Once more.")
