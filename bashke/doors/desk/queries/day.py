"""My day: what waits for this worker, in the order in which it is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.kept import first
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import label
from bashke.ground.law.rules import end_of
from bashke.person.bookings.models import Booking
from bashke.person.casework.models import Case, Closure, Conference, GoalProposal, Need, PlanAction, PlanMember, Visit
from bashke.person.casework.queries import Day, Page, Part
from bashke.person.casework.queries.words import CASE, CONFERENCE, CONFERENCE_COLOUR, VISIT_KIND
from bashke.person.casework.rules import CaseStatus, ClosureStatus, ConferenceStatus, NeedStatus
from bashke.person.conversations.models import Message
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.queries import offers
from bashke.person.incidents.models import Incident
from bashke.person.people.models import Enquiry
from bashke.person.people.queries import enquiries_to_answer
from bashke.person.protection.models import EmergencyOpening
from bashke.person.protection.queries import openings
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.referrals.rules import is_late
from bashke.person.requests.models import Request, Triage
from bashke.person.requests.queries import waiting_lowerings, with_clock
from bashke.person.requests.rules import Status as RequestStatus
from bashke.person.rights.models import DataRequest
from bashke.person.rights.queries import KINDS

from . import words
from .words import Tag, Word

OPENINGS_DAYS = 14
BEGINS = 90  # letters of a message in a list
SHORT = 6  # rows of a side list before "show all"
LETTERS = 3 * SHORT  # messages that are read to find so many conversations


@dataclass(frozen=True)
class Row:
    """One thing to do: about whom, what, by when."""

    href: str
    name: Word
    what: Word
    due: datetime | None = None
    tags: tuple[Tag, ...] = ()
    note: Word = ""
    came: datetime | None = None
    moment: datetime | None = None  # when one meets: day and hour
    arrow: bool = False  # the tags lead from one to the next


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `look` is late, soon or nothing."""

    title: Word
    rows: Sequence[Row]
    look: str = ""
    total: int = 0
    more: str | None = None


PARTS: dict[Part, tuple[Word, str]] = {
    Part.OVERDUE: (_("Late"), "late"),
    Part.TODAY: (_("Today"), "soon"),
    Part.WEEK: (_("In the coming days"), ""),
    Part.RISK: (_("Urgent, though nothing is due yet"), ""),
    Part.FOLLOW_UP: (_("Closed cases to ask about"), ""),
}


def waiting_requests(actor: Actor) -> QuerySet[Request]:
    """Requests nobody decided yet; `clock` is the nearest date somebody must hear from us, and they stand in its order."""
    rows = with_clock(Request.objects.visible_to(actor).filter(status=RequestStatus.RECEIVED))
    return rows.select_related("unit").order_by("clock", "pk")


def referrals_to_chase(actor: Actor, whose: list[UUID]) -> QuerySet[Referral]:
    """Referrals of this worker's cases without an answer, and declined ones whose need has no next service yet."""
    declined = Q(status=ReferralStatus.DECLINED, need__status=NeedStatus.PLANNED, followed_by=None)
    return (
        Referral.objects.visible_to(actor)
        .filter(Q(status=ReferralStatus.SENT) | declined, case__worker__among=whose)
        .filter(~Q(case__status=CaseStatus.CLOSED))
        .select_related("service", "need", "person")
        .order_by("due_at", "pk")
    )


def held_places(actor: Actor, whose: list[UUID]) -> QuerySet[Enrolment]:
    """Places that services hold for people of these workers, the nearest clock first."""
    return offers(actor).filter(referral__case__worker__among=whose)


def lowerings_to_confirm(actor: Actor) -> QuerySet[Triage]:
    """Urgencies somebody else wants lower; only who may confirm them, and never one's own."""
    return waiting_lowerings(actor).exclude(by=actor.worker) if may(actor, Permission.URGENCY_CONFIRM) else Triage.objects.none()


def closures_to_sign(actor: Actor) -> QuerySet[Closure]:
    """Closures somebody else proposed; only who may sign."""
    waiting = Closure.objects.visible_to(actor).filter(status=ClosureStatus.PROPOSED).exclude(asked_by=actor.worker)
    allowed = waiting if may(actor, Permission.CLOSURE_SIGN) else waiting.none()
    return allowed.select_related("person", "asked_by", "case").order_by("asked_at")


