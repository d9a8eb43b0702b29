"""What a worker or a provider does: the very verbs of the screens, each once for each key."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.guards import StaffRequest
from bashke.ground.access.permissions import Permission
from bashke.ground.directory.models import Service
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.models import Unit
from bashke.ground.territory.queries import units_of
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Need
from bashke.person.casework.queries import cases
from bashke.person.casework.rules import NeedStatus, check_by_hand
from bashke.person.delivery import actions as delivery
from bashke.person.delivery.models import Enrolment
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.people.queries import search
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import follows, proposals
from bashke.person.requests import actions
from bashke.person.requests.models import Request, Triage
from bashke.person.requests.rules import ReasonMissing, TriageStatus

from ..forms.casework import Accepting, Assessing, Declining, Enrolling, Moving, NewSession, Referring
from ..forms.requests import Lowering, NewPerson, NewRequest, Refusing, Registering, Urgency
from ..queries.shapes import Judged, Made, Received
from .door import Key, Problem, acts

P = Permission


@acts("/requests", P.REQUEST_REGISTER, {201: Received}, gettext_lazy("Take a request down"))
def ask(request: StaffRequest, key: Key, body: NewRequest) -> tuple[int, Received]:
    by = request.actor
    given = body.model_dump() | {"unit": _unit(request, body.unit), "without_permission": body.without_permission or ""}
    done = actions.ask(by=by, at=timezone.now(), municipality=by.municipality or "", key=key, synthetic=settings.DEMO_MODE, **given)
    return 201, Received(id=done.request.pk, status=done.request.status, code=done.code)


@acts("/requests/{uuid:pk}/urgency", P.REQUEST_REGISTER, {200: Judged}, gettext_lazy("Say which signs of danger were seen"))
def urgency(request: StaffRequest, key: Key, pk: UUID, body: Urgency) -> tuple[int, Judged]:
    wanted = get_object_or_404(Request.objects.visible_to(request.actor), pk=pk)
    try:
        triage = actions.set_urgency(
            by=request.actor, at=timezone.now(), request=wanted, flags=body.flags, sets=body.sets, chosen=body.chosen, reason=body.reason or ""
        )  # fmt: skip
    except ReasonMissing as broken:
        raise Problem(422, "", [("reason", broken.sentence())]) from None
    return 200, _judged(triage, wanted)


@acts(
    "/requests/{uuid:pk}/lowering",
    P.URGENCY_CONFIRM,
    {200: Judged},
    gettext_lazy("Agree that a request is less urgent, or not: the second person"),
)
def lowering(request: StaffRequest, key: Key, pk: UUID, body: Lowering) -> tuple[int, Judged]:
    by = request.actor
    wanted = get_object_or_404(Request.objects.visible_to(by), pk=pk)
    waiting = get_object_or_404(Triage.objects.visible_to(by), request=wanted, status=TriageStatus.WAITING)
    done = actions.answer_lowering(by=by, at=timezone.now(), triage=waiting, agree=body.agree, words=body.words)
    return 200, _judged(done, wanted)


@acts(
    "/requests/{uuid:pk}/refuse",
    P.REQUEST_REFUSE,
    {200: Made},
    gettext_lazy("Refuse a request, with the reason and the words to the person"),
)
def refuse(request: StaffRequest, key: Key, pk: UUID, body: Refusing) -> tuple[int, Made]:
    wanted = get_object_or_404(Request.objects.visible_to(request.actor), pk=pk)
    done = actions.refuse(by=request.actor, at=timezone.now(), request=wanted, reason=body.reason, words=body.words)
    return 200, Made(id=done.pk, status=done.status)


@acts("/requests/{uuid:pk}/register", P.REQUEST_REGISTER, {201: Made}, gettext_lazy("Register a request to a person and open the case"))
def register(request: StaffRequest, key: Key, pk: UUID, body: Registering) -> tuple[int, Made]:
    by = request.actor
    wanted = get_object_or_404(Request.objects.visible_to(by).select_related("file"), pk=pk)
    if body.new_person is not None:
        person = _add(request, body.new_person, synthetic=wanted.synthetic, looked=body.none_of_these)
    else:
        person = get_object_or_404(Person.objects.visible_to(by), pk=body.person)
    case = casework.open_case(by=by, at=timezone.now(), person=person, request=wanted)
    return 201, Made(id=case.pk, status=case.status)


@acts("/people/{uuid:pk}/case", P.CASE_WRITE, {201: Made}, gettext_lazy("Open a case without a request"))
def open_case(request: StaffRequest, key: Key, pk: UUID) -> tuple[int, Made]:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    case = casework.open_case(by=request.actor, at=timezone.now(), person=person)
    return 201, Made(id=case.pk, status=case.status)


@acts("/cases/{uuid:pk}/assessments", P.CASE_WRITE, {201: Made}, gettext_lazy("Record an assessment"))
def assess(request: StaffRequest, key: Key, pk: UUID, body: Assessing) -> tuple[int, Made]:
    case = get_object_or_404(cases(request.actor), pk=pk)
    done = casework.assess(by=request.actor, at=timezone.now(), case=case, key=key, **body.model_dump())
    return 201, Made(id=done.pk, status=done.kind)


@acts("/needs/{uuid:pk}/move", P.CASE_WRITE, {200: Made}, gettext_lazy("Say what became of a need"))
def move(request: StaffRequest, key: Key, pk: UUID, body: Moving) -> tuple[int, Made]:
    need = get_object_or_404(Need.objects.visible_to(request.actor), pk=pk)
    to = NeedStatus(body.to)
    check_by_hand(body.seen, to)
    moved = casework.move_need(
        by=request.actor, at=timezone.now(), need=need, to=to, reason=body.reason or "", words=body.words, seen=body.seen
    )  # fmt: skip
    return 200, Made(id=moved.pk, status=moved.status)


@acts("/needs/{uuid:pk}/referrals", P.REFERRAL_SEND, {201: Made}, gettext_lazy("Refer a need to a service"))
def refer(request: StaffRequest, key: Key, pk: UUID, body: Referring) -> tuple[int, Made]:
    by, now = request.actor, timezone.now()
    need: Need = get_object_or_404(Need.objects.visible_to(by).select_related("person"), pk=pk)
    service = next((one.service for one in proposals(need, by) if one.service.pk == body.service), None)
    if service is None:
        raise Problem(409, _("This service cannot be asked for this need: see its offers."))
    given = body.model_dump(exclude={"service"})
    sent = referrals.send(by=by, at=now, need=need, service=service, after=follows(need, by, now), **given)
    return 201, Made(id=sent.pk, status=sent.status)


@acts("/referrals/{uuid:pk}/accept", P.REFERRAL_ANSWER, {200: Made}, gettext_lazy("Accept a referral"))
def accept(request: StaffRequest, key: Key, pk: UUID, body: Accepting) -> tuple[int, Made]:
    referral = get_object_or_404(Referral.objects.visible_to(request.actor), pk=pk)
    done = referrals.accept(by=request.actor, at=timezone.now(), referral=referral, words=body.words)
    return 200, Made(id=done.pk, status=done.status)


@acts("/referrals/{uuid:pk}/decline", P.REFERRAL_ANSWER, {200: Made}, gettext_lazy("Decline a referral"))
def decline(request: StaffRequest, key: Key, pk: UUID, body: Declining) -> tuple[int, Made]:
    referral = get_object_or_404(Referral.objects.visible_to(request.actor), pk=pk)
    done = referrals.decline(by=request.actor, at=timezone.now(), referral=referral, reason=body.reason, words=body.words)
    return 200, Made(id=done.pk, status=done.status)


@acts("/enrolments/{uuid:pk}/enrol", P.DELIVERY_RECORD, {200: Made}, gettext_lazy("Give a place: the person has come"))
def enrol(request: StaffRequest, key: Key, pk: UUID, body: Enrolling) -> tuple[int, Made]:
    enrolment = get_object_or_404(Enrolment.objects.visible_to(request.actor), pk=pk)
    done = delivery.enrol(by=request.actor, at=timezone.now(), enrolment=enrolment, on=body.on)
    return 200, Made(id=done.pk, status=done.status)


@acts("/services/{int:pk}/sessions", P.DELIVERY_RECORD, {201: Made}, gettext_lazy("Record a session and who came"))
def record_session(request: StaffRequest, key: Key, pk: int, body: NewSession) -> tuple[int, Made]:
    by = request.actor
    service = get_object_or_404(Service.objects.visible_to(by), pk=pk)
    expected = _expected(request, service, {*body.present, *body.absent})
    done = delivery.record_session(
        by=by, at=timezone.now(), service=service, held_on=body.held_on, minutes=body.minutes, topic=body.topic, key=key,
        present=[expected[one] for one in body.present], absent=[expected[one] for one in body.absent],
    )  # fmt: skip
    return 201, Made(id=done.pk)


def _judged(triage: Triage, wanted: Request) -> Judged:
    wanted.refresh_from_db(fields=["urgency", "tracks"])
    return Judged(id=triage.pk, status=triage.status, urgency=wanted.urgency or "", tracks=wanted.tracks, sets=triage.sets)


def _expected(request: StaffRequest, service: Service, wanted: Iterable[UUID]) -> dict[UUID, Enrolment]:
    """The register's rows that are named; one that is not on it does not exist here."""
    found = {row.pk: row for row in Enrolment.objects.visible_to(request.actor).filter(service=service, pk__in=wanted)}
    if missing := set(wanted) - set(found):
        raise Problem(
            409, _("Somebody you name is not on this service's register."), [(str(one), _("Not on the register.")) for one in missing]
        )
    return found


def _add(request: StaffRequest, new: NewPerson, *, synthetic: bool, looked: bool) -> Person:
    """Search before create, as on the desk."""
    identity = new.model_dump(include={"given_name", "family_name", "father_name", "birth_date", "personal_number"})
    if search(request.actor, **identity) and not looked:
        raise NotAllowed("Look at these people first. Is it one of them?")
    given: dict[str, Any] = new.model_dump() | {"unit": _unit(request, new.unit)}
    with transaction.atomic():
        return people.add_person(by=request.actor, at=timezone.now(), synthetic=synthetic, **given)


def _unit(request: StaffRequest, pk: int | None) -> Unit | None:
    """An administrative unit of one's own municipality."""
    if pk is None:
        return None
    unit = next((unit for unit in units_of(request.actor.municipality or "") if unit.pk == pk), None)
    if unit is None:
        raise Problem(422, "", [("unit", _("There is no such unit in your municipality."))])
    return unit
