"""Institutions and their dated names. No people: the tables are open to all kinds."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from .rules import SEATS, Kind, name_on


class Institution(models.Model):
    """An office, a provider or a national body. `municipality` is where it works; national bodies have none."""

    kind = models.CharField(max_length=30, choices=[(k, k) for k in Kind])
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, null=True, related_name="institutions")
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.MINISTRY, Kind.STATE_SOCIAL_SERVICE]) | Q(municipality__isnull=False),
                name="institution_below_the_nation_has_a_place",
            ),
            models.UniqueConstraint(fields=["municipality"], condition=Q(kind=Kind.MUNICIPALITY), name="one_office_for_each_municipality"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name today, in the language of the screen. Prefetch `names` where many are shown."""
        return self.name_at(date.today())

    def name_at(self, day: date) -> str:
        found = name_on(self.names.all(), day)
        if found is None:
            return ""
        return found.name_en if (get_language() or "sq").startswith("en") else found.name_sq

    def seats(self, post_kind: str) -> bool:
        return SEATS[Kind(self.kind)] == post_kind


class InstitutionName(models.Model):
    """A name from a day on; it ends when the next begins."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names", db_index=False)
    name_sq = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "valid_from"], name="one_name_begins_on_a_day")]