def openings_to_know(actor: Actor, now: datetime) -> list[Row]:
    """Who opened a file of this worker's teams in an emergency, in the last days: the team is told at once."""
    if not actor.files:
        return []
    found = first(SHORT, _openings, actor, now - timedelta(days=OPENINGS_DAYS))
    return [
        Row(reverse("desk:person", args=[one.person_id]), one.person.name, one.reason, note=one.worker.name, came=one.at) for one in found
    ]


def _openings(actor: Actor, since: datetime) -> QuerySet[EmergencyOpening]:
    return openings(actor).filter(at__gt=since).exclude(worker=actor.worker)


def enquiries_waiting(actor: Actor) -> QuerySet[Enquiry]:
    """Other municipalities' open questions about people we hold; only for who may answer."""
    return enquiries_to_answer(actor) if may(actor, Permission.ENQUIRY_ANSWER) else Enquiry.objects.none()


def all_cases(actor: Actor, whose: str) -> QuerySet[Case]:
    """Cases with person and worker: `mine`, `all` that are open in the municipality, or `closed`."""
    rows = Case.objects.visible_to(actor).select_related("person", "worker")
    if whose == "closed":
        return rows.filter(status=CaseStatus.CLOSED)
    rows = rows.filter(~Q(status=CaseStatus.CLOSED))
    return rows.filter(worker=actor.worker) if whose == "mine" else rows


def case_row(case: Case, note: Word = "") -> Row:
    """A case with what must happen next; a closed one with the day it ended."""
    if case.status == CaseStatus.CLOSED:
        closed = Tag(CASE[CaseStatus.CLOSED])
        return Row(reverse("desk:case", args=[case.pk]), case.person.name, "", None, (closed,), note, case.closed_at)
    step = words.NEXT_STEPS[case.next_step]
    return Row(
        reverse("desk:case", args=[case.pk]), case.person.name, step, case.due_at, (*words.tracks(case), words.urgency(case.urgency)), note
    )


def request_row(request: Request) -> Row:
    """A request that waits shows its clock and urgency, an answered one when it came."""
    waits = request.status == RequestStatus.RECEIVED
    due = getattr(request, "clock", None) or request.answer_due_at
    place = request.unit.name if request.unit else ""
    tags = (*words.asked_tags(request), words.urgency(request.urgency) if waits else words.REQUESTS[request.status])
    note = " · ".join(str(text) for text in (words.came(request), place) if text)
    return Row(
        reverse("desk:request", args=[request.pk]), request.name, words.domains(request.domains), due if waits else None, tags, note,
        request.received_at,
    )  # fmt: skip


def referral_row(referral: Referral, now: datetime) -> Row:
    status = ReferralStatus(referral.status)
    late = is_late(status, referral.due_at, now)
    tag = words.LATE if late else words.REFERRALS[status]
    page = "desk:refer" if late or status is ReferralStatus.DECLINED else "desk:need"
    due = referral.due_at if status is ReferralStatus.SENT else None
    return Row(reverse(page, args=[referral.need_id]), referral.person_name, referral.service.name, due, (tag,))


def letters(waiting: Iterable[Message]) -> list[Row]:
    """One row for each conversation with something that waits, the first LETTERS messages of it: its oldest message."""
    first: dict[tuple[UUID, bool], Row] = {}
    for message in waiting:
        first.setdefault((message.request_id, message.asker), letter_row(message))
    return list(first.values())[:SHORT]


def letter_row(message: Message) -> Row:
    """A message that waits: who wrote, how it begins, by when; to the conversation."""
    ask = message.request
    name = ask.asker_name if message.asker else ask.person.name if ask.person else ask.name
    return Row(reverse("desk:messages", args=[ask.pk]), name, Truncator(message.words).chars(BEGINS), message.due_at)


def data_row(row: DataRequest) -> Row:
    """What a person asks about her data, and by when she must hear."""
    return Row(reverse("desk:data_request", args=[row.pk]), row.person.name, KINDS[row.kind].name, row.due_at, came=row.asked_at)


def place_row(enrolment: Enrolment) -> Row:
    """A place that is held, and until when; or who got one before others, and why."""
    until, why = (None, enrolment.out_of_turn_name) if enrolment.enrolled_on else (enrolment.offer_until, "")
    return Row(reverse("desk:need", args=[enrolment.referral.need_id]), enrolment.person_name, enrolment.service.name, until, note=why)


