"""Requests, the codes that open them, and how urgent they were judged."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history
from bashke.ground.law.rules import TriageClass

from .rules import Channel, ForWhom, Status, TriageStatus

CLASSES = [(c, c) for c in TriageClass]


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, actor: Actor) -> "RequestQuerySet":
        """Workers see those of their municipality; who holds the code, that one."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(pk=actor.request) if actor.request else self.none()


@history
class Request(models.Model):
    """One call for help as it was made, with the dates by which it must be acknowledged, registered and decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel], default=Channel.WEB)
    for_whom = models.CharField(max_length=6, choices=[(w, w) for w in ForWhom])
    domains = ArrayField(models.CharField(max_length=30))
    words = models.TextField(blank=True)
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60, blank=True)
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="sq")
    asker_name = models.CharField(max_length=120, blank=True)
    asker_phone = models.CharField(max_length=30, blank=True)
    asker_relation = models.CharField(max_length=60, blank=True)
    permission_given = models.BooleanField(default=False)
    key = models.UUIDField()  # one press of the button, one request
    status = models.CharField(max_length=12, choices=[(s, s) for s in Status], default=Status.RECEIVED)
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()  # the person hears from us by then (our promise)
    decide_due_at = models.DateTimeField()  # the law's outer bound
    urgency = models.CharField(max_length=10, choices=CLASSES, null=True)
    contact_due_at = models.DateTimeField(null=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="requests")
    responsible = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    refusal_reason = models.CharField(max_length=40, blank=True)
    refusal_words = models.TextField(blank=True)
    escalated_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="one_press_one_request"),
            models.CheckConstraint(condition=Q(domains__len__gt=0), name="request_says_what_is_needed"),
            models.CheckConstraint(condition=~Q(given_name=""), name="request_names_somebody"),
            models.CheckConstraint(
                condition=Q(for_whom=ForWhom.SELF) | Q(permission_given=True) & ~Q(asker_name=""),
                name="asking_for_another_needs_permission",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REFUSED) | ~Q(refusal_reason="") & ~Q(refusal_words=""), name="no_refusal_without_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REGISTERED) | Q(person__isnull=False), name="registered_means_tied_to_a_person"
            ),
            models.CheckConstraint(
                condition=Q(urgency=None, contact_due_at=None) | Q(urgency__isnull=False, contact_due_at__isnull=False),
                name="urgency_sets_the_clock",
            ),
            models.CheckConstraint(condition=Q(answer_due_at__gte=F("received_at")), name="request_clock_runs_forward"),
        ]
        indexes = [
            models.Index(fields=["municipality", "answer_due_at", "id"], condition=Q(status=Status.RECEIVED), name="request_queue"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="request_of_person"),
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class AccessCode(models.Model):
    """A code that opens a request. `whole_file` for the person herself; who asked for another sees the progress only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="codes")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True)
    whole_file = models.BooleanField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)


class TriageQuerySet(models.QuerySet["Triage"]):
    def visible_to(self, actor: Actor) -> "TriageQuerySet":
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Triage(models.Model):
    """One judgement of urgency: the flags that were seen, the class they give, the class that was chosen and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="triages")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    flags = ArrayField(models.CharField(max_length=40), default=list)
    worst = models.CharField(max_length=10, choices=CLASSES)
    chosen = models.CharField(max_length=10, choices=CLASSES)
    reason = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=[(s, s) for s in TriageStatus], default=TriageStatus.FINAL)
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    objects = TriageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="the_second_person_is_another"),
            models.UniqueConstraint(fields=["request"], condition=Q(status=TriageStatus.WAITING), name="one_lowering_waits_at_a_time"),
        ]
