"""From a planned need to its answer: referrals that are accepted, declined or met with silence, places, sessions, outcomes."""

from datetime import date, datetime, timedelta

from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import TriageClass
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.delivery.rules import NEED_AFTER, Outcome
from bashke.person.delivery.rules import Status as Place
from bashke.person.people.models import Consent
from bashke.person.people.rules import USUALLY_SHARED, Given, age_on
from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status

from .cases import File, Line, move
from .world import Offer, Stay, World, words

N = NeedStatus
WITHOUT_A_SERVICE = 0.18  # needs that worker and person answer themselves
TRIES = 3
ANSWERS = {Status.ACCEPTED: 0.77, Status.DECLINED: 0.14, Status.SENT: 0.09}  # the last: silence
OUTCOMES = {Outcome.MET: 0.63, Outcome.PARTLY: 0.2, Outcome.NOT_MET: 0.09, Outcome.LEFT: 0.08}
LONGEST_WAIT = timedelta(days=110)
GAPS = ("too_far", "cannot_pay", "not_accessible", "documents_missing", "refused_by_person")
BETWEEN_SESSIONS = timedelta(days=21)
GROUP = 12


def answer(world: World, case: File, line: Line) -> None:
    """One planned need, until it has its answer or the present comes."""
    at, tried, before = world.clocks.later(world.rng, case.agreed or world.now, 0, 12), set[int](), None
    if world.happens(WITHOUT_A_SERVICE):
        return _by_themselves(world, case, line, world.clocks.later(world.rng, at, 3, 30))
    for _ in range(TRIES):
        if at >= world.now:
            return None
        offer = _choose(world, case, line, at, tried)
        if offer is None:
            return _unmet(world, case, line, at, "no_place" if tried else "no_such_service")
        tried.add(offer.service)
        following = _refer(world, case, line, offer, at, before)
        if following is None:
            return None
        at, before = following
    return _unmet(world, case, line, at, "provider_declined")


def _by_themselves(world: World, case: File, line: Line, at: datetime) -> None:
    if at >= world.now:
        return
    to = world.rng.choices((N.MET, N.UNMET, N.WITHDRAWN), (62, 22, 16))[0]
    move(world, case, line, to, at, case.worker, reason=world.rng.choice(GAPS) if to is N.UNMET else "")


def _unmet(world: World, case: File, line: Line, at: datetime, reason: str) -> None:
    if at < world.now:
        move(world, case, line, N.UNMET, at, case.worker, reason=reason)


def _choose(world: World, case: File, line: Line, at: datetime, tried: set[int]) -> Offer | None:
    """As casework proposes: services that answer the need and serve the age; a free place first, then the nearest."""
    age = age_on(case.human.birth_date, at.date())
    open_ = [offer for offer in world.offers if offer.service not in tried and offer.takes(line.domain, age)]
    if not open_:
        return None
    open_.sort(key=lambda offer: (offer.room == 0, offer.km, offer.service))
    return world.rng.choice(open_[:3])


