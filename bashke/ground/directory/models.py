"""Services and the municipalities they serve. Public information: everybody reads, the provider writes its own."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from bashke.ground.access.rules import Actor, Kind

from .rules import StepFree, free_places


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, actor: Actor) -> "ServiceQuerySet":
        """Everybody sees open services; a provider all its own."""
        if actor.kind is Kind.PROVIDER:
            return self.filter(provider=actor.institution)
        return self.filter(is_open=True)

    def serving(self, municipality: str) -> "ServiceQuerySet":
        return self.filter(covers__municipality=municipality, is_open=True)


class Service(models.Model):
    """One service at one place. `domains` are the need domains it answers; `fee_lek` per month, 0 is free, None not told."""

    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="services", db_index=False)
    type = models.CharField(max_length=40)  # code in law/data/services.yaml
    name_sq = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    about_sq = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="services")
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="services")
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    domains = ArrayField(models.CharField(max_length=30))
    groups = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    fee_lek = models.PositiveIntegerField(null=True)
    step_free = models.CharField(max_length=8, choices=[(s, s) for s in StepFree], default=StepFree.UNKNOWN)
    places = models.PositiveIntegerField(null=True)
    taken = models.PositiveIntegerField(default=0)
    takes = ArrayField(models.CharField(max_length=40), default=list)  # for whom an emergency place is (`stay_group`); none: everybody
    of_county = models.BooleanField(default=False)  # takes people of every municipality of the county it stands in
    address_hidden = models.BooleanField(default=False)  # a shelter: where it is stands in HiddenAddress, not here
    is_open = models.BooleanField(default=True)
    confirmed_on = models.DateField()
    chased_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)
    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places=None) | Q(taken__lte=F("places")), name="service_is_not_overfull"),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")), name="service_ages_in_order"
            ),
            models.CheckConstraint(
                # an unknown half would make the range unknown, and the database lets the unknown pass
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False, latitude__range=(39, 43), longitude__range=(19, 22)),
                name="service_is_in_albania",
            ),
            models.CheckConstraint(
                condition=Q(address_hidden=False) | Q(address="", latitude=None, longitude=None, unit=None),
                name="a_hidden_address_is_nowhere",
            ),
            models.CheckConstraint(condition=Q(domains__len__gt=0), name="service_answers_a_need"),
        ]
        indexes = [GinIndex(fields=["domains"], name="service_domains"), models.Index(fields=["provider"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "sq").startswith("en") else self.name_sq

    @property
    def about(self) -> str:
        return self.about_en if (get_language() or "sq").startswith("en") else self.about_sq

    @property
    def free(self) -> int | None:
        return free_places(self.places, self.taken)


class Cover(models.Model):
    """A municipality whose people this service takes."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="covers", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="covered_by", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "municipality"], name="a_municipality_is_covered_once")]
        indexes = [models.Index(fields=["municipality", "service"])]


class HiddenAddress(models.Model):
    """Where a shelter is that must not be found: sealed. Its provider writes it; a worker reads it while she holds a place there."""

    service = models.OneToOneField(Service, models.CASCADE, primary_key=True, related_name="hidden")
    sealed = models.BinaryField()
