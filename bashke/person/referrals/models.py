"""Referrals, with the slice of the person's data that the provider may see while it must answer or serves."""

from datetime import datetime, time
from uuid import uuid4

from babel import Locale
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.design.queries import page_language
from bashke.ground.journal.models import history
from bashke.ground.law.queries import label
from bashke.ground.law.rules import TIRANE
from bashke.person.people.rules import USUALLY_SHARED, Share
from bashke.person.protection.models import reachable

from .rules import WORDS, Status, is_late

COLOUR = {Status.SENT: "amber", Status.ACCEPTED: "green", Status.DECLINED: "red", Status.WITHDRAWN: ""}
END_OF_DAY = time(23, 59, 59)


SHARED = Q(status=Status.SENT) | Q(status=Status.ACCEPTED, over_on=None)
HOLDS = Q(consent__isnull=False, consent__withdrawn_at=None)


def usually_shared() -> list[str]:
    return [str(field) for field in USUALLY_SHARED]


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """The municipality that sent it, the person it is about; the provider while it must answer or serves, and the consent holds."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(reachable(actor, "case__file"), municipality=actor.municipality)
        if actor.kind is Kind.PROVIDER:
            return self.filter(
                SHARED, HOLDS, Q(consent__valid_until=None) | Q(consent__valid_until__gte=localdate()), provider=actor.institution
            )
        return self.filter(person=actor.person) if actor.person else self.none()


@history
class Referral(models.Model):
    """One need sent to one service. The `person_*` columns, need, purpose and `safety_note` are all a provider ever learns.

    `shared` names the fields the person agreed to; what is not named stands empty here. Without a consent that holds the wall
    shows the provider nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="referrals")
    need = models.ForeignKey("casework.Need", models.PROTECT, related_name="referrals")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="referrals")
    service = models.ForeignKey("directory.Service", models.PROTECT, related_name="referrals")
    provider = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+", db_index=False)
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, related_name="referrals")
    shared = ArrayField(models.CharField(max_length=10), default=usually_shared)
    person_name = models.CharField(max_length=130, blank=True)
    person_age = models.PositiveSmallIntegerField(null=True)
    person_phone = models.CharField(max_length=30, blank=True)
    person_language = models.CharField(max_length=2, blank=True, default="sq")  # in which to speak and write to her
    domain = models.CharField(max_length=30)
    target_rung = models.PositiveSmallIntegerField(null=True)  # where the plan wants to lead; part of what is asked
    purpose = models.TextField()
    safety_note = models.TextField(blank=True)
    agreed_at = models.DateTimeField()  # the person agreed to this sharing
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status], default=Status.SENT)
    sent_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=120, blank=True)  # who answered by a one-time link, as they wrote it
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=40, blank=True)
    answer_words = models.TextField(blank=True)
    escalated_at = models.DateTimeField(null=True)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")  # the declined or late one it replaces
    over_on = models.DateField(null=True)  # the service ended: from then on the provider has only its own register
    synthetic = models.BooleanField(default=False)
    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[Status.SENT, Status.WITHDRAWN], answered_at=None, answered_by=None)
                | Q(status__in=[Status.ACCEPTED, Status.DECLINED], answered_at__isnull=False) & (Q(answered_by=None) ^ Q(answered_name="")),
                name="referral_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DECLINED) & ~Q(decline_reason="") | ~Q(status=Status.DECLINED) & Q(decline_reason=""),
                name="no_decline_without_reason",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="referral_says_its_purpose"),
            models.CheckConstraint(condition=Q(due_at__gte=F("sent_at")), name="referral_clock_runs_forward"),
            models.CheckConstraint(
                condition=(Q(person_name="") | Q(shared__contains=[Share.NAME]))
                & (Q(person_age=None) | Q(shared__contains=[Share.AGE]))
                & (Q(person_phone="") | Q(shared__contains=[Share.PHONE]))
                & (Q(person_language="") | Q(shared__contains=[Share.LANGUAGE]))
                & (Q(safety_note="") | Q(shared__contains=[Share.SAFETY])),
                name="referral_says_no_more_than_agreed",
            ),
            models.CheckConstraint(condition=Q(target_rung=None) | Q(target_rung__range=(1, 5)), name="asked_for_a_rung"),
            models.CheckConstraint(condition=Q(over_on=None) | Q(status=Status.ACCEPTED), name="only_what_was_accepted_is_over"),
            models.UniqueConstraint(fields=["need", "service"], condition=Q(status=Status.SENT), name="a_need_is_sent_once_to_a_service"),
        ]
        indexes = [
            models.Index(fields=["provider", "due_at", "id"], condition=Q(status=Status.SENT), name="referral_inbox"),
            models.Index(fields=["municipality", "due_at"], condition=Q(status=Status.SENT), name="referral_silence"),
            models.Index(fields=["provider", "-sent_at", "id"], name="referral_of_provider"),
        ]

    @property
    def who(self) -> str:
        """The name as the provider may say it: a person who did not share hers has the first letters of the referral's number."""
        return self.person_name or gettext("Person %(mark)s") % {"mark": str(self.pk)[:6].upper()}

    @property
    def answerer(self) -> str:
        return self.answered_by.name if self.answered_by else self.answered_name

    @property
    def domain_name(self) -> str:
        return label("domain", self.domain)

    @property
    def reason_name(self) -> str:
        return label("decline_reason", self.decline_reason) if self.decline_reason else ""

    @property
    def status_name(self) -> str:
        return str(WORDS[Status(self.status)])

    @property
    def status_colour(self) -> str:
        return COLOUR[Status(self.status)]

    @property
    def language_name(self) -> str:
        """The person's language, in the language of the page."""
        if not self.person_language:
            return ""
        return str(Locale(page_language()).languages.get(self.person_language, self.person_language))

    @property
    def in_hours(self) -> bool:
        """An emergency: the clock runs out at an hour, not with the day."""
        return self.due_at.astimezone(TIRANE).time() != END_OF_DAY

    def is_late_at(self, now: datetime) -> bool:
        return is_late(Status(self.status), self.due_at, now)


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> "LinkQuerySet":
        """The municipality that made it. Who holds the link has no need to see the row."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Link(models.Model):
    """A one-time way for a provider without an account to answer one referral. The token is kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="links")
    token_hash = models.BinaryField(unique=True)
    sent_to = models.CharField(max_length=30, blank=True)
    made_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gte=F("made_at")), name="link_clock_runs_forward"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(used_at__lte=F("expires_at")), name="link_is_used_in_time"),
        ]
