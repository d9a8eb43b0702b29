"""Incidents, one row for each person concerned, and what was done."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import label, term
from bashke.person.protection.models import reachable

from .rules import WORDS, Status, is_late

COLOUR = {Status.REPORTED: "red", Status.SEEN: "amber", Status.CLOSED: ""}


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, actor: Actor) -> "IncidentQuerySet":
        """The provider that recorded it, and the municipality of the person it concerns; of a protected file its team."""
        if actor.kind is Kind.PROVIDER:
            return self.filter(provider=actor.institution)
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(reachable(actor, "enrolment__referral__case__file"), municipality=actor.municipality)
        return self.none()


class Incident(models.Model):
    """What happened to one person in one service. Rows of one `event` were recorded together, and each municipality reads its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    event = models.UUIDField()  # one press of the button
    enrolment = models.ForeignKey("delivery.Enrolment", models.PROTECT, related_name="incidents")
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="+")
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=40)  # a code of `incident_kind`
    happened_at = models.DateTimeField()
    hurt = models.BooleanField()
    what = models.TextField()
    done = models.TextField()  # what was done at once
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.REPORTED)
    reported_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField()
    seen_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "enrolment"], name="one_press_one_incident"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(done=""), name="an_incident_says_what_and_what_was_done"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("reported_at")), name="an_incident_has_happened"),
            models.CheckConstraint(
                condition=Q(status=Status.REPORTED, seen_by=None, seen_at=None)
                | ~Q(status=Status.REPORTED) & Q(seen_by__isnull=False, seen_at__isnull=False),
                name="somebody_with_a_name_has_looked",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_by__isnull=False, closed_at__isnull=False)
                | ~Q(status=Status.CLOSED) & Q(closed_by=None, closed_at=None),
                name="somebody_with_a_name_has_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "due_at"], condition=~Q(status=Status.CLOSED), name="incident_open"),
            models.Index(fields=["provider", "-reported_at"], name="incident_of_provider"),
            models.Index(fields=["municipality", "-reported_at"], name="incident_of_municipality"),
        ]

    @property
    def kind_name(self) -> str:
        return label("incident_kind", self.kind)

    @property
    def against_staff(self) -> bool:
        return bool(term("incident_kind", self.kind).extra["staff"])

    @property
    def status_name(self) -> str:
        return str(WORDS[Status(self.status)])

    @property
    def status_colour(self) -> str:
        return COLOUR[Status(self.status)]

    def is_late_at(self, now: datetime) -> bool:
        return is_late(Status(self.status), self.due_at, now)


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, actor: Actor) -> "StepQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(actor).values("pk"))


class Step(models.Model):
    """What was done about an incident, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_step_says_what_was_done")]
        indexes = [models.Index(fields=["incident", "at"])]
