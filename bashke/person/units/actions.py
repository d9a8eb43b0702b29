"""Closing a month, and correcting it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb

from .models import Line
from .queries import month_of
from .rules import check_close, first_of


@transaction.atomic
def close_month(*, by: Actor, at: datetime, service: Service, month: date, reason: str = "") -> Line:
    """Write down what a service delivered in a month that is over. Closed again it is a correction: a further line, with its reason."""
    service = Service.objects.visible_to(by).select_for_update().get(pk=service.pk, provider=by.institution)
    month, today = first_of(month), timezone.localdate(at)
    seen = month_of(by, service, month, today)
    check_close(month=month, today=today, now=seen.counts, lines=[line.counts for line in seen.lines], reason=reason)
    line: Line = Line.objects.create(  # type: ignore[misc]
        service=service, provider_id=service.provider_id, month=month, number=len(seen.lines) + 1, unit=seen.unit, places=service.places,
        persons=seen.counts.persons, sessions=seen.counts.sessions, minutes=seen.counts.minutes, days=seen.counts.days,
        reason=reason.strip()[:300] if seen.lines else "", closed_by_id=by.worker, closed_at=at,
    )  # fmt: skip
    record(Verb.MONTH_CLOSED, line, municipality=service.municipality_id)
    return line