def _refer(world: World, case: File, line: Line, offer: Offer, at: datetime, before: str | None) -> tuple[datetime, str | None] | None:
    """One referral. None when it led to an answer or waits for one; else when the worker acts again, and after which referral."""
    due = world.clocks.due("referral.answer_emergency" if case.urgency is TriageClass.EMERGENCY else "referral.answer", at)
    row = {
        "id": world.uid(), "case_id": case.id, "need_id": line.id, "person_id": case.human.id, "service_id": offer.service,
        "consent_id": (consent := world.uid()),
        "provider_id": offer.provider, "person_name": case.human.name, "person_age": age_on(case.human.birth_date, at.date()),
        "person_phone": case.human.phone, "person_language": case.human.language, "domain": line.domain,
        "purpose": world.says("domains", line.domain, "purpose"), "agreed_at": at, "sent_by_id": case.worker.worker, "sent_at": at,
        "due_at": due, "after_id": before, "synthetic": True, "status": Status.SENT,
    }  # fmt: skip
    referral, subject = str(row["id"]), f"referrals.Referral:{row['id']}"
    world.add(
        Consent, id=consent, person_id=case.human.id, recipient_id=offer.provider, purpose=row["purpose"], fields=list(USUALLY_SHARED),
        given=Given.SIGNED if case.agreed else Given.SPOKEN, given_at=at, recorded_by_id=case.worker.worker, synthetic=True,
    )  # fmt: skip
    move(world, case, line, N.REFERRED, at, case.worker, referral=referral, due=due)
    world.log(Verb.REFERRAL_SENT, subject, case.worker, case.human.id)
    result, answered = _answered(world, at, due)
    if answered >= world.now:
        world.add(Referral, **row | {"escalated_at": _escalated(world, due)})
        return None
    if result is Status.ACCEPTED:
        row |= _answer(world, offer, result, answered)
        world.log(Verb.REFERRAL_ACCEPTED, subject, offer.manager, case.human.id)
        move(world, case, line, N.WAITING, answered, offer.manager, referral=referral)
        following = _enrol(world, case, line, offer, row, answered)
        world.add(Referral, **row)
        return following
    declined = result is Status.DECLINED
    by = offer.manager if declined else case.worker
    withdrawn = {"status": result, "answer_words": world.says("withdrawn"), "person_phone": ""}
    changes = _answer(world, offer, result, answered) if declined else withdrawn
    world.add(Referral, **row | {"escalated_at": _escalated(world, due) if due < answered else None} | changes)
    world.log(Verb.REFERRAL_DECLINED if declined else Verb.REFERRAL_WITHDRAWN, subject, by, case.human.id)
    move(world, case, line, N.PLANNED, answered, by, referral=referral)
    return world.clocks.later(world.rng, answered, 0, 6), referral


def _answered(world: World, at: datetime, due: datetime) -> tuple[Status, datetime]:
    """What the provider says and when; a silent one is given up some days after the clock ran out."""
    result = world.rng.choices(tuple(ANSWERS), tuple(ANSWERS.values()))[0]
    if result is Status.SENT:
        return Status.WITHDRAWN, world.clocks.later(world.rng, due, 3, 18)
    return result, world.clocks.pace(world.rng, at, due)


def _escalated(world: World, due: datetime) -> datetime | None:
    """The job that looks every five minutes has seen the silence."""
    return due + timedelta(minutes=world.rng.randrange(1, 5)) if due + timedelta(minutes=5) < world.now else None


def _answer(world: World, offer: Offer, status: Status, at: datetime) -> dict[str, object]:
    said: dict[str, object] = {"status": status, "answered_by_id": offer.manager.worker, "answered_at": at}
    if status is Status.DECLINED:
        reason = world.rng.choice(list(words("decline")))
        return said | {"decline_reason": reason, "answer_words": words("decline", reason), "person_phone": ""}
    return said | {"answer_words": world.says("accepted")}


def _enrol(
    world: World, case: File, line: Line, offer: Offer, sent: dict[str, object], accepted: datetime
) -> tuple[datetime, str | None] | None:
    """Waiting list, place, outcome. None when she waits, is served or has her answer; else the worker acts again.

    `sent` is the referral, which is over when the service is.
    """
    (low, high), referral = offer.stay, str(sent["id"])
    came = world.clocks.later(world.rng, accepted, 0, 14)
    left = world.clocks.later(world.rng, came, low, high)
    row = {
        "id": world.uid(), "referral_id": referral, "service_id": offer.service, "provider_id": offer.provider, "person_id": case.human.id,
        "person_name": case.human.name, "status": Place.WAITING, "waiting_since": accepted.date(), "synthetic": True,
    }  # fmt: skip
    if came < world.now <= left and offer.room == 0:
        return _no_place(world, case, line, offer, row, sent, accepted)
    if came < world.now:
        row |= {"status": Place.ENROLLED, "enrolled_on": came.date()}
        move(world, case, line, N.BEING_MET, came, offer.manager, referral=referral)
        world.log(Verb.ENROLLED, f"delivery.Enrolment:{row['id']}", offer.manager, case.human.id)
        over = left < world.now
        if not over and offer.room is not None:
            offer.room -= 1
        stay = Stay(str(row["id"]), case.human.id, came.date(), left.date() if over else None)
        world.stays.setdefault(offer.service, []).append(stay)
        if over:
            sent["over_on"] = left.date()
            return _end(world, case, line, offer, row, left)
    world.add(Enrolment, offer.manager.post, **row)
    return None


