"""Who is away and who stands in, who handed which case to whom, and what each worker is able to do."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bashke.ground.access.rules import Actor, Kind

from .cases import Case, FileQuerySet, M


class TeamQuerySet(models.QuerySet[M]):
    """Rows about the workers of one municipality: seen there and nowhere else."""

    def visible_to(self, actor: Actor) -> "TeamQuerySet[M]":
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()

    def on(self, day: date) -> "TeamQuerySet[M]":
        """Absences that hold on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)


class Absence(models.Model):
    """A worker is away from a day to a day. What falls due then is seen by her stand-in too; without one it is nobody's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    stand_in = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    entered_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # back sooner, or never gone
    objects = TeamQuerySet["Absence"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(stand_in=None) | ~Q(stand_in=F("worker")), name="nobody_stands_in_for_herself"),
        ]
        indexes = [models.Index(fields=["municipality", "ends_on"], name="absence_now")]


class HandOver(models.Model):
    """One case went from one worker to another, with what the next one must know."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    giver = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    taker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    note = models.TextField()
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = FileQuerySet["HandOver"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="a_hand_over_has_two_sides"),
            models.CheckConstraint(condition=~Q(note=""), name="a_hand_over_has_a_note"),
        ]


class Qualification(models.Model):
    """What a worker is able to do: languages, named teams, profession and licence; a suggestion looks here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    tracks = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    profession = models.CharField(max_length=30, blank=True, db_default="")  # a code of `profession`
    licence = models.CharField(max_length=30, blank=True, db_default="")  # its number in the register of the order
    licence_until = models.DateField(null=True)  # the last day it counts; null: no end is written on it
    written_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    objects = TeamQuerySet["Qualification"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "worker"], name="one_qualification_of_a_worker_here"),
            models.CheckConstraint(condition=Q(licence="") | ~Q(profession=""), name="a_licence_is_of_a_profession"),
            models.CheckConstraint(condition=Q(licence_until=None) | ~Q(licence=""), name="a_last_day_is_of_a_licence"),
        ]


class Training(models.Model):
    """A training a worker did, and until when it counts. Done again, the row is renewed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)  # a code of `training`
    done_on = models.DateField()
    until = models.DateField(null=True)  # the last day it counts; null: it does not run out
    written_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    objects = TeamQuerySet["Training"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "worker", "code"], name="one_row_of_a_training"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("done_on")), name="a_training_ends_after_it_was_done"),
        ]
