"""Tallies: how many of what, where. No people: open to all kinds."""

from django.db import models


class Tally(models.Model):
    """One count, taken at `at`. `measure` says of what (rules.Measure), `slice` the domain, status or reason it is split by."""

    municipality = models.ForeignKey("territory.Municipality", models.CASCADE, related_name="+", db_index=False)
    measure = models.CharField(max_length=30)
    slice = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "measure", "slice"], name="one_tally_for_a_slice")]
        indexes = [models.Index(fields=["measure", "slice"])]
