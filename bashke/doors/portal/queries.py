"""Reads that join the packages below into what a person may see of her own way: her request, case, plan, services, journal.

Every read goes through `visible_to(actor)`, and the wall below it lets nothing else pass. A constant number of queries.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.institutions.models import Institution
from bashke.ground.institutions.queries import office_of
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import READS
from bashke.ground.law.queries import figures_on, terms
from bashke.ground.law.rules import SURE_ENOUGH, Figure, Term
from bashke.person.casework.models import Assessment, Case, Closure, Conference, Decision, Goal, Need, Plan, PlanMember, Visit
from bashke.person.casework.queries import Membership, coming_visits, decided, places
from bashke.person.casework.rules import CaseStatus, ClosureStatus, PlanStatus, stage
from bashke.person.delivery.models import Attendance, Enrolment
from bashke.person.people.models import Consent
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status, is_shared
from bashke.person.requests.models import Request

OPENINGS_SHOWN = 50


def helplines(on: date) -> list[Term]:
    """Numbers to call that are sure enough to be printed."""
    return [row for row in terms("helpline", on) if row.certainty >= SURE_ENOUGH]


def figures_of(municipality: str | None, on: date) -> dict[str, Figure]:
    """Every figure valid on a day as this municipality promised it: one query for a page that names several."""
    return {row.key: row for row in figures_on(on, municipality)}


@dataclass(frozen=True)
class Attended:
    """How often a person was expected at a service, how often she came, and when last."""

    held: int = 0
    came: int = 0
    last: date | None = None


@dataclass(frozen=True)
class MyWay:
    """Everything a code opens. Only `request` and `office` when it was given to somebody who asked for another."""

    request: Request
    office: Institution | None
    case: Case | None = None
    assessed: bool = False
    needs: list[Need] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    attended: dict[object, Attended] = field(default_factory=dict)
    plan: Plan | None = None
    closure: Closure | None = None
    visits: list[Visit] = field(default_factory=list)

    @property
    def ended(self) -> Closure | None:
        """The closure that holds: the case is closed by it."""
        signed = self.closure is not None and self.closure.status == ClosureStatus.SIGNED
        return self.closure if signed and self.case is not None and self.case.closed_at is not None else None

    @property
    def served(self) -> bool:
        return any(row.enrolled_on is not None for row in self.enrolments)

    @property
    def stage(self) -> str:
        """received, assessment, plan, referral, service or closed."""
        if self.case is None:
            return "received"
        return stage(status=CaseStatus(self.case.status), assessed=self.assessed, plan_agreed=self.plan is not None, served=self.served)


def my_request(actor: Actor) -> Request:
    """The request this code belongs to. Raises Request.DoesNotExist."""
    return Request.objects.visible_to(actor).select_related("municipality", "unit", "responsible").get()


def is_quiet(actor: Actor) -> bool:
    """Has this person a protected file? Then her pages say only that somebody answers: others may read over her shoulder."""
    own = Request.objects.visible_to(actor).filter(file__isnull=False).exists()
    return own or (actor.person is not None and Case.objects.filter(person=actor.person, file__isnull=False).exists())


def my_way(actor: Actor, now: datetime) -> MyWay:
    """The request, and the whole file when the code opens it: twelve queries, whatever there is."""
    request = my_request(actor)
    office = office_of(request.municipality_id)
    if actor.person is None:
        return MyWay(request, office)
    case = _case(actor, request)
    if case is None:
        return MyWay(request, office)
    needs = list(Need.objects.visible_to(actor).filter(case=case).order_by("found_at", "domain"))
    return MyWay(
        request,
        office,
        case,
        assessed=Assessment.objects.visible_to(actor).filter(case=case).exists(),
        needs=needs,
        referrals=_referrals(actor, case),
        enrolments=list(_enrolments(actor, case)),
        attended=_attended(actor),
        plan=Plan.objects.visible_to(actor).filter(case=case, status=PlanStatus.AGREED).first(),
        closure=Closure.objects.visible_to(actor).filter(case=case).order_by("-asked_at").first(),
        visits=coming_visits(actor, actor.person, now),
    )


def _case(actor: Actor, request: Request) -> Case | None:
    """The case this request became, else the person's newest: one open case gathers every request."""
    cases = Case.objects.visible_to(actor).select_related("worker").order_by("-opened_at")
    return cases.filter(Q(request=request) | ~Q(status=CaseStatus.CLOSED)).first() or cases.first()


