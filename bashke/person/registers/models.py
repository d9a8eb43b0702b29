"""Imports of registers: the file while it is needed, what is wrong with it, who came of it, and the columns as named last time."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind
from bashke.person.people.models import Person

from .rules import Code, Field, Status


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> "ImportQuerySet":
        """The imports of the actor's own municipality."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, actor: Actor) -> "ProblemQuerySet":
        """What is wrong with the registers of the actor's own municipality."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Import(models.Model):
    """One file on its way into the register of people. Its rows are in `Upload` until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    about = models.JSONField()  # kind, encoding, delimiter, as the reading program told
    headings = models.JSONField()
    header_row = models.PositiveIntegerField()  # counted from 0
    mapping = models.JSONField(null=True)  # column → field, chosen by a person
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.UPLOADED)
    received_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")  # nobody: the operator's command
    received_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    ready = models.PositiveIntegerField(null=True)
    wrong = models.PositiveIntegerField(null=True)
    likely = models.PositiveIntegerField(null=True)
    known = models.PositiveIntegerField(null=True)
    noted = models.PositiveIntegerField(null=True)
    added = models.PositiveIntegerField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    refusal_params = models.JSONField(default=dict)
    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(status=Status.CONFIRMED), name="one_register_at_a_time_in_a_municipality"
            ),
            models.CheckConstraint(condition=~Q(status=Status.DONE) | Q(added__isnull=False), name="register_done_says_how_many"),
            models.CheckConstraint(condition=~Q(status=Status.REFUSED) | ~Q(refusal=""), name="register_refused_says_why"),
        ]
        indexes = [models.Index(fields=["municipality", "-received_at", "-id"], name="imports_of_municipality")]

    def __str__(self) -> str:
        return self.file_name


class Upload(models.Model):
    """The bytes of a file, kept only until its import ends."""

    source = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="upload")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    data = models.BinaryField()
    sample = models.JSONField()  # the first rows, so that a person can see which column is which


class Progress(models.Model):
    """How far the work on an import is. Its own row: the work itself holds the import's."""

    source = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="progress")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()


class Problem(models.Model):
    """One thing about one row. `decision` is a person's word on a likely duplicate."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Import, models.CASCADE, related_name="problems", db_index=False)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=20, choices=[(c, c) for c in Code])
    severity = models.CharField(max_length=6)
    value = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=20, blank=True)
    other_row = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    decision = models.CharField(max_length=5, blank=True)
    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(decision__in=("same", "other"), severity="likely"), name="only_a_likely_duplicate_is_decided"
            )
        ]
        indexes = [models.Index(fields=["source", "severity", "row", "id"], name="problems_of_import")]


class Line(models.Model):
    """Which row of a register a person came of: whoever brings the same row again brings nobody new."""

    # The database checks both at once, with one key to a person of this municipality: migration 0003.
    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="register_line", db_constraint=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    source = models.ForeignKey(Import, models.PROTECT, related_name="lines", db_index=False)
    reference = models.CharField(max_length=40, null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="register_reference_once_in_a_municipality"),
            models.UniqueConstraint(fields=["municipality", "digest"], name="register_row_once_in_a_municipality"),
        ]


class Heading(models.Model):
    """What a municipality calls a column, as it said last time."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    heading = models.CharField(max_length=80)
    field = models.CharField(max_length=20, choices=[(f, f) for f in Field])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "heading"], name="register_heading_once")]