def stay_row(booking: Booking) -> Row:
    """A stay in an emergency place, and when its hours end; one that ended without an answer, and how."""
    tag = Tag(booking.status_name, booking.status_colour)
    until = booking.ends_at if booking.is_live else None
    note = f"{booking.service.name} · {booking.case.worker.name}"
    what = booking.onward_name or _("Where does she go?")
    return Row(reverse("bookings:show", args=[booking.pk]), booking.person.name, what, until, (tag,), note, booking.ended_at)


def incident_row(incident: Incident) -> Row:
    """Something happened to somebody: what, where, and by when somebody must look."""
    due = None if incident.seen_at else incident.due_at
    tags = (Tag(incident.status_name, incident.status_colour),)
    note = f"{incident.service.name} · {incident.seen_by.name}" if incident.seen_by else incident.service.name
    return Row(
        reverse("incidents:show", args=[incident.pk]), incident.person.name, incident.kind_name, due, tags, note, incident.happened_at
    )


def closure_row(closure: Closure) -> Row:
    return Row(
        reverse("desk:case", args=[closure.case_id]), closure.person.name, words.closure_reason(closure.reason),
        closure.case.due_at, note=closure.asked_by.name,
    )  # fmt: skip


def lowering_row(triage: Triage) -> Row:
    tags = (words.urgency(triage.worst), words.urgency(triage.chosen))
    return Row(
        reverse("desk:request", args=[triage.request_id]),
        triage.request.name,
        words.lowering_reason(triage.reason),
        None,
        tags,
        triage.by.name,
        arrow=True,
    )


def need_row(need: Need) -> Row:
    return Row(
        reverse("desk:need", args=[need.pk]), need.person.name, label("domain", need.domain), need.due_at, (words.need(need.status),)
    )  # fmt: skip


def visit_row(visit: Visit, actor: Actor | None = None) -> Row:
    """An appointment: with whom, how, where and when. For the worker's day it says whose it is when she only stands in."""
    note = visit.place if actor is None or visit.worker_id == actor.worker else f"{visit.worker.name} · {visit.place}".strip(" ·")
    return Row(reverse("desk:visit", args=[visit.pk]), visit.person.name, VISIT_KIND[visit.kind], note=note, moment=visit.at)


def conference_row(one: Conference, now: datetime, name: Word) -> Row:
    """A conference: until its minutes are signed they are what is waited for."""
    status = ConferenceStatus(one.status)
    missing = status is ConferenceStatus.CALLED and one.at < now
    tag = Tag(_("minutes are missing"), "red") if missing else Tag(CONFERENCE[status], CONFERENCE_COLOUR[status])
    place = one.place or gettext("By telephone")
    return Row(reverse("desk:conference", args=[one.pk]), name, place, tags=(tag,), note=one.chair.name, moment=one.at)


def plan_row(place: PlanMember, action: PlanAction) -> Row:
    """What a plan of somebody else's case asks of this worker."""
    return Row(
        reverse("desk:slice", args=[place.pk]), place.person_name, action.what, due=end_of(action.due_on), note=place.discipline_name
    )


def proposal_row(one: GoalProposal) -> Row:
    """A goal that a member of the plan proposed."""
    return Row(
        reverse("desk:proposal", args=[one.pk]),
        one.person.name,
        one.statement,
        note=f"{one.by.name}, {one.member.discipline_name}",
        came=one.at,
    )


def sections(day: Day, actor: Actor) -> list[Section]:
    """The lists of a day under their headings; empty ones are left out."""
    pages = {
        Part.OVERDUE: day.overdue, Part.TODAY: day.today, Part.WEEK: day.week, Part.RISK: day.risk, Part.FOLLOW_UP: day.follow_up,
    }  # fmt: skip
    return [section(part, page, actor) for part, page in pages.items() if page.rows]


def section(part: Part, page: Page, actor: Actor) -> Section:
    """One list of the day, with the link to what comes after it. A row of a colleague who is away says whose it is."""
    title, look = PARTS[part]
    rows = [follow_up_row(case) if part is Part.FOLLOW_UP else case_row(case, for_whom(case, actor)) for case in page.rows]
    more = f"?{urlencode({'part': part, 'after': page.after})}" if page.after else None
    return Section(title, rows, look, max(page.total, len(rows)), more)


def for_whom(case: Case, actor: Actor) -> str:
    """Whose case it is, when the worker only stands in."""
    return "" if case.worker_id == actor.worker else gettext("You stand in for %(name)s") % {"name": case.worker.name}


def follow_up_row(case: Case) -> Row:
    return Row(reverse("desk:case", args=[case.pk]), case.person.name, _("Ask how she is doing"), case.follow_up_due_at)
