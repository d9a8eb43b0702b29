"""Who lives with whom, since when and until when; and what one person is to another."""

from datetime import date
from typing import Self, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from bashke.ground.access.rules import Actor, Kind

M = TypeVar("M", bound=models.Model)


class HomeQuerySet(models.QuerySet[M]):
    def visible_to(self, actor: Actor) -> Self:
        """The municipality's workers; the database leaves out whoever's file is closed to the worker, and the home she was brought to."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Household(models.Model):
    """People who live and eat together (njësi ekonomike familjare, census definition)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)
    objects = HomeQuerySet["Household"].as_manager()


class MembershipQuerySet(HomeQuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        """Who lived there on a day. The last day counts; without a first day it was always so."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Membership(models.Model):
    """One person in one household, from a day to a day. A child whose parents live apart has two at once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="memberships")
    place = models.CharField(max_length=12)  # a code of `household_place`
    since = models.DateField(null=True)  # None: nobody knows
    until = models.DateField(null=True)  # the last day
    entered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "person"], condition=Q(until=None), name="once_in_a_household"),
            models.CheckConstraint(condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="living_together_runs_forward"),
        ]


class Tie(models.Model):
    """What `person` is to `other`: her mother, her guardian. Kept once and read from both sides."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="ties")
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15)  # a code of `person_tie`
    basis = models.CharField(max_length=20, blank=True)  # by what right: a code of `guardian_basis`
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    entered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)
    objects = HomeQuerySet["Tie"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other", "kind"], condition=Q(until=None), name="a_tie_is_kept_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_tied_to_herself"),
            models.CheckConstraint(condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="a_tie_runs_forward"),
            models.CheckConstraint(condition=~Q(kind="guardian") | ~Q(basis=""), name="a_guardian_has_a_right_to_be_one"),
        ]
