"""The verbs of delivery: a place on the waiting list, a place in the service, sessions with attendance, the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from bashke.ground.access.models import Post
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.actions import free_place, take_place
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import TIRANE, NotAllowed
from bashke.ground.notices.actions import tell
from bashke.person.casework.actions import move_need
from bashke.person.casework.rules import NEXT_NEED, NeedStatus
from bashke.person.referrals.actions import close
from bashke.person.referrals.models import Referral

from . import rules
from .models import Attendance, Enrolment, Session
from .queries import before_in_line, what_was_shared
from .rules import HOLDS_A_PLACE, NEED_AFTER, Outcome, Status


@transaction.atomic
def open_enrolment(*, by: Actor, at: datetime, referral: Referral) -> Enrolment | None:
    """After an acceptance: the person stands on the service's waiting list. The acceptance is what the journal keeps.

    A provider without an account keeps no register here: its need waits, and the social worker says what became of it.
    """
    if by.worker is None and not Post.objects.filter(institution=referral.provider_id).on(_day(at)).exists():
        return None
    return Enrolment.objects.create(
        referral=referral, service_id=referral.service_id, provider_id=referral.provider_id, municipality_id=referral.municipality_id,
        person_id=referral.person_id, person_name=referral.who, waiting_since=_day(at), synthetic=referral.synthetic,
    )  # fmt: skip


@transaction.atomic
def enrol(*, by: Actor, at: datetime, enrolment: Enrolment, on: date, out_of_turn: str = "") -> Enrolment:
    """She has come: takes a place of the service, and her need is being met. Raises NotAllowed when all places are taken.

    `out_of_turn`: the listed reason, needed when others wait before her for the places that are free.
    """
    service, enrolment = _locked(by, enrolment)
    offered = enrolment.status == Status.OFFERED
    rules.check_move(Status(enrolment.status), Status.ENROLLED)
    rules.check_day(on, today=_day(at), earliest=enrolment.waiting_since)
    if not offered:  # an offered place is held already
        before, listed = before_in_line([enrolment.pk])[enrolment.pk], [row.code for row in terms("out_of_turn_reason", _day(at))]
        take_place(service)
        enrolment.out_of_turn = rules.check_turn(before, service.free, out_of_turn, listed)
    enrolment.status, enrolment.enrolled_on = Status.ENROLLED, on
    enrolment.save(update_fields=["status", "enrolled_on", "out_of_turn"])
    referral = what_was_shared(by, enrolment)
    if referral is None:
        raise NotAllowed("The consent to share this person's data has ended. Ask the social worker.")
    move_need(by=by, at=at, need=referral.need, to=NeedStatus.BEING_MET, referral=referral)
    record(Verb.ENROLLED, enrolment, person=enrolment.person_id, municipality=enrolment.municipality_id, reason=enrolment.out_of_turn)
    _tell(enrolment, referral, "enrolled", at, by=on)
    return enrolment


@transaction.atomic
def offer_next(*, by: Actor, at: datetime, service: Service, without: Enrolment | None = None) -> Enrolment | None:
    """Hold a free place for the next in the line, and tell her; None when no place is free or nobody waits.

    `without`: who has just let this place pass.
    """
    service = _lock_service(by, service.pk)
    if not service.free:
        return None
    waiting = Enrolment.objects.visible_to(by).filter(service=service, status=Status.WAITING)
    before = before_in_line(pk for pk in waiting.values_list("pk", flat=True) if without is None or pk != without.pk)
    if not before:
        return None
    _service, enrolment = _locked(by, waiting.get(pk=min(before, key=lambda pk: before[pk])))
    rules.check_move(Status(enrolment.status), Status.OFFERED)
    take_place(service)
    enrolment.status, enrolment.offered_at = Status.OFFERED, at
    enrolment.offer_until = due("place.offer", at, enrolment.municipality_id)
    enrolment.save(update_fields=["status", "offered_at", "offer_until"])
    record(Verb.PLACE_OFFERED, enrolment, person=enrolment.person_id, municipality=enrolment.municipality_id)
    if (referral := what_was_shared(by, enrolment)) is not None:
        _tell(enrolment, referral, "place_offered", at, by=enrolment.offer_until)
    return enrolment


def offer_new_places(*, by: Actor, at: datetime, service: Service) -> None:
    """The number of places was raised by the provider: each free place is offered to the next in the line."""
    while by.kind is Kind.PROVIDER and offer_next(by=by, at=at, service=service):
        pass


@transaction.atomic
def pass_on(*, by: Actor, at: datetime, enrolment: Enrolment, reason: str) -> Enrolment:
    """The offer came to nothing: she waits on, behind the others of her urgency, and the place is offered to the next."""
    service, enrolment = _locked(by, enrolment)
    rules.check_move(Status(enrolment.status), Status.WAITING)
    rules.check_reason(reason, [row.code for row in terms("offer_passed_reason", _day(at))])
    free_place(service)
    enrolment.status, enrolment.passed_at, enrolment.passed_reason = Status.WAITING, at, reason
    enrolment.save(update_fields=["status", "passed_at", "passed_reason"])
    record(Verb.OFFER_PASSED, enrolment, person=enrolment.person_id, municipality=enrolment.municipality_id, reason=reason)
    offer_next(by=by, at=at, service=service, without=enrolment)
    return enrolment


@transaction.atomic
def record_session(
    *, by: Actor, at: datetime, service: Service, held_on: date, minutes: int, topic: str,
    present: Sequence[Enrolment], absent: Sequence[Enrolment], key: UUID, rung: int | None = None, words: str = "",
) -> Session:  # fmt: skip
    """One session and everybody who was expected. The same `key` again gives back the session that is already there.

    `rung` and `words`: how it goes with one person, when the session was with her alone.
    """
    if (already := _recorded(by, key)) is not None:
        return already
    rules.check_minutes(minutes)
    rules.check_group(present, absent)
    rules.check_progress(len(present) + len(absent), bool(present), rung, words.strip())
    came = {enrolment.pk for enrolment in present}
    expected = _expected(by, service, [*present, *absent], held_on)
    rules.check_day(held_on, today=_day(at), earliest=min(e.waiting_since for e in expected))
    try:
        with transaction.atomic():
            session = Session.objects.create(  # type: ignore[misc]
                service=service, provider_id=by.institution, held_on=held_on, minutes=minutes, topic=topic.strip(),
                recorded_by_id=by.worker, recorded_at=at, key=key,
            )  # fmt: skip
    except IntegrityError:
        if (already := _recorded(by, key)) is None:
            raise
        return already
    Attendance.objects.bulk_create(
        Attendance(
            session=session, enrolment=e, provider_id=e.provider_id, municipality_id=e.municipality_id, person_id=e.person_id,
            held_on=held_on, minutes=minutes, present=e.pk in came, rung=rung, words=words.strip(),
        )
        for e in expected
    )  # fmt: skip
    record_many([(Verb.SESSION_RECORDED, session, e.person_id, e.municipality_id, "") for e in expected])
    return session


@dataclass(frozen=True)
class GroupDay:
    """What is recorded of a group for one day of a week. `key`: the press of the button, for this day."""

    held_on: date
    minutes: int
    topic: str
    present: tuple[Enrolment, ...]
    absent: tuple[Enrolment, ...]
    key: UUID

    def is_in(self, session: Session) -> bool:
        """Is this session, with its attendance, what is recorded here?"""
        marks = {row.enrolment_id: row.present for row in session.attendance.all()}
        asked = {**{e.pk: True for e in self.present}, **{e.pk: False for e in self.absent}}
        return (session.key, session.held_on, session.minutes, marks) == (self.key, self.held_on, self.minutes, asked)


@transaction.atomic
def record_week(*, by: Actor, at: datetime, service: Service, days: Sequence[GroupDay]) -> list[Session]:
    """A session of the group for each day, or none at all. Raises NotAllowed when somebody else recorded one of the days meanwhile.

    The same press again, with the same marks, gives back the sessions that are already there.
    """
    _hold(by, service, {e.pk for day in days for e in (*day.present, *day.absent)})
    asked = {day.held_on: day for day in days}
    held = Session.objects.visible_to(by).filter(service=service, held_on__in=asked).prefetch_related("attendance").order_by("held_on")
    rules.check_days_free(sorted({session.held_on for session in held if not asked[session.held_on].is_in(session)}))
    return [
        record_session(
            by=by, at=at, service=service, held_on=day.held_on, minutes=day.minutes, topic=day.topic,
            present=day.present, absent=day.absent, key=day.key,
        )
        for day in days
    ]  # fmt: skip


@transaction.atomic
def end(
    *, by: Actor, at: datetime, enrolment: Enrolment, on: date, outcome: Outcome, rung: int | None = None, words: str = ""
) -> Enrolment:
    """What came of it. Frees the place, which is offered to the next in the line; the need goes where the outcome leads,
    unless the municipality answered it meanwhile.
    """
    service, enrolment = _locked(by, enrolment)
    rules.check_move(Status(enrolment.status), Status.ENDED)
    rules.check_outcome(Status(enrolment.status), outcome, rung)
    last = Attendance.objects.filter(enrolment=enrolment).order_by("-held_on").values_list("held_on", flat=True).first()
    rules.check_day(on, today=_day(at), earliest=last or enrolment.enrolled_on or enrolment.waiting_since)
    if held := enrolment.status in HOLDS_A_PLACE:
        free_place(service)
    enrolment.status, enrolment.ended_on, enrolment.outcome = Status.ENDED, on, outcome
    enrolment.outcome_rung, enrolment.outcome_words = rung, words.strip()
    enrolment.save(update_fields=["status", "ended_on", "outcome", "outcome_rung", "outcome_words"])
    if (referral := what_was_shared(by, enrolment)) is not None:  # else the consent ran out: the municipality carries the outcome on
        _carry(by, at, enrolment, referral)
    record(Verb.OUTCOME_RECORDED, enrolment, person=enrolment.person_id, municipality=enrolment.municipality_id, reason=outcome)
    if held:
        offer_next(by=by, at=at, service=service)
    return enrolment


@transaction.atomic
def stop(*, by: Actor, at: datetime, referral: Referral) -> None:
    """The person took her consent back: the municipality ends what runs, and the need is its own again.

    The place is freed by the guard, because it may be a provider's in another municipality.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.end_without_consent(%s, %s)", (referral.pk, _day(at)))
    if NeedStatus.PLANNED in NEXT_NEED[NeedStatus(referral.need.status)]:
        move_need(by=by, at=at, need=referral.need, to=NeedStatus.PLANNED, referral=referral)


