"""What people ask about their data, the copies made for them, files that rest, and who opened one and why."""

from typing import TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from bashke.ground.access import rules as access
from bashke.ground.access.rules import Actor

from .rules import Erasing, Kind, Status

M = TypeVar("M", bound=models.Model)


class OfPersonQuerySet(models.QuerySet[M]):
    """Rows of one person: her municipality and she herself. The database leaves out whom the worker may not know of."""

    def visible_to(self, actor: Actor) -> "OfPersonQuerySet[M]":
        if actor.kind is access.Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


class DataRequest(models.Model):
    """What one person asked about her data, by when she must hear, and the answer with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="data_requests", db_index=False)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in Kind])
    words = models.TextField(blank=True)  # hers; a correction that was refused stays with the file as her statement
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.RECEIVED)
    refusal_reason = models.CharField(max_length=40, blank=True)  # a code of `data_refusal`
    kept_until = models.DateField(null=True)  # the law does not let it be erased before this day
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    objects = OfPersonQuerySet["DataRequest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(status=Status.RECEIVED), name="one_data_request_of_a_kind_waits"
            ),
            models.CheckConstraint(condition=Q(kind=Kind.COPY) | ~Q(words=""), name="a_data_request_says_what_it_is_about"),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="a_data_request_has_a_clock"),
            models.CheckConstraint(
                condition=Q(status=Status.RECEIVED, answered_at=None, answered_by=None, refusal_reason="", answer="")
                | Q(status=Status.WITHDRAWN, answered_at__isnull=False, answered_by=None, refusal_reason="", answer="")
                | Q(status=Status.GRANTED, answered_at__isnull=False, answered_by__isnull=False, refusal_reason="") & ~Q(answer="")
                | Q(status=Status.REFUSED, answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="") & ~Q(refusal_reason=""),
                name="a_data_request_is_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "due_at", "id"], condition=Q(status=Status.RECEIVED), name="data_requests_waiting"),
            models.Index(fields=["person", "-asked_at"], name="data_requests_of_person"),
        ]


class Copy(models.Model):
    """What is held about one person, as it stood on the day she was answered; sealed, and kept for her until a day."""

    ask = models.OneToOneField(DataRequest, models.PROTECT, primary_key=True, related_name="copy")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    sealed = models.BinaryField()
    objects = OfPersonQuerySet["Copy"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="a_copy_is_kept_for_a_while")]


class Restriction(models.Model):
    """A file that rests: whoever opens it writes down why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="restrictions")
    ask = models.OneToOneField(DataRequest, models.PROTECT, related_name="restriction")
    since = models.DateTimeField()
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)
    objects = OfPersonQuerySet["Restriction"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="a_file_rests_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="a_restriction_ends_with_a_reason",
            ),
        ]


class Opening(models.Model):
    """Who opened a restricted file, why, and until when it is open to her."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()
    objects = OfPersonQuerySet["Opening"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_restricted_file_opens_with_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="a_restricted_file_closes_again"),
        ]
        indexes = [models.Index(fields=["worker", "until"], name="opened_though_restricted")]


class Erasure(models.Model):
    """One file whose identity is to be erased: since when its time is over, who proposed it, who signed it, or why it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="erasures")
    ask = models.OneToOneField(DataRequest, models.PROTECT, null=True, related_name="erasure")  # None: the night job found it
    last_on = models.DateField()  # the last event of the file
    over_on = models.DateField()  # from this day on it may be erased
    status = models.CharField(max_length=10, choices=[(s, s) for s in Erasing], default=Erasing.FOUND)
    found_at = models.DateTimeField()
    proposed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)  # why it is kept
    objects = OfPersonQuerySet["Erasure"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status__in=[Erasing.FOUND, Erasing.PROPOSED]), name="one_erasure_of_a_file_at_a_time"
            ),
            models.CheckConstraint(condition=Q(over_on__gte=F("last_on")), name="a_file_is_over_after_its_last_event"),
            models.CheckConstraint(
                condition=~Q(status__in=[Erasing.PROPOSED, Erasing.DONE]) | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="somebody_proposed_the_erasure",
            ),
            models.CheckConstraint(
                condition=~Q(status=Erasing.DONE) | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="two_people_erase",
            ),
            models.CheckConstraint(
                condition=~Q(status=Erasing.KEPT) | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(why=""),
                name="keeping_longer_says_why",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status", "over_on", "id"], name="erasures_to_decide")]
