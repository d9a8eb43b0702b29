"""The needs ledger: one row for each need, one step for each change. Nothing is ever deleted."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.journal.models import history

from ..rules import ANSWERED, LIVE, NeedStatus
from .cases import Case, FileQuerySet

STATUSES = [(s, s) for s in NeedStatus]


@history
class Need(models.Model):
    """What one person lacks in one domain, found by whom and when, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="needs", db_index=False)
    assessment = models.ForeignKey("casework.Assessment", models.PROTECT, null=True, related_name="needs")
    domain = models.CharField(max_length=30)
    rung = models.PositiveSmallIntegerField()
    found_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=STATUSES, default=NeedStatus.OPEN)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    unmet_reason = models.CharField(max_length=40, blank=True)
    objects = FileQuerySet["Need"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "domain"], condition=Q(status__in=sorted(LIVE)), name="one_live_need_in_a_domain"),
            models.CheckConstraint(condition=Q(rung__range=(1, 5)), name="need_stands_on_a_rung"),
            models.CheckConstraint(
                condition=Q(status=NeedStatus.UNMET) & ~Q(unmet_reason="") | ~Q(status=NeedStatus.UNMET) & Q(unmet_reason=""),
                name="unmet_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(ANSWERED), due_at=None) | ~Q(status__in=sorted(ANSWERED)) & Q(due_at__isnull=False),
                name="open_needs_have_a_clock",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status", "domain"], name="need_ledger"), models.Index(fields=["person"])]


class NeedStep(models.Model):
    """One change of one need: from which status to which, by whom, why. Insert-only."""

    FILE = "need__case__file"
    need = models.ForeignKey(Need, models.PROTECT, related_name="steps", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    was = models.CharField(max_length=12, choices=STATUSES, blank=True)
    became = models.CharField(max_length=12, choices=STATUSES)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=300, blank=True)
    referral = models.UUIDField(null=True)
    objects = FileQuerySet["NeedStep"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["need", "at"])]
