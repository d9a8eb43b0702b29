"""Months that providers closed. No person stands in them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind

from .rules import Counts, Unit

TOLD = ("id", "service", "provider", "month", "number", "closed_at")  # what a municipality reads of a closed month


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, actor: Actor) -> "LineQuerySet":
        """The provider's own books. A municipality learns of the services that take its people that a month was closed and when, and no number:
        a sum over all people of a service would tell of those that are closed to the reader."""
        if actor.kind is Kind.PROVIDER:
            return self.filter(provider=actor.institution)
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(service__covers__municipality=actor.municipality).only(*TOLD)
        return self.none()


class Line(models.Model):
    """One service and month as it was counted when it was closed. Written once; the highest `number` holds, the first is the closing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="unit_lines", db_index=False)
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=[(u, u) for u in Unit])
    persons = models.PositiveIntegerField()
    sessions = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    places = models.PositiveIntegerField(null=True)  # offered when the month was closed
    reason = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "month", "number"], name="a_month_is_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_begins_on_its_first_day"),
            models.CheckConstraint(condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""), name="no_month_corrected_without_reason"),
        ]
        ordering = ["number"]

    @property
    def counts(self) -> Counts:
        return Counts(self.persons, self.sessions, self.minutes, self.days)

    @property
    def amount(self) -> int:
        return self.counts.amount(Unit(self.unit))