def _no_place(
    world: World, case: File, line: Line, offer: Offer, row: dict[str, object], sent: dict[str, object], accepted: datetime
) -> tuple[datetime, str | None] | None:
    """Every place is taken: she waits; after months the provider says that it will not be, and the worker looks elsewhere."""
    given_up = accepted + LONGEST_WAIT
    if given_up >= world.now:
        world.add(Enrolment, offer.manager.post, **row)
        return None
    sent["over_on"] = given_up.date()
    ended = {"status": Place.ENDED, "ended_on": given_up.date(), "outcome": Outcome.NOT_MET, "outcome_words": ""}
    world.add(Enrolment, offer.manager.post, **row | ended)
    move(world, case, line, NEED_AFTER[Outcome.NOT_MET][0], given_up, offer.manager, referral=str(row["referral_id"]))
    return world.clocks.later(world.rng, given_up, 1, 8), None


def _end(world: World, case: File, line: Line, offer: Offer, row: dict[str, object], at: datetime) -> tuple[datetime, str | None] | None:
    """The service is over: its outcome moves the need, as in delivery."""
    outcome = world.rng.choices(tuple(OUTCOMES), tuple(OUTCOMES.values()))[0]
    rung = {Outcome.MET: max(3, line.rung + 1), Outcome.PARTLY: 2, Outcome.NOT_MET: line.rung}.get(outcome)
    world.add(Enrolment, offer.manager.post, **row | {
        "status": Place.ENDED, "ended_on": at.date(), "outcome": outcome, "outcome_rung": rung, "outcome_words": words("ended", outcome),
    })  # fmt: skip
    to, reason = NEED_AFTER[outcome]
    move(world, case, line, to, at, offer.manager, reason=reason, referral=str(row["referral_id"]))
    world.log(Verb.OUTCOME_RECORDED, f"delivery.Enrolment:{row['id']}", offer.manager, case.human.id, outcome)
    if to is not N.PLANNED:
        return None
    following = world.clocks.later(world.rng, at, 2, 12)
    if world.happens(0.5):
        return following, None
    _by_themselves(world, case, line, following)
    return None


def hold_sessions(world: World) -> None:
    """The register: every third week a session of each service for those who were in it, most of whom came."""
    for offer in world.offers:
        stays = world.stays.pop(offer.service, [])
        if not stays:
            continue
        day = min(stay.since for stay in stays) + timedelta(days=world.rng.randrange(1, 10))
        while day < world.clocks.today:
            inside = [stay for stay in stays if stay.since <= day and (stay.until is None or day <= stay.until)]
            if inside and day.weekday() < 5:
                for first in range(0, len(inside), GROUP):
                    _session(world, offer, day, inside[first : first + GROUP])
            day += BETWEEN_SESSIONS


def _session(world: World, offer: Offer, day: date, expected: list[Stay]) -> None:
    session, minutes = world.uid(), world.rng.choice((45, 60, 60, 90, 120))
    recorded = datetime(day.year, day.month, day.day, 16, world.rng.randrange(60), tzinfo=world.now.tzinfo)
    world.pouring.add(
        Session, offer.manager.post, id=session, service_id=offer.service, provider_id=offer.provider, held_on=day, minutes=minutes,
        topic=world.says("topics"), recorded_by_id=offer.manager.worker, recorded_at=recorded, key=world.uid(),
    )  # fmt: skip
    for stay in expected:
        world.add(
            Attendance, offer.manager.post, session_id=session, enrolment_id=stay.enrolment, provider_id=offer.provider,
            person_id=stay.person, held_on=day, minutes=minutes, present=world.happens(0.86),
        )  # fmt: skip
        world.log(Verb.SESSION_RECORDED, f"delivery.Session:{session}", offer.manager, stay.person)