@transaction.atomic
def carry_outcomes(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: outcomes recorded by a provider that could no longer read the need move it now."""
    ended = Enrolment.objects.visible_to(by).filter(status=Status.ENDED, referral__status="accepted", referral__over_on=None)
    # The municipality may change the referral and only read the enrolment: the first can be locked, the second cannot.
    rows = list(ended.select_related("referral__need").select_for_update(of=("referral",), skip_locked=True))
    for enrolment in rows:
        _carry(by, at, enrolment, enrolment.referral)
    return len(rows)


def _carry(by: Actor, at: datetime, enrolment: Enrolment, referral: Referral) -> None:
    """The outcome moves the need, and then the slice is closed to the provider."""
    outcome, ended_on = Outcome(enrolment.outcome), enrolment.ended_on
    if rules.moves_the_need(NeedStatus(referral.need.status), outcome):
        to, reason = NEED_AFTER[outcome]
        move_need(by=by, at=at, need=referral.need, to=to, reason=reason, referral=referral, rung=enrolment.outcome_rung)
    close(by=by, referral=referral, on=ended_on or _day(at))


def _tell(enrolment: Enrolment, referral: Referral, template: str, at: datetime, **values: Any) -> None:
    tell(
        municipality=enrolment.municipality_id, person=enrolment.person_id, phone=referral.person_phone,
        language=referral.person_language or "sq", template=template, at=at, **values,
    )  # fmt: skip


def _day(at: datetime) -> date:
    return at.astimezone(TIRANE).date()


def _locked(by: Actor, enrolment: Enrolment) -> tuple[Service, Enrolment]:
    """The service, then the enrolment, as they are now: in this order everywhere, so that nobody waits in a circle."""
    service = _lock_service(by, enrolment.service_id)
    return service, Enrolment.objects.visible_to(by).select_for_update(of=("self",)).get(pk=enrolment.pk)


def _lock_service(by: Actor, pk: int) -> Service:
    return Service.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)


def _hold(by: Actor, service: Service, people: set[UUID]) -> None:
    """One week of a service is written at a time: first the service, then its people, in the order in which places are given and freed."""
    Service.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=service.pk)
    list(Enrolment.objects.visible_to(by).filter(pk__in=people).order_by("pk").select_for_update(of=("self",), no_key=True))


def _recorded(by: Actor, key: UUID) -> Session | None:
    return Session.objects.visible_to(by).filter(key=key).first()


def _expected(by: Actor, service: Service, people: Sequence[Enrolment], held_on: date) -> list[Enrolment]:
    """The enrolments as they are now, of this service only; whoever was not in it on the day is named."""
    found = list(Enrolment.objects.visible_to(by).filter(service=service, pk__in=[e.pk for e in people]).order_by("person_name", "pk"))
    inside = {e.pk for e in found if rules.served_on(held_on, e.enrolled_on, e.ended_on)}
    rules.check_served([e.person_name for e in people if e.pk not in inside], held_on)
    return found
