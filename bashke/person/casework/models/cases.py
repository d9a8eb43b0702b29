"""A case, its reviews and its closure."""

from typing import TypeVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history
from bashke.ground.law.rules import TriageClass
from bashke.person.protection.models import reachable
from bashke.person.requests.models import unrelated

from ..rules import CaseStatus, ClosureStatus

M = TypeVar("M", bound=models.Model)


class FileQuerySet(models.QuerySet[M]):
    """Rows of a person's file: seen by the workers of her municipality and by herself, by nobody else; a protected file by its team.

    A model whose row is not itself of a case says in `FILE` which way leads to the protected file.
    """

    def visible_to(self, actor: Actor) -> "FileQuerySet[M]":
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(
                unrelated(actor), reachable(actor, getattr(self.model, "FILE", "case__file")), municipality=actor.municipality
            )
        return self.filter(person=actor.person) if actor.person else self.none()


@history
class Case(models.Model):
    """The work of one municipality with one person, from registration to follow-up."""

    FILE = "file"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="cases")
    file = models.ForeignKey("protection.ProtectedFile", models.PROTECT, null=True, related_name="cases")
    request = models.ForeignKey("requests.Request", models.PROTECT, null=True, related_name="cases")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=[(s, s) for s in CaseStatus], default=CaseStatus.OPEN)
    urgency = models.CharField(max_length=10, choices=[(c, c) for c in TriageClass], default=TriageClass.ROUTINE)
    tracks = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # codes of `track`, as of its requests
    opened_at = models.DateTimeField()
    next_step = models.CharField(max_length=20)  # what must happen next: first_contact, assessment, plan, review, sign_off, none
    due_at = models.DateTimeField(null=True)  # by when; the clock of my day
    closed_at = models.DateTimeField(null=True)
    follow_up_due_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    objects = FileQuerySet["Case"].as_manager()

    class Meta:
        constraints = [
            # A protected case stands beside the ordinary one: who may not know of it is not stopped by it, which would tell her.
            models.UniqueConstraint(
                fields=["person"], condition=~Q(status=CaseStatus.CLOSED) & Q(file=None), name="one_open_case_for_a_person"
            ),
            models.UniqueConstraint(fields=["file"], condition=~Q(status=CaseStatus.CLOSED), name="one_open_case_for_a_file"),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.CLOSED, closed_at__isnull=False) | ~Q(status=CaseStatus.CLOSED) & Q(closed_at=None),
                name="closed_cases_say_when",
            ),
            models.CheckConstraint(condition=Q(status=CaseStatus.CLOSED) | Q(due_at__isnull=False), name="open_cases_have_a_clock"),
        ]
        indexes = [
            models.Index(fields=["worker", "due_at", "id"], condition=~Q(status=CaseStatus.CLOSED), name="case_my_day"),
            models.Index(fields=["municipality", "due_at", "id"], condition=~Q(status=CaseStatus.CLOSED), name="case_board"),
            models.Index(fields=["municipality"], condition=Q(file__isnull=False), name="case_protected"),
        ]


class Review(models.Model):
    """A look back with the person: what changed, what is next, when to look again. A follow-up after closing has no next one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    summary = models.TextField()
    own_words = models.TextField(blank=True)
    next_due_at = models.DateTimeField(null=True)
    objects = FileQuerySet["Review"].as_manager()


class Closure(models.Model):
    """A proposal to close, and the supervisor's signature or the reason it came back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    outcome = models.TextField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in ClosureStatus], default=ClosureStatus.PROPOSED)
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    returned_words = models.TextField(blank=True)
    objects = FileQuerySet["Closure"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(signed_by=None) | ~Q(signed_by=F("asked_by")), name="the_signature_is_another_persons"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(outcome=""), name="no_closure_without_reason_and_outcome"),
            models.UniqueConstraint(fields=["case"], condition=Q(status=ClosureStatus.PROPOSED), name="one_closure_waits_at_a_time"),
        ]
