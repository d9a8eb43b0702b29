"""Enrolments, sessions, attendance."""

from typing import TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history
from bashke.ground.law.queries import label
from bashke.person.protection.models import reachable
from bashke.person.referrals.models import Referral

from .rules import WORDS, Outcome, Status

M = TypeVar("M", bound=models.Model)
COLOUR = {Status.WAITING: "amber", Status.OFFERED: "violet", Status.ENROLLED: "teal", Status.ENDED: ""}
OUTCOME = {
    Outcome.MET: _("The need is met"),
    Outcome.PARTLY: _("Better, and more is needed"),
    Outcome.NOT_MET: _("The service could not help"),
    Outcome.LEFT: _("The person stopped coming or said no"),
}


class DeliveryQuerySet(models.QuerySet[M]):
    """The provider that serves, the municipality that referred, the person served."""

    def visible_to(self, actor: Actor) -> "DeliveryQuerySet[M]":
        if actor.kind is Kind.PROVIDER:
            return self.filter(provider=actor.institution)
        if actor.kind is Kind.MUNICIPALITY:
            path = getattr(self.model, "FILE", "referral__case__file")
            return self.filter(reachable(actor, path), municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """As the others, and a provider keeps nobody's name whom it never served."""

    def visible_to(self, actor: Actor) -> "EnrolmentQuerySet":
        if actor.kind is Kind.PROVIDER:
            shared = Referral.objects.visible_to(actor).values("pk")
            return self.filter(Q(enrolled_on__isnull=False) | Q(referral__in=shared), provider=actor.institution)
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


@history
class Enrolment(models.Model):
    """One person in one service, from the day she came to the outcome.

    The provider's own register (Law 121/2016): after the end it keeps who came when and what came of it, and not what was asked of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.OneToOneField("referrals.Referral", models.PROTECT, related_name="enrolment")
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="enrolments")
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="enrolments", db_index=False)
    person_name = models.CharField(max_length=130, blank=True)
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.WAITING)
    waiting_since = models.DateField()
    enrolled_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in Outcome], blank=True)
    outcome_rung = models.PositiveSmallIntegerField(null=True)
    outcome_words = models.TextField(blank=True)
    offered_at = models.DateTimeField(null=True)
    offer_until = models.DateTimeField(null=True)  # by then she comes, or the place goes to the next
    passed_at = models.DateTimeField(null=True)  # she let an offer pass: since then she stands behind the others of her urgency
    passed_reason = models.CharField(max_length=40, blank=True)
    out_of_turn = models.CharField(max_length=40, blank=True)  # why she got a place before others who waited
    synthetic = models.BooleanField(default=False)
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.WAITING, enrolled_on=None, ended_on=None)
                | Q(status=Status.OFFERED, enrolled_on=None, ended_on=None)
                | Q(status=Status.ENROLLED, enrolled_on__isnull=False, ended_on=None)
                | Q(status=Status.ENDED, ended_on__isnull=False),
                name="enrolment_dates_fit_its_status",
            ),
            models.CheckConstraint(
                condition=(Q(enrolled_on=None) | Q(enrolled_on__gte=F("waiting_since")))
                & (Q(ended_on=None) | Q(ended_on__gte=F("waiting_since")))
                & (Q(ended_on=None) | Q(enrolled_on=None) | Q(ended_on__gte=F("enrolled_on"))),
                name="enrolment_days_run_forward",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ENDED) & ~Q(outcome="") | ~Q(status=Status.ENDED) & Q(outcome=""), name="no_end_without_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED)
                | Q(offered_at__isnull=False, offer_until__isnull=False, offer_until__gt=F("offered_at")),
                name="an_offer_has_its_clock",
            ),
            models.CheckConstraint(
                condition=Q(passed_at=None, passed_reason="") | Q(passed_at__isnull=False) & ~Q(passed_reason=""),
                name="no_offer_passes_without_reason",
            ),
            models.CheckConstraint(condition=Q(out_of_turn="") | Q(enrolled_on__isnull=False), name="out_of_turn_is_enrolled"),
            models.CheckConstraint(condition=Q(outcome_rung=None) | Q(outcome_rung__range=(1, 5)), name="outcome_stands_on_a_rung"),
        ]
        indexes = [
            models.Index(fields=["provider", "status", "service"], name="enrolment_of_provider"),
            models.Index(fields=["person"]),
            models.Index(fields=["municipality", "status"]),
        ]

    @property
    def status_name(self) -> str:
        return str(WORDS[Status(self.status)])

    @property
    def status_colour(self) -> str:
        return COLOUR[Status(self.status)]

    @property
    def out_of_turn_name(self) -> str:
        return label("out_of_turn_reason", self.out_of_turn) if self.out_of_turn else ""

    @property
    def outcome_name(self) -> str:
        return str(OUTCOME[Outcome(self.outcome)]) if self.outcome else ""


class SessionQuerySet(models.QuerySet["Session"]):
    """The register of the provider that gave them."""

    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        return self.filter(provider=actor.institution) if actor.kind is Kind.PROVIDER else self.none()


class Session(models.Model):
    """One session a service gave, to one person or to a group."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="sessions", db_index=False)
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    key = models.UUIDField()  # one press of the button, one session
    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "key"], name="one_press_one_session"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 1440)), name="session_lasts_some_time"),
        ]
        indexes = [models.Index(fields=["service", "-held_on"])]


class Attendance(models.Model):
    """Who was expected at a session, and whether she came."""

    FILE = "enrolment__referral__case__file"
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance", db_index=False)
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    present = models.BooleanField()
    rung = models.PositiveSmallIntegerField(null=True)  # where she stood on the ladder of her need, as the service saw it
    words = models.TextField(blank=True)  # how it goes, for the social worker
    objects = DeliveryQuerySet["Attendance"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="counted_once_in_a_session"),
            models.CheckConstraint(condition=Q(rung=None) | Q(rung__range=(1, 5), present=True), name="progress_stands_on_a_rung"),
        ]
        indexes = [models.Index(fields=["enrolment", "-held_on"]), models.Index(fields=["person"])]
