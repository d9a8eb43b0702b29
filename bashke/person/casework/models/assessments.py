"""Assessments: the twelve-domain ladder and the Washington Group Short Set."""

from uuid import uuid4

from django.db import models

from ..rules import AssessmentKind
from .cases import Case, FileQuerySet


class Assessment(models.Model):
    """One look at a person's life, dated and signed; `ladder` is {domain: rung}, `functioning` the six answers. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in AssessmentKind])
    place = models.CharField(max_length=20)  # home, office, phone
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ladder = models.JSONField()
    words = models.JSONField(default=dict)  # {domain: what the worker saw}, where she wrote something
    functioning = models.JSONField(default=dict)
    has_disability = models.BooleanField(null=True)  # by the Washington Group rule; None when not asked
    wishes = models.TextField(blank=True)  # the person's own words
    notes = models.TextField(blank=True)
    objects = FileQuerySet["Assessment"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
