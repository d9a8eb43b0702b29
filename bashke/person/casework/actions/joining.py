"""Who works on a plan beside its owner: asked, joined, gone; what a member notes and proposes. The owner stays who she is throughout."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.institutions.models import Institution
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.actions import give_consent
from bashke.person.people.rules import Given, Share
from bashke.person.protection.queries import team

from ..models import Case, GoalProposal, Need, PlanAction, PlanMember, ProgressNote
from ..queries.words import MEMBER, PROPOSAL
from ..rules import (
    CONSENT,
    IN_PLAN,
    ActionDraft,
    ActionOwner,
    MemberStatus,
    ProposalStatus,
    check_action,
    check_discipline_free,
    check_invitation,
    check_member_move,
    check_owner,
    check_proposal_move,
    check_words,
)
from .cases import check_holder, hand, lock, lock_open
from .plans import Line, add_to_plan


@dataclass(frozen=True)
class Asked:
    """Who is asked into a plan: for which discipline, of which institution, what for and on which ground."""

    discipline: str
    institution: Institution
    purpose: str
    basis: str
    worker: Worker | None = None  # a colleague of one's own office, by name
    phone: bool = False  # may another institution know the person's telephone?
    given: Given = Given.SPOKEN


@transaction.atomic
def invite(*, by: Actor, at: datetime, case: Case, asked: Asked) -> PlanMember:
    """Ask a colleague or another institution into the plan of a case, for one purpose and on one ground.

    With consent (Law 124/2024) it lasts as long as that consent; a ground of the law is written down instead.
    """
    case = lock_open(case, by)
    _check_owner(by, case)
    ground, own = term("sharing_basis", asked.basis), asked.institution.pk == by.institution
    discipline = term("discipline", asked.discipline).code
    check_invitation(
        purpose=asked.purpose, own_office=own, named=asked.worker is not None, basis=ground.code,
        owner=asked.worker is not None and asked.worker.pk == case.worker_id,
    )  # fmt: skip
    worker = check_holder(by, asked.worker, at, case.person_id) if own else None
    if own and case.file_id is not None and worker not in {member.worker_id for member in team(by, case.file_id)}:
        raise NotAllowed("Only the team of this file works on its plan. Put the colleague on the team first.")
    before = (
        PlanMember.objects.visible_to(by)
        .select_related("consent")
        .filter(case=case, discipline=discipline, status__in=sorted(IN_PLAN))
        .first()
    )
    check_discipline_free(before is not None and before.is_open)
    if before is not None:  # its consent is over: nobody has looked in since
        _end(by, at, before, words="")
    shared = {Share.NAME, Share.PHONE} if asked.phone and case.file_id is None else {Share.NAME}
    consent = (
        give_consent(by=by, at=at, person=case.person, recipient=asked.institution, purpose=asked.purpose, fields=shared, given=asked.given)
        if ground.code == CONSENT
        else None
    )
    member = PlanMember(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, discipline=discipline, institution=asked.institution,
        worker_id=worker, purpose=asked.purpose.strip(), basis=ground.code, consent=consent, person_name=case.person.name,
        person_phone=case.person.phone if Share.PHONE in shared else "", invited_by_id=hand(by), invited_at=at,
    )  # fmt: skip
    member.save(force_insert=True)
    record(Verb.MEMBER_INVITED, member, person=case.person_id, municipality=case.municipality_id, reason=ground.code)
    return member


@transaction.atomic
def join(*, by: Actor, at: datetime, member: PlanMember) -> PlanMember:
    """Take the place one is asked into. From now on only this worker reads the slice; the case stays its owner's."""
    member = _locked(by, member)
    check_member_move(MemberStatus(member.status), MemberStatus.JOINED, MEMBER)
    if member.institution_id != by.institution or member.worker_id not in {None, by.worker}:
        raise NotAllowed("Somebody else was asked into this plan.")
    member.status, member.worker_id, member.joined_at = MemberStatus.JOINED, hand(by), at
    member.save(update_fields=["status", "worker", "joined_at"])
    record(Verb.MEMBER_JOINED, member, person=member.person_id, municipality=member.municipality_id)
    return member


@transaction.atomic
def end_membership(*, by: Actor, at: datetime, member: PlanMember, words: str = "") -> PlanMember:
    """A member leaves, or was asked and cannot; or the owner ends the place. What she wrote stays, and the case keeps its owner."""
    member = _locked(by, member)
    if member.institution_id != by.institution or member.worker_id not in {None, by.worker}:
        _check_owner(by, lock(member.case, by))
    check_member_move(MemberStatus(member.status), MemberStatus.ENDED, MEMBER)
    return _end(by, at, member, words)


