"""Which incidents are open, whose, and which nobody has looked at in time."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import figure
from bashke.ground.law.rules import TIRANE
from bashke.person.casework.models import Case
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Status as EnrolmentStatus

from .models import Incident, IncidentQuerySet, Step
from .rules import Status, recorded_late

SHOWN = 50


def shown(actor: Actor) -> IncidentQuerySet:
    """With what a line about it says; a provider is told of its own register only."""
    related = ["service", "enrolment", "municipality", "reported_by", "seen_by", "closed_by"]
    return Incident.objects.visible_to(actor).select_related(*related, *(["person"] if actor.kind is Kind.MUNICIPALITY else []))


def still_open(actor: Actor) -> QuerySet[Incident]:
    """What is not closed, the nearest clock first."""
    return shown(actor).exclude(status=Status.CLOSED).order_by("due_at", "pk")


def closed(actor: Actor) -> list[Incident]:
    return list(shown(actor).filter(status=Status.CLOSED).order_by("-closed_at", "pk")[:SHOWN])


def of_workers(actor: Actor, whose: Iterable[UUID]) -> QuerySet[Incident]:
    """Open incidents of these workers' people, for their day."""
    return still_open(actor).filter(enrolment__referral__case__worker__among=whose)


def steps_of(incident: Incident) -> list[Step]:
    return list(Step.objects.filter(incident=incident).select_related("by").order_by("at", "pk"))


def together(actor: Actor, incident: Incident) -> list[Incident]:
    """The other rows of the same event that this actor may see."""
    return list(shown(actor).filter(event=incident.event).exclude(pk=incident.pk).order_by("pk"))


def in_service(actor: Actor, service: Service) -> list[Enrolment]:
    """Whom an incident can concern: everybody in the service now."""
    rows = Enrolment.objects.visible_to(actor).filter(service=service, status=EnrolmentStatus.ENROLLED)
    return list(rows.order_by("person_name", "pk"))


def was_recorded_late(incident: Incident) -> bool:
    hours = figure("incident.report", incident.reported_at.astimezone(TIRANE).date()).value
    return recorded_late(incident.happened_at, incident.reported_at, hours)


def open_ends(case: Case) -> list[str]:
    """What incidents still ask of a case: for its closure."""
    rows = Incident.objects.filter(enrolment__referral__case=case).exclude(status=Status.CLOSED).select_related("service")
    return [gettext("%(service)s: an incident is not closed.") % {"service": row.service.name} for row in rows.order_by("due_at", "pk")]
