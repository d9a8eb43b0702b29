"""Who works on a plan beside its owner: each discipline reads its slice, and the case stays its owner's."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from bashke.ground.access.models import Worker
from bashke.ground.institutions.models import Institution
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import Case, GoalProposal, Need, Plan, PlanAction, PlanMember, ProgressNote
from bashke.person.casework.queries import my_actions, my_places, places, slice_of
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, GoalDraft, MemberStatus, PlanStatus, ProposalStatus
from bashke.person.people.actions import set_wish, withdraw_consent
from bashke.person.people.models import Consent
from bashke.person.protection.rules import Track

from .conftest import NOW, Story, later

DAY = date(2026, 3, 20)
WISH = {
    "reach": "call",
    "days": [1, 2],
    "since": 9,
    "until": 12,
    "never_with_others": True,
    "notices": False,
    "spoken": "sq",
    "interpreter": False,
}


def asked(institution: Institution, **more: Any) -> actions.Asked:
    return actions.Asked(
        **{"discipline": "psychology", "institution": institution, "purpose": "Talks with the child.", "basis": "consent", **more}
    )


def planned(told: Story, case: Case) -> dict[str, Need]:
    """A plan with one action of the psychologist and one of the worker, for two needs."""
    needs = told.assessed(case)
    talk = ActionDraft("Talk once a week", ActionOwner.TEAM, "Ilir Prifti", DAY, discipline="psychology")
    call = ActionDraft("Call the landlord", ActionOwner.WORKER, "Besa Gjoka", DAY)
    goals = [GoalDraft(needs["food"], "She sleeps again", 3, [talk]), GoalDraft(needs["housing"], "A dry room", 3, [call])]
    plan = actions.write_plan(by=told.besa, at=later(1), case=case, own_words="", goals=goals)
    actions.agree_plan(by=told.besa, at=later(1), plan=plan, how=Agreement.SPOKEN, own_words="Po.")
    return needs


@pytest.fixture
def member(acting: Any, cast: Any) -> PlanMember:
    """Ilir's institution is asked for psychology, with Ana's consent, and Ilir joined."""
    with acting("ilir") as ilir:
        centre = Institution.objects.get(pk=ilir.institution)
    with acting("besa") as besa:
        told = Story(besa)
        case = told.case()
        planned(told, case)
        set_wish(by=besa, at=NOW, person=case.person, **WISH)
        made = actions.invite(by=besa, at=later(2), case=case, asked=asked(centre, phone=True))
    with acting("ilir") as ilir:
        return actions.join(by=ilir, at=later(3), member=PlanMember.objects.visible_to(ilir).get(pk=made.pk))


def test_a_member_reads_her_slice_and_nothing_else_of_the_file(acting: Any, member: PlanMember) -> None:
    with acting("ilir") as ilir:
        mine = slice_of(ilir, member)
        assert [action.what for action, _notes in mine.actions] == ["Talk once a week"]
        assert mine.wish is not None and mine.wish.never_with_others
        assert (mine.member.person_name, mine.member.person_phone) == ("Ana Marku", "0692000101")
        assert [action.what for _place, action in my_actions(ilir, my_places(ilir))] == ["Talk once a week"]
        assert _read() == {
            "casework_case": 0, "casework_need": 0, "casework_needstep": 0, "casework_assessment": 0, "casework_review": 0,
            "people_person": 0, "casework_goal": 1, "casework_planaction": 1, "casework_planmember": 1, "people_contactwish": 1,
        }  # fmt: skip


def test_her_colleague_in_the_same_institution_reads_nothing_once_she_joined(acting: Any, member: PlanMember, cast: Any) -> None:
    with acting("luan") as luan:
        assert not PlanMember.objects.visible_to(luan).exists() and not any(_read().values())


def test_consent_taken_back_closes_the_slice_at_the_next_question(acting: Any, member: PlanMember) -> None:
    with acting("besa") as besa:
        withdraw_consent(by=besa, at=later(4), consent=Consent.objects.get(pk=member.consent_id))
    with acting("ilir") as ilir:
        assert not any(_read().values()), "the wall"
        assert not my_places(ilir) and not my_actions(ilir, my_places(ilir))
        with pytest.raises(PlanMember.DoesNotExist):
            actions.propose_goal(by=ilir, at=later(4), member=member, statement="x", what="y", due_on=DAY)
        with pytest.raises(PlanMember.DoesNotExist):
            actions.note_progress(by=ilir, at=later(4), member=member, action=PlanAction(), words="x")


@pytest.mark.parametrize("who", ["ilir", "besa"])
def test_joining_and_leaving_never_change_the_owner_and_take_the_slice_away(acting: Any, member: PlanMember, who: str) -> None:
    with acting(who) as by:
        actions.end_membership(by=by, at=later(5), member=member, words="Nuk punoj më këtu.")
    with acting("ilir"):
        assert not any(_read().values())
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get(pk=member.case_id)
        assert case.worker_id == besa.worker
        assert PlanMember.objects.get(pk=member.pk).status == MemberStatus.ENDED


def test_a_member_notes_progress_on_her_own_actions_only(acting: Any, member: PlanMember) -> None:
    with acting("besa"):
        other = PlanAction.objects.get(owner=ActionOwner.WORKER)
    with acting("ilir") as ilir:
        own = my_actions(ilir, my_places(ilir))[0][1]
        actions.note_progress(by=ilir, at=later(4), member=member, action=own, words="Fola me të dy herë.", done=True)
        with pytest.raises(NotAllowed, match="not of your discipline"):
            actions.note_progress(by=ilir, at=later(4), member=member, action=other, words="x")
    with acting("besa") as besa:
        (place,) = places(besa, Case.objects.get(pk=member.case_id))
        assert [note.words for note in place.notes] == ["Fola me të dy herë."] and place.notes[0].done


def test_an_accepted_proposal_comes_into_the_draft_and_the_plan_that_holds_stays(acting: Any, member: PlanMember) -> None:
    with acting("ilir") as ilir:
        made = actions.propose_goal(by=ilir, at=later(4), member=member, statement="She has friends", what="A group on Fridays", due_on=DAY)
        assert made.status == ProposalStatus.PROPOSED
    with acting("besa") as besa:
        need = Need.objects.get(case=member.case_id, domain="food")
        actions.accept_goal(by=besa, at=later(5), proposal=GoalProposal.objects.get(), need=need, target=4)
        draft = Plan.objects.get(case=member.case_id, status=PlanStatus.DRAFT)
        whats = PlanAction.objects.filter(goal__plan=draft).values_list("what", flat=True)
        assert sorted(whats) == ["A group on Fridays", "Call the landlord", "Talk once a week"]
        assert Plan.objects.filter(case=member.case_id, status=PlanStatus.AGREED).exists()
        with pytest.raises(NotAllowed, match="already"):
            actions.decline_goal(by=besa, at=later(5), proposal=GoalProposal.objects.get(), words="Jo.")
    with acting("ilir"):
        assert PlanAction.objects.count() == 1, "a draft is nobody's slice"


def test_only_owner_or_supervisor_asks_somebody_into_the_plan(acting: Any, member: PlanMember) -> None:
    with acting("arta"):
        case, centre = Case.objects.get(pk=member.case_id), Institution.objects.get(pk=member.institution_id)
    with acting("arta") as arta, pytest.raises(NotAllowed, match="responsible for the case"):
        actions.invite(by=arta, at=later(4), case=case, asked=asked(centre, discipline="health"))


def test_one_discipline_has_one_place_and_the_ground_must_fit(acting: Any, member: PlanMember) -> None:
    with acting("besa") as besa:
        case, centre = Case.objects.get(pk=member.case_id), Institution.objects.get(pk=member.institution_id)
        for wrong, sentence in (
            (asked(centre), "for this discipline already"),
            (asked(centre, discipline="health", basis="own_office"), "ground that fits"),
            (asked(centre, discipline="health", purpose=" "), "what you ask of her"),
        ):
            with pytest.raises(NotAllowed, match=sentence):
                actions.invite(by=besa, at=later(4), case=case, asked=wrong)


def test_a_colleague_is_asked_by_name_and_needs_no_consent(acting: Any, member: PlanMember, cast: Any) -> None:
    with acting("besa") as besa:
        case, office = Case.objects.get(pk=member.case_id), Institution.objects.get(pk=besa.institution)
        arta = Worker.objects.get(username="arta")
        made = actions.invite(
            by=besa, at=later(4), case=case, asked=asked(office, discipline="child_protection", basis="own_office", worker=arta)
        )
        assert made.consent is None and made.worker_id == arta.pk
    with acting("arta") as actor:
        assert [one.pk for one in my_places(actor)] == [made.pk]
        actions.join(by=actor, at=later(4), member=made)
        assert Case.objects.get(pk=case.pk).worker_id != actor.worker


def test_the_place_in_a_protected_plan_is_the_files_teams(acting: Any, member: PlanMember) -> None:
    with acting("besa") as besa:
        actions.protect_case(by=besa, at=later(5), case=Case.objects.get(pk=member.case_id), track=Track.CHILD, members=[])
    with acting("arta") as arta:
        assert not PlanMember.objects.visible_to(arta).exists() and not PlanMember.objects.exists()
        assert not Consent.objects.exists(), "it would say that there is a file"
    with acting("besa") as besa:
        assert PlanMember.objects.visible_to(besa).exists() and Consent.objects.exists()


def test_what_somebody_wrote_is_not_changed_by_anybody(acting: Any, member: PlanMember) -> None:
    with acting("ilir") as ilir:
        note = actions.note_progress(by=ilir, at=later(4), member=member, action=my_actions(ilir, my_places(ilir))[0][1], words="Një herë.")
    for who in ("ilir", "besa"):
        with acting(who), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ProgressNote.objects.filter(pk=note.pk).update(words="Asnjëherë.")


def _read() -> dict[str, int]:
    """How many rows the wall shows of each table, whatever the page asks for; none where it shows no table at all."""
    found = {}
    for table in (
        "casework_case", "casework_need", "casework_needstep", "casework_assessment", "casework_review", "people_person", "casework_goal",
        "casework_planaction", "casework_planmember", "people_contactwish",
    ):  # fmt: skip
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                found[table] = cursor.fetchone()[0]
        except ProgrammingError:
            found[table] = 0
    return found
