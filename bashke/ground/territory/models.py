"""Counties, municipalities, administrative units and the census. No persons: no wall."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NORTH_SOUTH = (39.5, 42.8)
EAST_WEST = (19.0, 21.2)


def _inside_albania() -> Q:
    return Q(lat__range=NORTH_SOUTH, lon__range=EAST_WEST)


class County(models.Model):
    """A county (qark). Key: ISO 3166-2, AL-01 Berat to AL-12 Vlorë."""

    iso = models.CharField(_("ISO code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ("sort_key",)
        constraints = (models.CheckConstraint(condition=Q(iso__regex=r"^AL-[0-9]{2}$"), name="territory_county_iso"),)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality (bashki). Key: Eurostat LAU code. `lat`, `lon` are the seat's."""

    lau = models.CharField(_("LAU code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities", verbose_name=_("county"))
    seat = models.CharField(_("seat"), max_length=60)
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(condition=Q(lau__regex=r"^AL[0-9]{3}$"), name="territory_municipality_lau"),
            models.CheckConstraint(condition=_inside_albania(), name="territory_municipality_in_albania"),
        )

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An administrative unit (njësi administrative) of Law 115/2014. 44 of the 373 have no point of their own."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="units", verbose_name=_("municipality"), db_index=False)
    name = models.CharField(_("name"), max_length=60)
    slug = models.CharField(max_length=60)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    coord_note = models.CharField(_("where the point comes from"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint(fields=("municipality", "slug"), name="territory_unit_once"),
            models.CheckConstraint(
                # an unknown half would make the range unknown, and the database lets the unknown pass
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False) & _inside_albania(),
                name="territory_unit_point_whole_and_in_albania",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Census(models.Model):
    """How many residents one census counted in one municipality, and how we know."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="censuses", verbose_name=_("municipality"), db_index=False)
    year = models.PositiveSmallIntegerField(_("year"))
    population = models.PositiveIntegerField(_("population"))
    source = models.CharField(_("source"), max_length=300)
    check_note = models.CharField(_("how it was checked"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("census figure")
        verbose_name_plural = _("census figures")
        ordering = ("municipality", "year")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "year"), name="territory_census_once_a_year"),
            models.CheckConstraint(condition=Q(population__gte=1), name="territory_census_counts_someone"),
            models.CheckConstraint(condition=Q(year__range=(1900, 2100)), name="territory_census_year"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year}"
