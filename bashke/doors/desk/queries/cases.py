"""The whole case on one page: the file of casework joined with referrals, services, the request and who opened it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bashke.ground.access.kept import one
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import near
from bashke.ground.law.queries import anchors, label, terms
from bashke.person.casework.models import Case, Goal, Need, Plan
from bashke.person.casework.queries import Event, File, file, timeline
from bashke.person.casework.queries.words import NEXT_STEP, VISIT_KIND
from bashke.person.casework.rules import LIVE, CaseStatus, NeedStatus, NextStep, PlanStatus
from bashke.person.conversations.models import Message
from bashke.person.conversations.queries import waiting
from bashke.person.delivery.queries import Place, Progress, outcome_label, places_in_line, progress_of
from bashke.person.delivery.rules import Status as EnrolmentStatus
from bashke.person.people.models import Person
from bashke.person.people.rules import age_on
from bashke.person.protection.queries import kept_of
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import of_case
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.referrals.rules import is_late

from . import words
from .day import Row, conference_row, visit_row
from .homes import HomeSeen, homes_seen
from .opened import Opening, openings
from .wishes import Wish, wish
from .words import Tag, Word

NEWEST = 8  # lines of the timeline before "show all"


@dataclass(frozen=True)
class Sent:
    """One referral with its state and, once accepted, what the service says."""

    referral: Referral
    tag: Tag
    runs: bool  # an answer is still awaited, so a clock runs
    reason: str
    progress: Progress | None = None
    place: Place | None = None

    @property
    def domain(self) -> str:
        return label("domain", self.referral.domain)

    @property
    def enrolment_tag(self) -> Tag | None:
        return ENROLMENTS[EnrolmentStatus(self.progress.enrolment.status)] if self.progress else None

    @property
    def outcome(self) -> str:
        return outcome_label(self.progress.enrolment.outcome) if self.progress else ""


@dataclass(frozen=True)
class Line:
    """One row of the needs ledger."""

    need: Need
    domain: str
    anchor: str
    tag: Tag
    reason: str
    better: bool
    goal: Goal | None = None
    sent: Sent | None = None
    next_service: Service | None = None

    @property
    def live(self) -> bool:
        return self.need.status in LIVE

    @property
    def may_refer(self) -> bool:
        return self.need.status in REFERABLE or self.next_service is not None

    @property
    def work_at(self) -> str:
        """Where something is done about this need now: the next service, or the need itself."""
        return reverse("desk:refer" if self.next_service or self.need.status in REFERABLE else "desk:need", args=[self.need.pk])

    @property
    def why_late(self) -> Word:
        """In a word: the service is silent or said no, or nothing happened in time."""
        if self.shows_service and self.sent:
            return self.sent.tag.text
        return _("nothing happened in time")

    @property
    def shows_service(self) -> bool:
        """Is the last referral part of where this need stands, and not history?"""
        return self.sent is not None and (self.need.status in AT_A_SERVICE or self.next_service is not None)


@dataclass(frozen=True)
class Step:
    """What must happen next, and where it is done."""

    text: Word
    href: str = ""
    action: Word = ""


@dataclass(frozen=True)
class Whole:
    """Everything the page of one case shows."""

    file: File
    now: datetime
    actor: Actor
    lines: list[Line]  # the ledger: needs that still run, or are unmet
    answered: list[Line]
    step: Step
    sent: list[Sent]
    events: list[Event]
    openings: list[Opening]
    homes: list[HomeSeen]  # with whom she lives today
    wish: Wish | None  # how she may be reached
    letter: Message | None  # of hers, the one that waits longest
    shut: UUID | None  # the protected file, or what is left of it when the case is ordinary again

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def age(self) -> int | None:
        return self._age(self.file.person)

    @property
    def urgency(self) -> Tag:
        return words.urgency(self.case.urgency)

    @property
    def came(self) -> str:
        """How the request behind the case came, and who asked."""
        return words.came(self.case.request) if self.case.request else ""

    @property
    def asked_tags(self) -> tuple[Tag, ...]:
        return words.asked_tags(self.case.request) if self.case.request else ()

    @property
    def tracks(self) -> tuple[Tag, ...]:
        """The kinds of work, as the case page names them: here, behind the wall, the protected ones too."""
        return tuple(Tag(label("track", code), "teal") for code in self.case.tracks)

    @property
    def may_write(self) -> bool:
        return may(self.actor, Permission.CASE_WRITE)

    @property
    def may_refer(self) -> bool:
        return may(self.actor, Permission.REFERRAL_SEND)

    @property
    def late(self) -> list[Line]:
        """Needs whose own clock ran out although the case's has not, or whose service said no."""
        if not self.file.is_open or self.case.next_step == NextStep.PLAN:
            return []
        return [line for line in self.lines if line.next_service or (line.need.due_at and line.need.due_at < self.now)]

    @property
    def acts(self) -> list[tuple[str, str]]:
        """What can be done to this case now by this worker: (text, address)."""
        acts = [(text, reverse(f"desk:{view}", args=[self.case.pk])) for text, view, fits in self._all_acts() if fits]
        if self.case.request_id and self.may_write:
            acts.append((_("Messages"), reverse("desk:messages", args=[self.case.request_id])))
        if self.file.is_open and may(self.actor, Permission.PLACE_BOOK):
            acts.append((_("Emergency place"), reverse("bookings:book", args=[self.case.person_id])))
        if self.shut and self.may_write:
            acts.insert(0, (_("Danger and steps"), reverse("desk:track", args=[self.shut])))
        return acts

    @property
    def closed_for(self) -> str:
        """Why the case was closed; nothing while it runs."""
        closed = self.case.status == CaseStatus.CLOSED and self.file.closures
        return label("closure_reason", self.file.closures[0].reason) if closed else ""

    @property
    def goals(self) -> list[tuple[str, Goal]]:
        """The goals of the plan that holds, each with the name of its need."""
        return [(label("domain", goal.need.domain), goal) for goal in self.file.agreed.goals.all()] if self.file.agreed else []

    @property
    def older_plans(self) -> list[Plan]:
        return [plan for plan in self.file.plans if plan.status == PlanStatus.REPLACED]

    @property
    def appointments(self) -> list[Row]:
        """Those nobody recorded yet, with who goes."""
        return [replace(visit_row(visit), name=VISIT_KIND[visit.kind], what=visit.worker.name) for visit in self.file.appointments]

    @property
    def conferences(self) -> list[Row]:
        """Those called and held, the newest first."""
        return [conference_row(one, self.now, name=one.question) for one in self.file.conferences]

    @property
    def rungs(self) -> list[tuple[str, int]]:
        """The twelve domains as they stood at the last assessment."""
        last = self.file.last_assessment
        return [(str(term.label), last.ladder[term.code]) for term in terms("domain") if term.code in last.ladder] if last else []

    @property
    def newest_events(self) -> list[Event]:
        return self.events[:NEWEST]

    @property
    def older_events(self) -> list[Event]:
        return self.events[NEWEST:]

    def _age(self, person: Person) -> int | None:
        return age_on(person.birth_date, timezone.localdate(self.now))

    def _all_acts(self) -> list[tuple[str, str, bool]]:
        is_open, closed = self.file.is_open, self.case.status == CaseStatus.CLOSED
        may_close = may(self.actor, Permission.CASE_CLOSE)
        return [
            (_("Assess"), "assess", is_open and self.may_write),
            (
                _("Change the plan") if self.file.plans else _("Write the plan"),
                "plan",
                is_open and self.may_write and bool(self.file.live_needs),
            ),
            (_("Review"), "review", is_open and self.may_write and bool(self.file.assessments)),
            (_("Who works on the plan"), "together", not closed and self.may_write and bool(self.file.assessments)),
            (_("Call a conference"), "conference_new", is_open and self.may_write and bool(self.file.plans)),
            (_("Make an appointment"), "visit_new", not closed and self.may_write),
            (_("Documents"), "documents", self.may_write),
            (_("Close the case"), "close", is_open and may_close),
            (_("Open the case again"), "reopen", closed and self.may_write),
            (_("Who may read this file"), "readers", bool(self.case.file_id) and self.may_write),
            (_("Safe contact"), "safe", bool(self.case.file_id) and self.may_write),
            (_("Protect this file"), "protect_case", is_open and not self.case.file_id and self.may_write),
            (_("Give to a colleague"), "assign", not closed and may(self.actor, Permission.CASE_ASSIGN)),
        ]


