"""The protected file, its team, where the person is safely reached, and openings in an emergency."""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.rules import TriageClass

from .rules import Judgement, ReturnStatus, Track

M = TypeVar("M", bound=models.Model)


def reachable(actor: Actor, path: str = "file") -> Q:
    """Rows that belong to no protected file, or to one that is open to this worker; `path` leads from the row to its file."""
    return Q(**{path: None}) | Q(**{f"{path}__among": actor.files})


class FileQuerySet(models.QuerySet["ProtectedFile"]):
    def visible_to(self, actor: Actor) -> "FileQuerySet":
        """The team, and for an hour who opened it in an emergency. Not the supervisor, not the director, not the person's page."""
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        return self.filter(municipality=actor.municipality, pk__among=actor.files)


class ProtectedFile(models.Model):
    """What binds the requests and the case of one person that only a team may know of.

    `sealed` holds, encrypted, where and how she can be reached without danger; it stands in no list, letter, export or message.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=[(t, t) for t in Track])
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="protected_files")
    opened_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    coordinator = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")  # whoever opened it, until another does
    sealed = models.BinaryField(null=True)
    returned_at = models.DateTimeField(null=True)  # ordinary again since; what stands in this file stays the team's
    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(person__isnull=False), name="protected_of_person")]

    @property
    def led_by(self) -> UUID:
        """Who coordinates the team: she hears first of a step that is late."""
        return self.coordinator_id or self.opened_by_id


class InFileQuerySet(models.QuerySet[M]):
    """Rows inside a protected file: for whom the file is open."""

    def visible_to(self, actor: Actor) -> "InFileQuerySet[M]":
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        return self.filter(municipality=actor.municipality, file__among=actor.files)


class DangerAssessment(models.Model):
    """The danger as the team judged it once: the answers are encrypted, the class they gave is not. Never changed; judged anew it is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(ProtectedFile, models.PROTECT, related_name="assessments", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=[(t, t) for t in Track])
    worst = models.CharField(max_length=10, choices=[(c, c) for c in TriageClass])
    sealed = models.BinaryField()
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = InFileQuerySet["DangerAssessment"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["file", "-at"], name="danger_of_file")]


class Step(models.Model):
    """A step the track of a file asks for, with its clock; `code` is one of `track_step`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(ProtectedFile, models.PROTECT, related_name="steps")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    objects = InFileQuerySet["Step"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "code"], condition=Q(done_at=None), name="a_step_runs_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False), name="who_did_a_step"
            ),
        ]


class Return(models.Model):
    """Somebody of the team wishes the file ordinary again, or of another kind (`track`); a second person of the team agrees or does not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(ProtectedFile, models.PROTECT, related_name="returns")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=[(t, t) for t in Track], blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in ReturnStatus], default=ReturnStatus.WAITING)
    second = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    objects = InFileQuerySet["Return"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=Q(status=ReturnStatus.WAITING), name="one_way_back_waits_at_a_time"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("asked_by")), name="the_way_back_takes_two"),
            models.CheckConstraint(
                condition=Q(status=ReturnStatus.WAITING, second=None) | ~Q(status=ReturnStatus.WAITING) & ~Q(second=None),
                name="who_answered_the_way_back",
            ),
        ]


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, actor: Actor) -> "MemberQuerySet":
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        return self.filter(municipality=actor.municipality, file__among=actor.files)


class Member(models.Model):
    """One worker on the team of one file, since when, until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(ProtectedFile, models.PROTECT, related_name="members")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "worker"], condition=Q(until=None), name="once_on_a_team"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="team_time_runs_forward"),
        ]
        indexes = [models.Index(fields=["worker"], condition=Q(until=None), name="team_of_worker")]


class OpeningQuerySet(models.QuerySet["EmergencyOpening"]):
    def visible_to(self, actor: Actor) -> "OpeningQuerySet":
        """Who looked, the team of the file that was looked at, and the data protection officer."""
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        mine: dict[str, Any] = {"municipality": actor.municipality}
        if may(actor, Permission.EMERGENCY_REVIEW):
            return self.filter(**mine)
        return self.filter(Q(worker=actor.worker) | Q(person__protected_files__among=actor.files), **mine).distinct()


class EmergencyOpening(models.Model):
    """The glass was broken: who looked at everything about one person, why, until when, how many files it opened, and what was found of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="emergency_openings")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()
    files = models.PositiveSmallIntegerField()
    judgement = models.CharField(max_length=15, choices=[(j, j) for j in Judgement], default=Judgement.WAITING)
    judged_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)
    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="an_opening_ends"),
            models.CheckConstraint(
                condition=Q(judgement=Judgement.WAITING, judged_by=None)
                | ~Q(judgement=Judgement.WAITING) & ~Q(words="") & ~Q(judged_by=None),
                name="a_judgement_says_who_and_why",
            ),
            models.CheckConstraint(condition=Q(judged_by=None) | ~Q(judged_by=F("worker")), name="nobody_judges_her_own_opening"),
        ]
        indexes = [
            models.Index(fields=["worker", "until"], name="opening_of_worker"),
            models.Index(fields=["municipality", "-at"], name="opening_review"),
        ]