@transaction.atomic
def note_progress(*, by: Actor, at: datetime, member: PlanMember, action: PlanAction, words: str, done: bool = False) -> ProgressNote:
    """Write what was done about one's own action. `done` tells the owner that it can be ticked off."""
    member = _seated(by, member)
    check_words(words)
    if action.pk not in set(PlanAction.objects.sliced(by).filter(discipline=member.discipline).values_list("pk", flat=True)):  # type: ignore[attr-defined]
        raise NotAllowed("This action is not of your discipline, or no longer in the plan.")
    note = ProgressNote(**_of(member), action=action, words=words.strip(), done=done, by_id=hand(by), at=at)
    note.save(force_insert=True)
    record(Verb.PROGRESS_NOTED, note, person=member.person_id, municipality=member.municipality_id)
    return note


@transaction.atomic
def propose_goal(*, by: Actor, at: datetime, member: PlanMember, statement: str, what: str, due_on: date) -> GoalProposal:
    """Say what should come into the plan for one's own discipline. It holds nothing until the owner takes it and the person agrees."""
    member = _seated(by, member)
    check_words(statement)
    check_action(_draft(member, by.worker_name, what, due_on), timezone.localdate(at))
    made = GoalProposal(**_of(member), statement=statement.strip(), what=what.strip(), due_on=due_on, by_id=hand(by), at=at)
    made.save(force_insert=True)
    record(Verb.GOAL_PROPOSED, made, person=member.person_id, municipality=member.municipality_id)
    return made


@transaction.atomic
def accept_goal(*, by: Actor, at: datetime, proposal: GoalProposal, need: Need, target: int) -> GoalProposal:
    """The owner takes a proposal into the draft of the plan, for one of the needs. The person is asked to agree, as to every plan."""
    proposal, case = _proposal(by, proposal)
    check_proposal_move(ProposalStatus(proposal.status), ProposalStatus.ACCEPTED, PROPOSAL)
    member = proposal.member
    draft = _draft(member, member.who, proposal.what, max(proposal.due_on, timezone.localdate(at)))
    add_to_plan(by=by, at=at, case=case, lines=[Line(need, proposal.statement, target, draft)])
    return _answered(by, at, proposal, ProposalStatus.ACCEPTED, "")


@transaction.atomic
def decline_goal(*, by: Actor, at: datetime, proposal: GoalProposal, words: str) -> GoalProposal:
    """The owner says why a proposal does not come into the plan."""
    proposal, _case = _proposal(by, proposal)
    check_proposal_move(ProposalStatus(proposal.status), ProposalStatus.DECLINED, PROPOSAL)
    check_words(words)
    return _answered(by, at, proposal, ProposalStatus.DECLINED, words.strip()[:300])


def _check_owner(by: Actor, case: Case) -> None:
    check_owner(owns=by.worker == case.worker_id, leads=may(by, Permission.CASE_ASSIGN))


def _locked(by: Actor, member: PlanMember) -> PlanMember:
    rows = PlanMember.objects.visible_to(by).select_for_update(of=("self",)).select_related("institution", "worker")
    found: PlanMember = rows.get(pk=member.pk)
    return found


def _seated(by: Actor, member: PlanMember) -> PlanMember:
    """The place of whoever writes, while she is in the plan."""
    member = _locked(by, member)
    if member.status != MemberStatus.JOINED or member.worker_id != by.worker:
        raise NotAllowed("Only who joined the plan for this discipline writes here.")
    return member


def _of(member: PlanMember) -> dict[str, object]:
    return {"member": member, "case_id": member.case_id, "municipality_id": member.municipality_id, "person_id": member.person_id}


def _draft(member: PlanMember, name: str, what: str, due_on: date) -> ActionDraft:
    return ActionDraft(what=what, owner=ActionOwner.TEAM, owner_name=name, due_on=due_on, discipline=member.discipline)


def _end(by: Actor, at: datetime, member: PlanMember, words: str) -> PlanMember:
    member.status, member.ended_at, member.ended_words = MemberStatus.ENDED, at, words.strip()[:300]
    record(Verb.MEMBER_ENDED, member, person=member.person_id, municipality=member.municipality_id)
    member.save(update_fields=["status", "ended_at", "ended_words"])
    return member


def _proposal(by: Actor, proposal: GoalProposal) -> tuple[GoalProposal, Case]:
    case = lock_open(proposal.case, by)
    _check_owner(by, case)
    rows = GoalProposal.objects.visible_to(by).select_for_update(of=("self",)).select_related("member__worker", "member__institution")
    return rows.get(pk=proposal.pk), case


def _answered(by: Actor, at: datetime, proposal: GoalProposal, status: ProposalStatus, words: str) -> GoalProposal:
    proposal.status, proposal.answered_by_id, proposal.answered_at, proposal.answer_words = status, hand(by), at, words
    proposal.save(update_fields=["status", "answered_by", "answered_at", "answer_words"])
    record(Verb.GOAL_ANSWERED, proposal, person=proposal.person_id, municipality=proposal.municipality_id, reason=status)
    return proposal