REFERABLE = frozenset({NeedStatus.OPEN, NeedStatus.PLANNED, NeedStatus.UNMET})
AT_A_SERVICE = frozenset({NeedStatus.REFERRED, NeedStatus.WAITING, NeedStatus.BEING_MET})
ENROLMENTS: Mapping[EnrolmentStatus, Tag] = {
    EnrolmentStatus.WAITING: Tag(gettext_lazy("On the waiting list"), "violet"),
    EnrolmentStatus.OFFERED: Tag(gettext_lazy("A place is held"), "amber"),
    EnrolmentStatus.ENROLLED: Tag(gettext_lazy("Comes to the service"), "teal"),
    EnrolmentStatus.ENDED: Tag(gettext_lazy("Ended")),
}


def whole(case: Case, actor: Actor, now: datetime) -> Whole:
    """A case as its page shows it, in a number of queries that does not grow with it. `case` was fetched by `cases(actor)`."""
    held = file(case)
    progress = {row.enrolment.referral_id: row for row in progress_of(case)}
    places = places_in_line((row.enrolment for row in progress.values()), timezone.localdate(now))
    sent = [_sent(row, progress.get(row.pk), places, now) for row in of_case(case, actor)]
    following = _next_services(held, sent, case, now)
    lines = [_line(need, held, sent, following) for need in held.needs]
    return Whole(
        file=held,
        now=now,
        actor=actor,
        lines=[line for line in lines if line.live],
        answered=[line for line in lines if not line.live],
        step=_step(held, actor),
        sent=sent,
        events=timeline(replace(held, steps=[step for step in held.steps if step.referral is None]), _events(sent)),
        openings=openings(actor, case.person_id),
        homes=homes_seen(actor, case.person, timezone.localdate(now)),
        wish=wish(actor, case.person, now),
        shut=case.file_id or kept_of(actor, case.person_id),
        letter=one(_letters, actor, case.person_id),
    )


