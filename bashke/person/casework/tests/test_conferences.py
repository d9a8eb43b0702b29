"""The case conference: a question, signed minutes that stand, dissent in the dissenter's own words, decisions that become the plan's."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import Case, Conference, Decision, Dissent, Minutes, Need, Plan, PlanAction, PlanMember, Seat
from bashke.person.casework.queries import called_for, held, without_minutes
from bashke.person.casework.rules import ActionDraft, ActionOwner, ConferenceStatus, PlanStatus
from bashke.person.protection.rules import Track

from .conftest import later
from .test_joining import member

__all__ = ["member"]
DAY = date(2026, 4, 20)
TABLES = (Conference, Seat, Minutes, Decision, Dissent)


def call(**more: Any) -> actions.Call:
    return actions.Call(
        **{"question": "Can the child stay at home?", "at": later(6), "place": "Zyra 3", "others": ["Mësuesja e klasës"], **more}
    )


def decision(case: Any, domain: str, discipline: str = "") -> actions.Decided:
    owner = ActionOwner.TEAM if discipline else ActionOwner.WORKER
    return actions.Decided(
        Need.objects.get(case=case, domain=domain), ActionDraft("Visit every week", owner, "Ilir Prifti", DAY, discipline)
    )


@pytest.fixture
def called(acting: Any, member: PlanMember) -> Conference:
    with acting("besa") as besa:
        arta = Worker.objects.get(username="arta")
        return actions.call_conference(
            by=besa, at=later(4), case=Case.objects.get(pk=member.case_id), call=call(members=[member], colleagues=[arta])
        )


def signed(by: Actor, conference: Conference, *decisions: actions.Decided, **more: Any) -> Minutes:
    given = {
        "text": "They agreed that she is safe.",
        "present": list(conference.seats.values_list("pk", flat=True)),
        "decisions": decisions,
    } | more
    return actions.sign_minutes(by=by, at=later(7), conference=conference, **given)


def test_a_conference_says_its_question_and_why_the_person_is_not_there(acting: Any, member: PlanMember) -> None:
    with acting("besa") as besa:
        case = Case.objects.get(pk=member.case_id)
        for wrong, sentence in (
            ({"question": " "}, "which question"), ({"others": []}, "at least one other"), ({"at": later(1)}, "must lie ahead"),
            ({"person_invited": False}, "why the person is not invited"),
        ):  # fmt: skip
            with pytest.raises(NotAllowed, match=sentence):
                actions.call_conference(by=besa, at=later(4), case=case, call=call(**wrong))


def test_signed_minutes_stand_and_a_correction_is_a_new_version_with_a_reason(acting: Any, called: Conference) -> None:
    with acting("arta") as arta, pytest.raises(NotAllowed, match="who chaired"):
        signed(arta, called)
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="lies ahead"):
            actions.sign_minutes(by=besa, at=later(5), conference=called, text="x", present=[], decisions=[])
        first = signed(besa, called)
        with pytest.raises(NotAllowed, match="says why"):
            signed(besa, called, text="Other words.")
        second = signed(besa, called, text="Other words.", why="A name was wrong.")
        assert [one.version for one in held(besa, called).minutes] == [2, 1] and second.version == 2
    with acting("besa"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Minutes.objects.filter(pk=first.pk).update(text="Nothing was said.")


def test_decisions_come_into_the_draft_of_the_plan_in_one_press(acting: Any, called: Conference) -> None:
    with acting("besa") as besa:
        signed(besa, called, decision(called.case_id, "housing"), decision(called.case_id, "food", "psychology"))
        actions.plan_decisions(by=besa, at=later(8), conference=called)
        draft = Plan.objects.get(case=called.case_id, status=PlanStatus.DRAFT)
        assert PlanAction.objects.filter(goal__plan=draft, what="Visit every week").count() == 2
        with pytest.raises(NotAllowed, match="already"):
            actions.plan_decisions(by=besa, at=later(8), conference=called)


def test_dissent_is_in_the_dissenters_name_and_nobody_changes_it(acting: Any, called: Conference) -> None:
    with acting("besa") as besa:
        signed(besa, called, decision(called.case_id, "food", "psychology"), decision(called.case_id, "housing"))
    with acting("ilir") as ilir:
        said = actions.disagree(by=ilir, at=later(8), conference=called, words="Një herë në javë nuk mjafton.")
        ((_conference, decisions),) = called_for(ilir, called.case_id)
        assert [one.discipline for one in decisions] == ["psychology"], "what was decided for others is not hers to read"
    with acting("ilir"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        assert Minutes.objects.exists(), "minutes are the municipality's"
    for who in ("ilir", "besa"):
        with acting(who), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Dissent.objects.filter(pk=said.pk).update(words="Jam dakord.")
    with acting("drita") as drita, pytest.raises(NotAllowed, match="who was invited"):
        actions.disagree(by=drita, at=later(8), conference=called, words="x")
    with acting("besa") as besa:
        assert [(one.by.name, one.words) for one in held(besa, called).dissents] == [("Ilir Prifti", "Një herë në javë nuk mjafton.")]


def test_a_conference_without_minutes_waits_for_its_owner_and_the_supervisor(acting: Any, called: Conference) -> None:
    with acting("besa") as besa:
        assert not without_minutes(besa, later(5), [besa.worker])
        assert without_minutes(besa, later(7), [besa.worker]) == [called]
    with acting("drita") as drita:
        assert without_minutes(drita, later(7)) == [called]
    with acting("besa") as besa:
        signed(besa, called)
        assert not without_minutes(besa, later(8)) and Conference.objects.get().status == ConferenceStatus.HELD


def test_a_conference_on_a_protected_file_is_open_to_its_team_only(acting: Any, called: Conference) -> None:
    with acting("besa") as besa:
        signed(besa, called, decision(called.case_id, "housing"))
        actions.protect_case(by=besa, at=later(8), case=Case.objects.get(pk=called.case_id), track=Track.CHILD, members=[])
    for who in ("arta", "drita", "vera"):
        with acting(who) as stranger:
            assert not any(model.objects.exists() for model in TABLES), who
            assert not any(model.objects.visible_to(stranger).exists() for model in TABLES), who
    with acting("besa") as besa:
        assert all(model.objects.visible_to(besa).exists() for model in (Conference, Seat, Minutes, Decision))
        arta, case = Worker.objects.get(username="arta"), Case.objects.get(pk=called.case_id)
        with pytest.raises(NotAllowed, match="Only the team of this file"):
            actions.call_conference(by=besa, at=later(9), case=case, call=call(at=later(12), colleagues=[arta]))


def test_a_member_who_left_finds_no_conference(acting: Any, called: Conference, member: PlanMember) -> None:
    with acting("ilir") as ilir:
        assert Conference.objects.visible_to(ilir).exists()
        actions.end_membership(by=ilir, at=later(5), member=member, words="Largohem.")
    with acting("ilir") as ilir:
        assert not any(model.objects.exists() for model in (Conference, Seat, Decision, Dissent))


def test_nobody_else_learns_of_it(acting: Any, called: Conference) -> None:
    for who in ("vera", "luan", "genc"):
        with acting(who) as stranger:
            assert not any(model.objects.visible_to(stranger).exists() for model in TABLES), who