def _referrals(actor: Actor, case: Case) -> list[Referral]:
    rows = Referral.objects.visible_to(actor).filter(case=case).order_by("-sent_at")
    return list(rows.select_related("service", "provider").prefetch_related("provider__names"))


def _enrolments(actor: Actor, case: Case) -> list[Enrolment]:
    rows = Enrolment.objects.visible_to(actor).filter(referral__case=case).order_by("-waiting_since")
    return list(rows.select_related("service", "provider").prefetch_related("provider__names"))


def _attended(actor: Actor) -> dict[object, Attended]:
    rows = Attendance.objects.visible_to(actor).order_by().values("enrolment")
    counted = rows.annotate(held=Count("pk"), came=Count("pk", filter=Q(present=True)), last=Max("held_on", filter=Q(present=True)))
    return {row["enrolment"]: Attended(row["held"], row["came"], row["last"]) for row in counted}


def my_plan(actor: Actor) -> Plan | None:
    """The plan that holds, with its goals and actions; else the newest that ever held."""
    goals = Goal.objects.select_related("need").prefetch_related("actions").order_by("need__found_at", "pk")
    rows = Plan.objects.visible_to(actor).exclude(agreed_at=None).select_related("person", "case__worker")
    return rows.prefetch_related(Prefetch("goals", goals)).order_by("-version").first()


@dataclass(frozen=True)
class Opening:
    """One entry of the journal with the names of who acted; both names are empty for the person herself and for clocks."""

    entry: Entry
    worker: str
    institution: str

    @property
    def by_herself(self) -> bool:
        return bool(self.entry.kind == Kind.PERSON)


def journal_of(actor: Actor, *, reads: bool, before: int | None = None) -> tuple[list[Opening], int | None]:
    """Who opened (`reads`) or worked on her file, newest first, and the id to go on from. Her own visits are left out."""
    rows = Entry.objects.visible_to(actor).exclude(kind=Kind.PERSON).order_by("-id")
    rows = rows.filter(verb__in=READS) if reads else rows.exclude(verb__in=READS)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: OPENINGS_SHOWN + 1])
    shown = found[:OPENINGS_SHOWN]
    people = Worker.objects.filter(pk__in={row.worker for row in shown if row.worker})
    workers: dict[UUID | None, str] = {one.pk: one.name for one in people}
    places = Institution.objects.filter(pk__in={row.institution for row in shown if row.institution}).prefetch_related("names")
    names: dict[int | None, str] = {place.pk: place.name for place in places}
    openings = [Opening(row, workers.get(row.worker, ""), names.get(row.institution, "")) for row in shown]
    return openings, shown[-1].pk if len(found) > OPENINGS_SHOWN else None


def my_workers(actor: Actor) -> set[UUID]:
    """The social workers who hold her cases."""
    return set(Case.objects.visible_to(actor).values_list("worker", flat=True))


def last_visit(actor: Actor) -> datetime | None:
    """When she herself opened her file before."""
    when: datetime | None = Entry.objects.visible_to(actor).filter(kind=Kind.PERSON).order_by("-id").values_list("at", flat=True).first()
    return when


def my_consents(actor: Actor, today: date) -> list[tuple[Consent, bool, str]]:
    """What she agreed to share, newest first, whether it can be read now, and for which service or discipline: five queries."""
    rows = Referral.objects.visible_to(actor).filter(consent__isnull=False).select_related("consent__recipient", "service")
    sent = [
        (row.consent, row.consent.holds_on(today) and is_shared(Status(row.status), row.over_on), row.service.name)
        for row in rows.prefetch_related("consent__recipient__names").order_by("-sent_at", "pk")
        if row.consent
    ]
    joined = [
        (member.consent, member.is_open, member.discipline_name)
        for member in PlanMember.objects.visible_to(actor)
        .filter(consent__isnull=False)
        .select_related("consent__recipient")
        .prefetch_related("consent__recipient__names")
        if member.consent
    ]
    return sorted([*sent, *joined], key=lambda one: one[0].given_at, reverse=True)


def my_decisions(actor: Actor) -> list[tuple[Conference, list[Decision]]]:
    """What conferences about her decided: two queries."""
    return decided(actor) if actor.person else []


def my_team(actor: Actor) -> tuple[Case | None, list[Membership]]:
    """Her case with who holds it, and everybody else in the plan with her part: seven queries."""
    case = _case(actor, my_request(actor)) if actor.person else None
    return case, [place for place in places(actor, case, ended=False) if place.member.is_open] if case else []