def _letters(actor: Actor, person: UUID) -> QuerySet[Any]:
    return waiting(actor).filter(request__person=person, asker=False)


def _sent(referral: Referral, progress: Progress | None, places: Mapping[UUID, Place], now: datetime) -> Sent:
    status = ReferralStatus(referral.status)
    late = is_late(status, referral.due_at, now)
    reason = label("decline_reason", referral.decline_reason) if referral.decline_reason else ""
    place = places.get(progress.enrolment.pk) if progress else None
    return Sent(referral, words.LATE if late else words.REFERRALS[status], status is ReferralStatus.SENT, reason, progress, place)


def _line(need: Need, held: File, sent: Sequence[Sent], following: Mapping[UUID, Service]) -> Line:
    plan = held.agreed or held.draft
    return Line(
        need=need,
        domain=label("domain", need.domain),
        anchor=str(anchors(need.domain)[need.rung]),
        tag=words.need(need.status),
        reason=label("unmet_reason", need.unmet_reason) if need.unmet_reason else "",
        better=need in held.seems_better,
        goal=next((goal for goal in plan.goals.all() if goal.need_id == need.pk), None) if plan else None,
        sent=next((row for row in sent if row.referral.need_id == need.pk), None),
        next_service=following.get(need.pk),
    )


def _next_services(held: File, sent: Sequence[Sent], case: Case, now: datetime) -> dict[UUID, Service]:
    """For each need whose last referral was declined or met silence: the nearest service with a free place that was not asked yet."""
    asked: dict[UUID, set[int]] = {}
    stuck = []
    for row in reversed(sent):
        asked.setdefault(row.referral.need_id, set()).add(row.referral.service_id)
    for need in held.unanswered:
        last = next((row.referral for row in sent if row.referral.need_id == need.pk), None)
        if last and (last.status == ReferralStatus.DECLINED or is_late(ReferralStatus(last.status), last.due_at, now)):
            stuck.append(need)
    if not stuck:
        return {}
    age = age_on(case.person.birth_date, timezone.localdate(now))
    offers = near(case.municipality_id, case.person.unit_id, {need.domain for need in stuck}, with_place=True, age=age)
    return {
        need.pk: found.service
        for need in stuck
        if (found := next((o for o in offers if need.domain in o.service.domains and o.service.pk not in asked[need.pk]), None))
    }


