"""The places in plans: a member's own, with their slices; and, for the owner, who is in one plan and what each wrote."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.institutions.models import Institution
from bashke.ground.institutions.rules import Kind as InstitutionKind
from bashke.person.people.models import ContactWish

from ..models import Case, GoalProposal, PlanAction, PlanMember, ProgressNote
from ..rules import IN_PLAN, CaseStatus, MemberStatus, ProposalStatus

MOST = 200  # places or actions of one member; more is more than one person can follow
SEATED = (InstitutionKind.PROVIDER_PUBLIC, InstitutionKind.PROVIDER_NON_PUBLIC)  # institutions whose posts may join beside one's own office


@dataclass(frozen=True)
class Slice:
    """All that a member sees of a case: her place, how the person wants to be reached, her actions, and what she wrote."""

    member: PlanMember
    wish: ContactWish | None
    actions: list[tuple[PlanAction, list[ProgressNote]]]
    proposals: list[GoalProposal]


@dataclass(frozen=True)
class Membership:
    """One member as the owner and the person see her: her place, her actions, what she noted and proposed."""

    member: PlanMember
    actions: list[PlanAction]
    notes: list[ProgressNote]
    proposals: list[GoalProposal]


def my_places(actor: Actor) -> list[PlanMember]:
    """What this worker is asked, and what she joined: those asked first. Two queries."""
    found = first(MOST, _my_places, actor) if actor.kind is Kind.MUNICIPALITY else list(_my_places(actor)[:MOST])
    return sorted(found, key=lambda member: member.status == MemberStatus.JOINED)


def _my_places(actor: Actor) -> QuerySet[PlanMember]:
    rows = PlanMember.objects.visible_to(actor).filter(status__in=sorted(IN_PLAN))  # for a provider it asks for the day
    if actor.kind is Kind.MUNICIPALITY:
        rows = rows.filter(worker=actor.worker).exclude(case__status=CaseStatus.CLOSED)
    found = rows.select_related("municipality", "institution", "invited_by").prefetch_related("institution__names")
    return found.order_by("invited_at", "pk")


def my_place(actor: Actor) -> QuerySet[PlanMember]:
    """The rows of which a worker may open one: her own."""
    rows = PlanMember.objects.visible_to(actor).filter(status__in=sorted(IN_PLAN))
    mine = rows.filter(worker=actor.worker).exclude(case__status=CaseStatus.CLOSED) if actor.kind is Kind.MUNICIPALITY else rows
    return mine.select_related("municipality", "institution", "invited_by", "worker")


def my_actions(actor: Actor, mine: Iterable[PlanMember]) -> list[tuple[PlanMember, PlanAction]]:
    """What this worker's disciplines are asked to do, by date, with which of `my_places` it belongs to. Two queries, none without a place."""
    joined = [one for one in mine if one.status == MemberStatus.JOINED and one.worker_id == actor.worker]
    places = {(one.case_id, one.discipline): one for one in joined}
    rows = PlanAction.objects.sliced(actor).filter(done_on=None) if places else PlanAction.objects.none()  # type: ignore[attr-defined]
    asked = rows.order_by("due_on", "pk").values_list("pk", "goal__plan__case", "discipline")[:MOST]
    cases = {pk: places[case, discipline] for pk, case, discipline in asked if (case, discipline) in places}
    found = PlanAction.objects.filter(pk__in=cases).select_related("goal").order_by("due_on", "pk") if cases else []
    return [(cases[row.pk], row) for row in found]


def slice_of(actor: Actor, member: PlanMember) -> Slice:
    """Four queries."""
    rows = PlanAction.objects.sliced(actor).filter(discipline=member.discipline, goal__plan__case=member.case_id)  # type: ignore[attr-defined]
    notes: dict[UUID, list[ProgressNote]] = defaultdict(list)
    for note in ProgressNote.objects.visible_to(actor).filter(member=member).order_by("-at").select_related("by"):
        notes[note.action_id].append(note)
    return Slice(
        member,
        ContactWish.objects.filter(person=member.person_id).first(),
        [(row, notes[row.pk]) for row in rows.select_related("goal").order_by("done_on", "due_on", "pk")],
        list(GoalProposal.objects.visible_to(actor).filter(member=member).order_by("-at")),
    )


def places(actor: Actor, case: Case, *, ended: bool = True) -> list[Membership]:
    """Who is in the plan of a case, and who was: those who are first. Six queries."""
    rows = PlanMember.objects.visible_to(actor).filter(case=case)
    members = list(
        (rows if ended else rows.filter(status__in=sorted(IN_PLAN)))
        .select_related("institution", "worker", "consent", "invited_by")
        .prefetch_related("institution__names")
        .order_by("invited_at", "pk")
    )
    notes = _by_member(ProgressNote.objects.visible_to(actor).filter(case=case).select_related("by", "action").order_by("-at"))
    proposals = _by_member(GoalProposal.objects.visible_to(actor).filter(case=case).select_related("by").order_by("-at"))
    actions: dict[str, list[PlanAction]] = defaultdict(list)
    of_plan = PlanAction.objects.visible_to(actor).filter(goal__plan__case=case, goal__plan__status="agreed", owner="team")
    for action in of_plan.select_related("goal").order_by("due_on", "pk"):
        actions[action.discipline].append(action)
    found = [Membership(one, actions[one.discipline] if one.is_open else [], notes[one.pk], proposals[one.pk]) for one in members]
    return sorted(found, key=lambda place: (not place.member.is_open, place.member.status))


def proposals_to_answer(actor: Actor, whose: Iterable[UUID], most: int = MOST) -> list[GoalProposal]:
    """What members proposed for these workers' cases and nobody answered yet, the oldest first. One query."""
    return first(most, _proposals_to_answer, actor, whose)


def _proposals_to_answer(actor: Actor, whose: Iterable[UUID]) -> QuerySet[GoalProposal]:
    rows = GoalProposal.objects.visible_to(actor).filter(
        status=ProposalStatus.PROPOSED, case__worker__among=whose, case__status=CaseStatus.OPEN
    )
    return rows.select_related("member", "person", "by").order_by("at", "pk")


def in_plan(actor: Actor, case: Case) -> list[PlanMember]:
    """The members whose discipline an action of this plan may be given to. Two queries."""
    rows = (
        PlanMember.objects.visible_to(actor)
        .filter(case=case, status__in=sorted(IN_PLAN))
        .select_related("worker", "institution", "consent")
    )
    return [one for one in rows.prefetch_related("institution__names").order_by("discipline") if one.is_open]


def institutions_to_ask(actor: Actor, at: datetime) -> list[Institution]:
    """Institutions with posts that can join, those of one's own municipality first."""
    rows = Institution.objects.filter(kind__in=SEATED).prefetch_related("names")
    day = timezone.localdate(at)
    return sorted(rows, key=lambda one: (one.municipality_id != actor.municipality, one.name_at(day)))


def _by_member(rows: Iterable[ProgressNote] | Iterable[GoalProposal]) -> dict[UUID, list]:  # type: ignore[type-arg]
    found: dict[UUID, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:
        found[row.member_id].append(row)
    return found
