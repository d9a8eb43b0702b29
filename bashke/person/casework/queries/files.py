"""One person's whole case: everything in its file, in a constant number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.kept import first, one
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import label
from bashke.person.people.models import Person

from ..models import (
    Assessment,
    Case,
    Closure,
    Conference,
    Goal,
    GoalProposal,
    HandOver,
    Need,
    NeedStep,
    Plan,
    PlanAction,
    PlanMember,
    Review,
    Visit,
)
from ..rules import ANSWERED, LIVE, NEED_FROM_RUNG, OUTCOMES, CaseStatus, ClosureStatus, NeedStatus, PlanStatus, ProposalStatus, VisitStatus
from .words import ASSESSMENT_KIND, NEED, NEED_COLOUR, PLACE, VISIT, VISIT_COLOUR, VISIT_KIND

ORDER = list(NeedStatus)


@dataclass(frozen=True)
class Event:
    """One line of the timeline; packages above add theirs (referrals, sessions, notices)."""

    at: datetime
    title: "str | Promise"
    by: str = ""
    text: "str | Promise" = ""
    href: str = ""
    tag: "str | Promise" = ""
    tag_colour: str = ""
    accent: bool = False


@dataclass(frozen=True)
class File:
    """A case with all that belongs to it. Lists are newest first, needs those without an answer first."""

    case: Case
    needs: list[Need]
    assessments: list[Assessment]
    plans: list[Plan]
    reviews: list[Review]
    closures: list[Closure]
    steps: list[NeedStep] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)
    members: list[PlanMember] = field(default_factory=list)
    proposals: list[GoalProposal] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.case.person

    @property
    def last_assessment(self) -> Assessment | None:
        return self.assessments[0] if self.assessments else None

    @property
    def plan_mark(self) -> str:
        """What whoever reads the file was shown of its plan."""
        return plan_mark(self.plans[0] if self.plans else None)

    @property
    def agreed(self) -> Plan | None:
        """The plan that holds."""
        return next((plan for plan in self.plans if plan.status == PlanStatus.AGREED), None)

    @property
    def draft(self) -> Plan | None:
        """The plan being written."""
        return next((plan for plan in self.plans if plan.status == PlanStatus.DRAFT), None)

    @property
    def live_needs(self) -> list[Need]:
        return [need for need in self.needs if need.status in LIVE]

    @property
    def answered_needs(self) -> list[Need]:
        return [need for need in self.needs if need.status not in LIVE]

    @property
    def unanswered(self) -> list[Need]:
        """What keeps the case from closing."""
        return [need for need in self.needs if need.status not in ANSWERED]

    @property
    def seems_better(self) -> list[Need]:
        """Needs that still run although the last look found the person on the third rung or higher: for the worker to move."""
        return [need for need in self.unanswered if need.rung >= NEED_FROM_RUNG]

    @property
    def waiting_closure(self) -> Closure | None:
        return next((closure for closure in self.closures if closure.status == ClosureStatus.PROPOSED), None)

    @property
    def appointments(self) -> list[Visit]:
        """Those nobody recorded yet, the oldest first."""
        return sorted((visit for visit in self.visits if visit.status == VisitStatus.PLANNED), key=lambda visit: visit.at)

    @property
    def in_plan(self) -> list[PlanMember]:
        """Who works on the plan beside the owner, now."""
        return [member for member in self.members if member.is_open]

    @property
    def proposed(self) -> list[GoalProposal]:
        """Goals that members proposed and nobody answered."""
        return [row for row in self.proposals if row.status == ProposalStatus.PROPOSED]

    @property
    def is_open(self) -> bool:
        return self.case.status == CaseStatus.OPEN


def cases(actor: Actor) -> QuerySet[Case]:
    """The cases an actor may know of, with what every page about one shows."""
    return Case.objects.visible_to(actor).select_related("person__unit", "person__same_as", "worker", "municipality", "request")


def case_of(actor: Actor, pk: UUID) -> Case | None:
    """One case as its pages show it, when the actor may know of it."""
    return one(_case_of, actor, pk)


def _case_of(actor: Actor, pk: UUID) -> QuerySet[Case]:
    return cases(actor).filter(pk=pk)


def open_case_of(actor: Actor, person: UUID) -> Case | None:
    """The person's running case, if there is one."""
    return cases(actor).filter(person=person).exclude(status=CaseStatus.CLOSED).first()


def file(case: Case) -> File:
    """Everything in a case, whatever its length: thirteen queries, and one for the names of institutions in the plan."""
    parts = {name: first(None, asked, case.pk) for name, asked in PARTS.items()}
    for row in chain.from_iterable(parts.values()):
        row.case = case
    needs = parts.pop("needs")
    needs.sort(key=lambda need: (need.status not in LIVE, need.status in ANSWERED, need.rung, need.due_at or need.since))
    steps = first(None, _steps, case.pk)
    by_id = {need.pk: need for need in needs}
    for step in steps:
        step.need = by_id[step.need_id]
    return File(case=case, needs=needs, steps=steps, **parts)


def _steps(case: UUID) -> QuerySet[NeedStep]:
    return NeedStep.objects.filter(need__case=case).select_related("by").order_by("-at", "-pk")


def _plans(case: UUID) -> QuerySet[Plan]:
    actions = Prefetch("actions", PlanAction.objects.order_by("due_on", "what"))
    goals = Prefetch("goals", Goal.objects.select_related("need").order_by("baseline", "need__domain").prefetch_related(actions))
    return Plan.objects.filter(case=case).select_related("written_by").order_by("-version").prefetch_related(goals)