def _step(held: File, actor: Actor) -> Step:
    """The one thing to do next, with the page where it is done; nothing to press when somebody else must act."""
    case = held.case
    text = NEXT_STEP[case.next_step]
    pages = {
        NextStep.FIRST_CONTACT: ("desk:assess", _("Record the assessment")),
        NextStep.ASSESSMENT: ("desk:assess", _("Record the assessment")),
        NextStep.PLAN: ("desk:agree", _("Record the agreement")) if held.draft else ("desk:plan", _("Write the plan")),
        NextStep.REVIEW: ("desk:review", _("Record the review")),
        NextStep.END: ("desk:end", _("End the work")),
    }
    if case.next_step in pages and may(actor, Permission.CASE_WRITE):
        view, action = pages[NextStep(case.next_step)]
        return Step(text, reverse(view, args=[case.pk]), action)
    waiting = held.waiting_closure
    if waiting and may(actor, Permission.CLOSURE_SIGN) and waiting.asked_by_id != actor.worker:
        return Step(text, reverse("desk:sign", args=[case.pk]), _("Sign or send back"))
    if case.status == CaseStatus.CLOSED and case.follow_up_due_at and may(actor, Permission.CASE_WRITE):
        return Step(_("Ask how the person is doing"), reverse("desk:follow_up", args=[case.pk]), _("Record the follow-up"))
    return Step(text)


def _events(sent: Iterable[Sent]) -> list[Event]:
    """What services did, for the timeline."""
    events = []
    for row in sent:
        referral, service = row.referral, row.referral.service.name
        href = reverse("desk:need", args=[referral.need_id])
        title = _("Sent to %(service)s") % {"service": service}
        events.append(Event(referral.sent_at, title, by=referral.sent_by.name, text=referral.purpose, href=href))
        if referral.answered_at:
            text = ". ".join(text for text in (row.reason, referral.answer_words) if text)
            by = referral.answerer
            events.append(Event(referral.answered_at, service, by=by, text=text, tag=row.tag.text, tag_colour=row.tag.colour, href=href))
        if referral.escalated_at:
            events.append(Event(referral.escalated_at, _("%(service)s did not answer in time") % {"service": service}, href=href))
        if row.progress:
            events += _served(row.progress, service)
    return events


def _served(progress: Progress, service: str) -> list[Event]:
    enrolment = progress.enrolment
    events = []
    if enrolment.enrolled_on:
        events.append(Event(_moment(enrolment.enrolled_on), _("Began at %(service)s") % {"service": service}, accent=True))
    if enrolment.ended_on:
        came = ngettext("Came to %(came)s of %(held)s session.", "Came to %(came)s of %(held)s sessions.", progress.held) % {
            "came": progress.attended, "held": progress.held,
        }  # fmt: skip
        text = ". ".join(text for text in (outcome_label(enrolment.outcome), enrolment.outcome_words, came) if text)
        events.append(Event(_moment(enrolment.ended_on), _("Ended at %(service)s") % {"service": service}, text=text, accent=True))
    return events


def _moment(day: date) -> datetime:
    """Noon of a day in Albania: events without an hour stand in the middle of their day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
