"""The ledger of exports, the decisions of second persons, what was handed over, and the sealed file as long as it is kept."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind

from .rules import Format, Listing


class OfMunicipality(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "OfMunicipality":
        """The ledger of one's municipality; who may look at it is a permission."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Export(models.Model):
    """One list that somebody asked to take out: what, why, how many. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)  # printed in the file
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    listing = models.CharField(max_length=12, choices=[(one, one) for one in Listing])
    format = models.CharField(max_length=4, choices=[(one, one) for one in Format])
    reason = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    second_needed = models.BooleanField()
    until = models.DateTimeField()  # the file is removed then
    objects = OfMunicipality.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="an_export_number_stands_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="no_export_without_a_reason"),
            models.CheckConstraint(condition=Q(rows__gt=0), name="no_export_of_nothing"),
        ]
        indexes = [models.Index(fields=["municipality", "-asked_at", "id"], name="export_ledger")]


class Decision(models.Model):
    """What the second person said."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    export = models.OneToOneField(Export, models.PROTECT, related_name="decision")
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved = models.BooleanField()


class Handover(models.Model):
    """The file went out, once for each row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    export = models.ForeignKey(Export, models.PROTECT, related_name="handovers")
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class File(models.Model):
    """The file as it was when it was asked for, sealed; with whom it names, so that each of them can be told."""

    export = models.OneToOneField(Export, models.PROTECT, primary_key=True, related_name="file")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    people = ArrayField(models.UUIDField())
    until = models.DateTimeField()
