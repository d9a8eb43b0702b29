"""The verbs of an emergency place: book, arrive, end with where she goes; and what the clock does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.actions import read_hidden_address
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, figure, term
from bashke.ground.law.rules import TIRANE, NotAllowed, TriageClass, UnknownTerm
from bashke.ground.notices.actions import tell, tell_worker
from bashke.person.casework.actions import open_case
from bashke.person.casework.actions.cases import lock_open
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.people.models import Person, of_one
from bashke.person.people.rules import signer
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status as ReferralStatus

from . import rules
from .models import IS_LIVE, Booking
from .rules import Status

FULL, TWICE, AGAIN = "service_is_not_overfull", "one_emergency_place_for_a_person", "one_press_one_booking"
NEVER_CAME = "never_came"


@transaction.atomic
def book(
    *, by: Actor, at: datetime, service: Service, person: Person, key: UUID, people: int = 1, for_whom: str = "", share_name: bool = False,
    note: str = "",
) -> Booking:  # fmt: skip
    """Hold a place for her from this moment on. The same `key` again gives back the booking that is already there.

    Opens a case when none runs. Raises NotAllowed when the place is no longer free, whoever was quicker.
    """
    if (already := _pressed(by, key)) is not None:
        return already
    if not may(by, Permission.PLACE_BOOK):
        raise NotAllowed("Your post may not book a place.")
    rules.check_people(people)
    covers = service.covers.filter(municipality=by.municipality).exists()
    rules.check_service(type=service.type, is_open=service.is_open, covers=covers, fits=rules.suits(for_whom, service.takes))
    case = _case_of(by, at, person)
    booking = Booking(
        municipality_id=case.municipality_id, case=case, person_id=case.person_id, service=service, provider_id=service.provider_id, people=people,
        for_whom=for_whom, person_name=case.person.name if share_name else "", note=note.strip(), booked_by_id=signer(by), booked_at=at,
        ends_at=due("emergency.placement", at), key=key, synthetic=person.synthetic,
    )  # fmt: skip
    try:
        with transaction.atomic():
            booking.save(force_insert=True)  # the database takes the places with the row, or neither
    except IntegrityError as error:
        if AGAIN in str(error) and (already := _pressed(by, key)) is not None:
            return already
        raise _refused(error) from error
    record(Verb.PLACE_BOOKED, booking, person=booking.person_id, municipality=booking.municipality_id)
    tell(municipality=booking.municipality_id, phone=service.phone, language="sq", template="stay_booked", at=at)
    return booking


@transaction.atomic
def arrive(*, by: Actor, at: datetime, booking: Booking) -> Booking:
    """She is there: from now on her hours run."""
    booking = _lock(by, booking)
    rules.check_move(Status(booking.status), Status.STAYING)
    booking.status, booking.arrived_at, booking.ends_at = Status.STAYING, at, due("emergency.placement", at)
    booking.save(update_fields=["status", "arrived_at", "ends_at"])
    record(Verb.CAME_TO_PLACE, booking, person=booking.person_id, municipality=booking.municipality_id)
    return booking


@transaction.atomic
def end(*, by: Actor, at: datetime, booking: Booking, onward: str, words: str = "") -> Booking:
    """Where she goes; her place is free from this moment on. `onward` is a code of that list."""
    booking = _lock(by, booking)
    rules.check_move(Status(booking.status), Status.ENDED)
    try:
        chosen = term("onward", onward)
    except UnknownTerm as unknown:
        raise NotAllowed("Say where she goes.") from unknown
    referral = _sent_on(by, booking) if chosen.extra["referral"] and by.kind is Kind.MUNICIPALITY else None
    rules.check_onward(
        chosen,
        Status(booking.status),
        came=booking.arrived_at is not None,
        referred=referral is not None,
        by_provider=by.kind is Kind.PROVIDER,
    )
    return _end(by, at, booking, onward, words, referral)


@transaction.atomic
def read_address(*, by: Actor, booking: Booking) -> str:
    """Where a hidden shelter is, for whoever holds a place there now; that it was read is in the journal."""
    booking = Booking.objects.visible_to(by).filter(IS_LIVE).select_related("service").get(pk=booking.pk)
    record(Verb.SHELTER_ADDRESS_READ, booking, person=booking.person_id, municipality=booking.municipality_id)
    return read_hidden_address(service=booking.service)


@transaction.atomic
def follow_clocks(*, by: Actor, at: datetime) -> int:
    """The job of one municipality. Before the end: whoever is responsible and the supervisor are told. At the end: whoever never came
    loses the place; who stays keeps her bed, and the stay is shown as run out until somebody says where she goes. Returns how many moved.
    """
    hours = figure("booking.warn", at.astimezone(TIRANE).date()).value
    soon = Q(warned_at=None, ends_at__lt=rules.warned_up_to(at, hours))
    over = Q(ends_at__lt=at, status__in=[Status.HELD, Status.STAYING])
    rows = Booking.objects.visible_to(by).filter(IS_LIVE).filter(soon | over).select_related("case__worker").order_by("pk")
    found = list(rows.select_for_update(of=("self",), skip_locked=True))
    for booking in found:
        if booking.ends_at >= at:
            _warn(at, booking)
        elif booking.status == Status.HELD:
            _end(by, at, booking, NEVER_CAME, "", None)
        else:
            _run_out(at, booking)
    return len(found)


def _run_out(at: datetime, booking: Booking) -> None:
    if booking.warned_at is None:
        _warn(at, booking)
    booking.status = Status.RUN_OUT
    booking.save(update_fields=["status"])
    record(Verb.STAY_RAN_OUT, booking, person=booking.person_id, municipality=booking.municipality_id)


def _warn(at: datetime, booking: Booking) -> None:
    """A message names nobody: the page it leads to asks for the account."""
    booking.warned_at = at
    booking.save(update_fields=["warned_at"])
    record(Verb.STAY_ENDS_SOON, booking, person=booking.person_id, municipality=booking.municipality_id)
    leads = Post.objects.on(at.astimezone(TIRANE).date()).filter(role="supervisor", institution__municipality=booking.municipality_id)
    told = {booking.case.worker, *Worker.objects.filter(pk__in=leads.values("worker"))}
    for worker in sorted(told, key=lambda one: one.username):
        tell_worker(municipality=booking.municipality_id, worker=worker, template="stay_ends", at=at, by=booking.ends_at)


def _end(by: Actor, at: datetime, booking: Booking, onward: str, words: str, referral: Referral | None) -> Booking:
    """The shelter forgets what it was told of the danger, and the name of somebody who never came."""
    booking.status, booking.ended_at, booking.ended_by_id, booking.onward = Status.ENDED, at, by.worker, onward
    booking.onward_words, booking.note, booking.referral = words.strip(), "", referral
    if booking.arrived_at is None:
        booking.person_name = ""
    fields: list[Any] = ["status", "ended_at", "ended_by", "onward", "onward_words", "note", "person_name"]
    booking.save(update_fields=fields + ["referral"] * (by.kind is Kind.MUNICIPALITY))
    record(Verb.STAY_ENDED, booking, person=booking.person_id, municipality=booking.municipality_id, reason=onward)
    return booking


def _case_of(by: Actor, at: datetime, person: Person) -> Case:
    """The case that runs, the protected one first; a new one when there is none: help begins with the bed."""
    open_cases = Case.objects.visible_to(by).filter(of_one(person)).exclude(status=CaseStatus.CLOSED)
    found = open_cases.order_by("file", "opened_at").first()  # no file stands last
    if found is not None:
        return lock_open(found, by)
    return open_case(by=by, at=at, person=person, urgency=TriageClass.EMERGENCY)


def _sent_on(by: Actor, booking: Booking) -> Referral | None:
    """The newest referral of the case since the booking that still stands."""
    standing = [ReferralStatus.SENT, ReferralStatus.ACCEPTED]
    sent = Referral.objects.visible_to(by).filter(case=booking.case_id, sent_at__gte=booking.booked_at, status__in=standing)
    return sent.order_by("-sent_at").first()


def _lock(by: Actor, booking: Booking) -> Booking:
    return Booking.objects.visible_to(by).select_for_update(of=("self",)).get(pk=booking.pk)


def _pressed(by: Actor, key: UUID) -> Booking | None:
    return Booking.objects.visible_to(by).filter(key=key).first()


def _refused(error: IntegrityError) -> Exception:
    """What the database did not let happen, as a sentence."""
    said = str(error)
    return rules.full() if FULL in said else rules.placed_already() if TWICE in said else error
