"""The verbs of an incident: report, see, add what was done, close."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, term
from bashke.ground.law.rules import TIRANE, NotAllowed, UnknownTerm
from bashke.ground.notices.actions import tell_worker
from bashke.person.delivery.models import Enrolment
from bashke.person.people.rules import signer

from . import rules
from .models import Incident, Step
from .rules import Status


@transaction.atomic
def report(
    *, by: Actor, at: datetime, service: Service, kind: str, happened_at: datetime, people: Collection[UUID], hurt: Collection[UUID],
    what: str, done: str, event: UUID,
) -> list[Incident]:  # fmt: skip
    """What happened, to whom (ids of enrolments of this service), who was hurt, what was done at once. The same `event` again gives back its rows."""
    already = list(Incident.objects.visible_to(by).filter(event=event).order_by("enrolment"))
    if already:
        return already
    rules.check_people(people, hurt)
    rules.check_words(what)
    rules.check_words(done)
    clock = _clock(kind)
    found = list(Enrolment.objects.visible_to(by).filter(service=service, pk__in=people, enrolled_on__isnull=False).order_by("pk"))
    if len(found) < len(set(people)):
        raise NotAllowed("One of these people was not in the service at that time.")
    first = max(one.enrolled_on for one in found if one.enrolled_on)
    rules.check_moment(happened_at, at, datetime.combine(first, time.min, tzinfo=TIRANE))
    rows = [
        Incident(
            event=event, enrolment=one, service=service, provider_id=one.provider_id, municipality_id=one.municipality_id,
            person_id=one.person_id, kind=kind, happened_at=happened_at, hurt=one.pk in hurt, what=what.strip(), done=done.strip(),
            reported_by_id=signer(by), reported_at=at, due_at=due(clock, at), synthetic=one.synthetic,
        )
        for one in found
    ]  # fmt: skip
    Incident.objects.bulk_create(rows)
    record_many([(Verb.INCIDENT_REPORTED, row, row.person_id, row.municipality_id, kind) for row in rows])
    for lau in sorted({row.municipality_id for row in rows}):
        _tell(lau, at, rows[0].due_at)
    return rows


@transaction.atomic
def see(*, by: Actor, at: datetime, incident: Incident) -> Incident:
    """Somebody of the municipality, by name, has looked and follows it."""
    if by.kind is not Kind.MUNICIPALITY:
        raise NotAllowed("The municipality looks at it.")
    incident = _lock(by, incident)
    rules.check_move(Status(incident.status), Status.SEEN)
    incident.status, incident.seen_by_id, incident.seen_at = Status.SEEN, signer(by), at
    incident.save(update_fields=["status", "seen_by", "seen_at"])
    record(Verb.INCIDENT_SEEN, incident, person=incident.person_id, municipality=incident.municipality_id)
    return incident


@transaction.atomic
def add_step(*, by: Actor, at: datetime, incident: Incident, words: str) -> Step:
    """What was done about it since."""
    rules.check_words(words)
    incident = _lock(by, incident)
    if incident.status == Status.CLOSED:
        rules.check_move(Status.CLOSED, Status.SEEN)
    return _step(by, at, incident, words)


@transaction.atomic
def close(*, by: Actor, at: datetime, incident: Incident, words: str) -> Incident:
    """What came of it. What is said against the provider's own staff only the municipality closes; the database holds to that too."""
    rules.check_words(words)
    incident = _lock(by, incident)
    rules.check_move(Status(incident.status), Status.CLOSED)
    rules.check_closer(against_staff=incident.against_staff, by_provider=by.kind is Kind.PROVIDER)
    _step(by, at, incident, words)
    incident.status, incident.closed_by_id, incident.closed_at = Status.CLOSED, signer(by), at
    incident.save(update_fields=["status", "closed_by", "closed_at"])
    record(Verb.INCIDENT_CLOSED, incident, person=incident.person_id, municipality=incident.municipality_id)
    return incident


def _step(by: Actor, at: datetime, incident: Incident, words: str) -> Step:
    step = Step(
        incident=incident, municipality_id=incident.municipality_id, provider_id=incident.provider_id, words=words.strip(),
        by_id=signer(by), at=at,
    )  # fmt: skip
    step.save(force_insert=True)
    record(Verb.INCIDENT_FOLLOWED, incident, person=incident.person_id, municipality=incident.municipality_id)
    return step


def _clock(kind: str) -> str:
    try:
        return f"incident.{term('incident_kind', kind).extra['clock']}"
    except UnknownTerm as unknown:
        raise NotAllowed("Choose what happened.") from unknown


def _tell(lau: str, at: datetime, by_when: datetime) -> None:
    """The supervisors of the municipality, at once: a message that names nobody. Whoever is responsible finds it first in her day."""
    leads = Post.objects.on(at.astimezone(TIRANE).date()).filter(role="supervisor", institution__municipality=lau)
    for worker in Worker.objects.filter(pk__in=leads.values("worker")).order_by("username"):
        tell_worker(municipality=lau, worker=worker, template="incident", at=at, by=by_when)


def _lock(by: Actor, incident: Incident) -> Incident:
    return Incident.objects.visible_to(by).select_for_update(of=("self",)).get(pk=incident.pk)
