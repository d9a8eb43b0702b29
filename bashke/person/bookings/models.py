"""Bookings of emergency places."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import label, term
from bashke.person.protection.models import reachable

from .rules import LIVE, MOST_PEOPLE, WORDS, Status

COLOUR = {Status.HELD: "violet", Status.STAYING: "teal", Status.RUN_OUT: "red", Status.ENDED: ""}
IS_LIVE = Q(status__in=sorted(LIVE))


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, actor: Actor) -> "BookingQuerySet":
        """The municipality that booked (of a protected file: the team), and the provider that takes her in. Not her own page: a telephone
        that somebody else picks up must not say that she has a place.
        """
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(reachable(actor, "case__file"), municipality=actor.municipality)
        return self.filter(provider=actor.institution) if actor.kind is Kind.PROVIDER else self.none()


class Booking(models.Model):
    """One emergency place for one person and who comes with her. `people` places are taken while it runs: see the migration of its wall.

    `person_name` is empty unless she lets the shelter know it; `note` is what the shelter must know, and goes when the stay ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="bookings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="bookings")
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="bookings")
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.HELD)
    people = models.PositiveSmallIntegerField(default=1)
    for_whom = models.CharField(max_length=40, blank=True)  # a code of `stay_group`
    person_name = models.CharField(max_length=130, blank=True)
    note = models.TextField(blank=True)
    booked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "access.Worker", models.PROTECT, null=True, related_name="+"
    )  # nobody: the clock, of somebody who never came
    onward = models.CharField(max_length=40, blank=True)
    onward_words = models.TextField(blank=True)
    referral = models.ForeignKey("referrals.Referral", models.PROTECT, null=True, related_name="+")
    key = models.UUIDField()  # one press of the button, one place
    synthetic = models.BooleanField(default=False)
    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.ENDED, ended_at__isnull=False) & ~Q(onward="")
                | ~Q(status=Status.ENDED) & Q(ended_at=None, onward="", referral=None),
                name="no_stay_ends_without_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.HELD, arrived_at=None)
                | Q(status__in=[Status.STAYING, Status.RUN_OUT], arrived_at__isnull=False)
                | Q(status=Status.ENDED),
                name="who_stays_has_come",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("booked_at")), name="booking_clock_runs_forward"),
            models.CheckConstraint(condition=Q(people__range=(1, MOST_PEOPLE)), name="a_booking_is_for_somebody"),
            models.UniqueConstraint(fields=["municipality", "key"], name="one_press_one_booking"),
            models.UniqueConstraint(fields=["person"], condition=~Q(status=Status.ENDED), name="one_emergency_place_for_a_person"),
        ]
        indexes = [
            models.Index(fields=["municipality", "ends_at"], condition=~Q(status=Status.ENDED), name="booking_running"),
            models.Index(fields=["provider", "ends_at"], condition=~Q(status=Status.ENDED), name="booking_of_provider"),
            models.Index(fields=["municipality", "-ended_at"], condition=Q(status=Status.ENDED), name="booking_ended"),
        ]

    @property
    def who(self) -> str:
        """As the shelter may say it: somebody who did not give her name has the first letters of the booking's number."""
        return self.person_name or gettext("Person %(mark)s") % {"mark": str(self.pk)[:6].upper()}

    @property
    def status_name(self) -> str:
        return str(WORDS[Status(self.status)])

    @property
    def status_colour(self) -> str:
        return COLOUR[Status(self.status)]

    @property
    def is_live(self) -> bool:
        return self.status != Status.ENDED

    @property
    def for_whom_name(self) -> str:
        return label("stay_group", self.for_whom) if self.for_whom else ""

    @property
    def onward_name(self) -> str:
        return label("onward", self.onward) if self.onward else ""

    @property
    def answered(self) -> Any:
        """Does somebody know where she went?"""
        return bool(self.onward) and term("onward", self.onward).extra["answered"]
