"""A case: opened once, given to a colleague, kept on the right clock."""

from typing import Any
from uuid import uuid4

import pytest

from bashke.ground.access.models import Worker
from bashke.ground.journal.models import Entry
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework import actions
from bashke.person.casework.models import Case
from bashke.person.casework.rules import AssessmentKind, CaseStatus, NextStep
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request

from .conftest import NOW, later


def _asks(besa: Any, flags: tuple[str, ...] = ()) -> Request:
    asked = requests.ask(
        by=besa, at=NOW, municipality="AL154", channel="counter", for_whom="self", domains=["housing"], words="Kati është i lagësht.",
        given_name="Ana", family_name="Marku", key=uuid4(), synthetic=True,
    )  # fmt: skip
    requests.set_urgency(by=besa, at=NOW, request=asked.request, flags=flags)
    return Request.objects.get(pk=asked.request.pk)


def test_a_case_begins_with_the_worker_who_opened_it_on_the_clock_of_its_urgency(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        ana, request = story(besa).person(), _asks(besa, ("child_out_of_school",))
        case = actions.open_case(by=besa, at=later(1), person=ana, request=request)
        request.refresh_from_db()
        assert (case.worker_id, case.urgency, case.next_step) == (besa.worker, "soon", NextStep.FIRST_CONTACT)
        assert case.due_at == request.contact_due_at
        assert (request.status, request.person_id, request.responsible_id) == ("registered", ana.pk, besa.worker)
        assert Entry.objects.filter(verb="case opened", person=ana.pk).count() == 1


def test_a_person_has_one_open_case(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        with pytest.raises(NotAllowed, match="open case already"):
            actions.open_case(by=besa, at=NOW, person=case.person)
        assert Case.objects.count() == 1


def test_a_second_request_joins_the_open_case_and_raises_its_urgency(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        request = _asks(besa, ("no_food_children",))
        joined = actions.open_case(by=besa, at=later(1), person=case.person, request=request)
        request.refresh_from_db()
        assert joined.pk == case.pk
        assert (joined.urgency, joined.due_at) == ("urgent", request.contact_due_at)
        assert request.responsible_id == case.worker_id


def test_a_second_request_never_lowers_the_urgency(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        ana = story(besa).person()
        case = actions.open_case(by=besa, at=NOW, person=ana, request=_asks(besa, ("no_food_children",)))
        assert actions.open_case(by=besa, at=later(1), person=ana, request=_asks(besa)).urgency == case.urgency == "urgent"


@pytest.mark.parametrize("username", ["mira", "ilir", "vera"])
def test_only_social_workers_and_supervisors_of_the_municipality_hold_a_case(acting: Any, story: Any, cast: Any, username: str) -> None:
    with acting("besa") as besa:
        ana, worker = story(besa).person(), Worker.objects.get(pk=getattr(cast, username).worker)
        with pytest.raises(NotAllowed, match="no post as social worker"):
            actions.open_case(by=besa, at=NOW, person=ana, worker=worker)


def test_the_supervisor_gives_a_case_to_a_colleague_and_the_person_is_told(acting: Any, story: Any, cast: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        arta = Worker.objects.get(pk=cast.arta.worker)
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            actions.assign(by=besa, at=NOW, case=case, worker=arta)
    with acting("drita") as drita:
        given = actions.assign(by=drita, at=later(1), case=case, worker=arta)
        assert given.worker_id == arta.pk
        assert Notice.objects.filter(person=case.person_id, template="worker_changed").count() == 1
        with pytest.raises(NotAllowed, match="has this case already"):
            actions.assign(by=drita, at=later(1), case=case, worker=arta)


def test_the_clock_follows_the_work(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        steps = [(case.next_step, case.due_at)]
        needs = told.assessed(case, kind=AssessmentKind.INITIAL)
        case.refresh_from_db()
        steps.append((case.next_step, case.due_at))
        told.assessed(case, at=later(3))
        case.refresh_from_db()
        steps.append((case.next_step, case.due_at))
        told.agreed(case, *needs.values(), at=later(4))
        case.refresh_from_db()
        steps.append((case.next_step, case.due_at))
        next_due = due("review.next", later(60), "AL154")
        actions.review(by=besa, at=later(60), case=case, summary="Better.")
        case.refresh_from_db()
        steps.append((case.next_step, case.due_at))
    assert steps == [
        (NextStep.FIRST_CONTACT, due("triage.routine", NOW)),
        (NextStep.ASSESSMENT, due("assessment.full", later(1))),
        (NextStep.PLAN, due("plan.agree", later(1))),
        (NextStep.REVIEW, due("review.first", later(4))),
        (NextStep.REVIEW, next_due),
    ]


def test_a_step_that_goes_on_keeps_its_clock(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        told = story(besa)
        case = told.case()
        told.assessed(case, kind=AssessmentKind.INITIAL)
        told.assessed(case, at=later(5), kind=AssessmentKind.INITIAL)
        case.refresh_from_db()
        assert case.due_at == due("assessment.full", later(1))


def test_a_closed_case_opens_again_with_a_reason_and_wants_a_new_assessment(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        closure = actions.propose_closure(by=besa, at=later(1), case=case, reason="opened_in_error", outcome="Twice.")
    with acting("drita") as drita:
        actions.sign_closure(by=drita, at=later(2), closure=closure)
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="Say why"):
            actions.reopen(by=besa, at=later(3), case=case, reason=" ")
        again = actions.reopen(by=besa, at=later(3), case=case, reason="It was not a mistake.")
        assert (again.status, again.closed_at, again.next_step) == (CaseStatus.OPEN, None, NextStep.ASSESSMENT)
        assert again.due_at == due("assessment.full", later(3))
        with pytest.raises(NotAllowed, match="cannot become"):
            actions.reopen(by=besa, at=later(3), case=case, reason="Again.")


def test_a_closed_case_stays_closed_while_another_one_runs(acting: Any, story: Any) -> None:
    with acting("besa") as besa:
        case = story(besa).case()
        closure = actions.propose_closure(by=besa, at=later(1), case=case, reason="opened_in_error", outcome="Twice.")
    with acting("drita") as drita:
        actions.sign_closure(by=drita, at=later(2), closure=closure)
    with acting("besa") as besa:
        actions.open_case(by=besa, at=later(3), person=case.person)
        with pytest.raises(NotAllowed, match="open case already"):
            actions.reopen(by=besa, at=later(4), case=case, reason="Needed again.")
