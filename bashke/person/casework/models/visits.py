"""Appointments with a person, and what became of each."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from ..rules import OUTCOMES, VisitKind, VisitStatus
from .cases import Case, FileQuerySet


class Visit(models.Model):
    """A meeting of worker and person: at home, at the office or by telephone. Where, when and with whom stand; what came of it follows."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in VisitKind])
    at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, default="sq")  # a code of `spoken_language`
    interpreter = models.CharField(max_length=120, blank=True)  # who interprets; empty: nobody is needed
    made_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)  # the reminder went into the outbox
    status = models.CharField(max_length=10, choices=[(s, s) for s in VisitStatus], default=VisitStatus.PLANNED)
    recorded_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_from")
    objects = FileQuerySet["Visit"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=VisitStatus.PLANNED, recorded_at=None, recorded_by=None)
                | ~Q(status=VisitStatus.PLANNED) & Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="a_recorded_visit_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(status=VisitStatus.MOVED, moved_to__isnull=False) | ~Q(status=VisitStatus.MOVED) & Q(moved_to=None),
                name="a_moved_visit_says_where_to",
            ),
            models.CheckConstraint(condition=Q(notes="") | Q(status__in=sorted(OUTCOMES)), name="notes_are_of_a_visit_that_was_tried"),
        ]
        indexes = [
            models.Index(fields=["worker", "at"], condition=Q(status=VisitStatus.PLANNED), name="visit_my_day"),
            models.Index(fields=["municipality", "at"], condition=Q(status=VisitStatus.PLANNED, reminded_at=None), name="visit_reminders"),
        ]
