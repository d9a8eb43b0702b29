"""What a worker or a provider reads. Opening a file is written to the journal exactly as on the desk."""

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from bashke.ground.access.guards import StaffRequest
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import kinds
from bashke.person.casework.models import Case, Need
from bashke.person.casework.queries import cases as known_cases
from bashke.person.casework.queries import my_day
from bashke.person.casework.rules import CaseStatus, Whose
from bashke.person.delivery.queries import in_service
from bashke.person.delivery.rules import Status as EnrolmentStatus
from bashke.person.people.models import Person
from bashke.person.people.queries import known_elsewhere, search
from bashke.person.referrals import queries as referrals
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.requests.models import Request
from bashke.person.requests.queries import queue

from ..forms.filters import CasesFilter, QueueFilter, ReferralsFilter
from ..forms.requests import Search
from ..queries import rows, shapes
from ..queries.lists import PAGE, Answered, page, place, sign
from .door import Key, Problem, acts, reads

P = Permission


@reads("/day", P.CASE_WRITE, shapes.Day, _("My day: late first, then today, this week, and risk"))
def day(request: StaffRequest) -> shapes.Day:
    return rows.day(my_day(request.actor, timezone.now()))


@reads("/cases", P.CASE_VIEW, shapes.Cases, _("Cases: mine, all that are open in the municipality, or closed ones"))
def cases(request: StaffRequest, filters: Query[CasesFilter]) -> shapes.Cases:
    return cases_found(request.actor, filters)


def cases_found(actor: Actor, filters: CasesFilter) -> shapes.Cases:
    """One page of cases as this actor may see them."""
    found = Case.objects.visible_to(actor).select_related("person", "worker")
    closed = filters.whose is Whose.CLOSED
    found = found.filter(status=CaseStatus.CLOSED) if closed else found.filter(~Q(status=CaseStatus.CLOSED))
    if filters.whose is Whose.MINE:
        found = found.filter(worker=actor.worker)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    shown, mark = page(found, "closed_at" if closed else "due_at", filters.after, f"cases.{filters.whose}", newest=closed)
    return shapes.Cases(rows=[rows.case_line(case) for case in shown], next=mark)


@reads("/cases/{uuid:pk}", P.CASE_VIEW, shapes.CaseWhole, _("One case: needs, assessments, referrals"))
def case(request: StaffRequest, pk: UUID) -> shapes.CaseWhole:
    found: Case = get_object_or_404(known_cases(request.actor), pk=pk)
    record(Verb.FILE_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    return rows.case_whole(found, request.actor)


@reads("/needs/{uuid:pk}", P.CASE_WRITE, shapes.NeedWhole, _("One need: its steps, and the services that could answer it"))
def need(request: StaffRequest, pk: UUID) -> shapes.NeedWhole:
    needs = Need.objects.visible_to(request.actor).select_related("case", "person", "person__unit")
    found: Need = get_object_or_404(needs, pk=pk)
    record(Verb.FILE_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    return rows.need_whole(found, request.actor)


@reads("/requests", P.REQUEST_VIEW, shapes.Requests, _("Requests by status; those that wait by the clock that runs out first"))
def requests(request: StaffRequest, filters: Query[QueueFilter]) -> shapes.Requests:
    return requests_found(request.actor, filters)


def requests_found(actor: Actor, filters: QueueFilter) -> shapes.Requests:
    """One page of requests as this actor may see them."""
    of = f"requests.{filters.status}"
    found = queue(
        actor, status=filters.status, urgency=filters.urgency, channel=filters.channel,
        late_at=timezone.now() if filters.late else None, after=place(filters.after, of), limit=PAGE,
    )  # fmt: skip
    return shapes.Requests(rows=[rows.request_line(ask) for ask in found.requests], next=sign(found.following, of))


@reads("/requests/{uuid:pk}", P.REQUEST_VIEW, shapes.RequestWhole, _("One request"))
def one_request(request: StaffRequest, pk: UUID) -> shapes.RequestWhole:
    ask: Request = get_object_or_404(Request.objects.visible_to(request.actor).select_related("unit", "responsible"), pk=pk)
    record(Verb.REQUEST_OPENED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    return rows.request_whole(ask, request.actor)


@acts(
    "/people/search",
    P.PERSON_VIEW,
    {200: shapes.Hits},
    _("Search people; sent as a body, so that no name stands in an address"),
    keeps=False,
)
def search_people(request: StaffRequest, key: Key, body: Search) -> tuple[int, shapes.Hits]:
    actor, identity = request.actor, body.model_dump(exclude={"birth_year", "father_name"})
    hits = search(actor, **identity, birth_year=body.birth_year, father_name=body.father_name)
    elsewhere = may(actor, P.PERSON_ENQUIRE) and known_elsewhere(actor, **identity)
    return 200, shapes.Hits(rows=[rows.hit(one) for one in hits], known_elsewhere=elsewhere)


@reads("/people/{uuid:pk}", P.PERSON_VIEW, shapes.PersonWhole, _("One person, with cases and requests"))
def person(request: StaffRequest, pk: UUID) -> shapes.PersonWhole:
    found: Person = get_object_or_404(Person.objects.visible_to(request.actor).select_related("unit"), pk=pk)
    record(Verb.PERSON_OPENED, found, person=found.pk, municipality=found.municipality_id)
    return rows.person_whole(found, request.actor)


@reads("/referrals", P.REFERRAL_VIEW, shapes.Referrals, _("Referrals sent or received: those that wait, or those that have their answer"))
def inbox(request: StaffRequest, filters: Query[ReferralsFilter]) -> shapes.Referrals:
    now, waits = timezone.now(), filters.show is Answered.WAITING
    shown = referrals.shown(request.actor)
    found = shown.filter(status=ReferralStatus.SENT) if waits else shown.exclude(status=ReferralStatus.SENT)
    page_rows, mark = page(found, "due_at" if waits else "sent_at", filters.after, f"referrals.{filters.show}", newest=not waits)
    return shapes.Referrals(rows=[rows.referral_line(row, now) for row in page_rows], next=mark)


@reads("/referrals/{uuid:pk}", P.REFERRAL_VIEW, shapes.ReferralWhole, _("One referral: what was shared, and the clock"))
def referral(request: StaffRequest, pk: UUID) -> shapes.ReferralWhole:
    found: Referral = get_object_or_404(referrals.shown(request.actor), pk=pk)
    record(Verb.REFERRAL_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    return rows.referral_whole(found, request.actor, timezone.now())


@reads("/services", P.REFERRAL_VIEW, shapes.Services, _("Services: a provider's own, or those that take the municipality's people"))
def services(request: StaffRequest) -> shapes.Services:
    return shapes.Services(rows=rows.services(request.actor))


@reads("/services/{int:pk}/register", P.DELIVERY_VIEW, shapes.Register, _("Who waits for a service and who is in it"))
def register_of(request: StaffRequest, pk: int) -> shapes.Register:
    service = get_object_or_404(Service.objects.visible_to(request.actor), pk=pk)
    lists = {status: [rows.enrolled(row) for row in in_service(request.actor, service, status)] for status in EnrolmentStatus}
    return shapes.Register(waiting=lists[EnrolmentStatus.WAITING], enrolled=lists[EnrolmentStatus.ENROLLED])


@reads("/words/{kind}", None, list[shapes.Word], _("The codes of one kind, in Albanian and English"))
def words(request: StaffRequest, kind: str) -> list[shapes.Word]:
    if kind not in kinds():
        raise Problem(404)
    return rows.words(kind)