def _members(case: UUID) -> QuerySet[PlanMember]:
    rows = PlanMember.objects.filter(case=case).select_related("worker", "institution", "consent")
    return rows.prefetch_related("institution__names").order_by("invited_at")


# What belongs to a case, as a question about it. The caller fetched the case through `visible_to`.
PARTS: dict[str, Callable[[UUID], QuerySet[Any]]] = {
    "needs": lambda case: Need.objects.filter(case=case).select_related("found_by", "assessment").order_by("found_at", "domain"),
    "assessments": lambda case: Assessment.objects.filter(case=case).select_related("by").order_by("-at"),
    "plans": _plans,
    "reviews": lambda case: Review.objects.filter(case=case).select_related("by").order_by("-at"),
    "closures": lambda case: Closure.objects.filter(case=case).select_related("asked_by", "signed_by").order_by("-asked_at"),
    "visits": lambda case: Visit.objects.filter(case=case).select_related("worker", "recorded_by").order_by("-at"),
    "hand_overs": lambda case: HandOver.objects.filter(case=case).select_related("giver", "taker").order_by("-at"),
    "conferences": lambda case: Conference.objects.filter(case=case).select_related("chair").order_by("-at"),
    "members": _members,
    "proposals": lambda case: GoalProposal.objects.filter(case=case).select_related("member").order_by("at"),
}


def timeline(file: File, more: Iterable[Event] = ()) -> list[Event]:
    """What happened, newest first; with the events of other packages. Needs found together are one line."""
    case = file.case
    events = [Event(case.opened_at, gettext_lazy("Case opened"), by=case.worker.name, accent=True)]
    events += [_assessed(row) for row in file.assessments]
    events += _moves(file.steps)
    for plan in file.plans:
        version = {"version": plan.version}
        events.append(Event(plan.written_at, _("Plan %(version)s written") % version, by=plan.written_by.name))
        if plan.agreed_at:
            events.append(Event(plan.agreed_at, _("Plan %(version)s agreed with the person") % version, text=plan.own_words, accent=True))
    events += [
        Event(row.at, _("Review") if row.next_due_at else _("Follow-up after closing"), by=row.by.name, text=row.summary, accent=True)
        for row in file.reviews
    ]
    for closure in file.closures:
        events += _closing(closure)
    events += [_visited(visit) for visit in file.visits if visit.status != VisitStatus.PLANNED]
    events += [_handed_over(row) for row in file.hand_overs]
    events += [event for row in file.members for event in _membership(row)]
    return sorted([*events, *more], key=lambda event: event.at, reverse=True)


def _assessed(row: Assessment) -> Event:
    return Event(row.at, ASSESSMENT_KIND[row.kind], by=row.by.name, text=PLACE.get(row.place, ""), accent=True)


def _moves(steps: list[NeedStep]) -> list[Event]:
    """Steps of one moment and one kind as one line."""
    events = []
    for _key, group in groupby(steps, key=lambda step: (step.at, step.was, step.became, step.reason, step.words)):
        rows = list(group)
        head, names = rows[0], ", ".join(sorted(label("domain", step.need.domain) for step in rows))
        texts = [label("unmet_reason", head.reason) if head.reason else "", head.words]
        title = _("Need found: %(domains)s") if not head.was else _("Need: %(domains)s")
        status = (NEED[head.became], NEED_COLOUR[head.became]) if head.was else ("", "")
        text = ". ".join(text for text in texts if text)
        by = head.by.name if head.by else ""
        events.append(Event(head.at, title % {"domains": names}, by=by, text=text, tag=status[0], tag_colour=status[1]))
    return events


def _membership(row: PlanMember) -> list[Event]:
    """A discipline came into the plan, and left it."""
    told = {"discipline": row.discipline_name}
    events = [Event(row.joined_at, _("Joined the plan: %(discipline)s") % told, by=row.who)] if row.joined_at else []
    if row.ended_at:
        events.append(Event(row.ended_at, _("No longer in the plan: %(discipline)s") % told, by=row.who, text=row.ended_words))
    return events


def _closing(closure: Closure) -> list[Event]:
    reason = label("closure_reason", closure.reason)
    events = [Event(closure.asked_at, _("Closure proposed"), by=closure.asked_by.name, text=reason)]
    if closure.signed_at:
        by = closure.signed_by.name if closure.signed_by else closure.asked_by.name
        if closure.status == ClosureStatus.SIGNED:
            events.append(Event(closure.signed_at, _("Case closed"), by=by, text=reason, accent=True))
        else:
            events.append(Event(closure.signed_at, _("Closure sent back"), by=by, text=closure.returned_words))
    return events


def _visited(visit: Visit) -> Event:
    by = visit.recorded_by.name if visit.recorded_by else visit.worker.name
    moment = visit.at if visit.status in OUTCOMES else visit.recorded_at or visit.at
    tag, colour = VISIT[visit.status], VISIT_COLOUR.get(visit.status, "")
    return Event(
        moment, VISIT_KIND[visit.kind], by=by, text=visit.notes, tag=tag, tag_colour=colour, accent=visit.status == VisitStatus.HELD
    )


def _handed_over(row: HandOver) -> Event:
    return Event(row.at, _("Handed over to %(name)s") % {"name": row.taker.name}, by=row.giver.name, text=row.note)


def plan_mark(plan: Plan | None) -> str:
    """What a screen showed of the plan: version, state and when it was written."""
    return f"{plan.version}.{plan.status}.{plan.written_at.timestamp():.6f}" if plan else "0"
