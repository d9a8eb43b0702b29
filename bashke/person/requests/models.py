"""Requests, the codes that open them, and how urgent they were judged."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history
from bashke.ground.law.rules import TriageClass
from bashke.person.protection.models import reachable

from .rules import AppealStatus, Channel, ForWhom, Relation, Status, TriageStatus

CLASSES = [(c, c) for c in TriageClass]


def unrelated(actor: Actor, person: str = "person") -> Q:
    """Rows of people to whom the worker who asks declared no relation. For `visible_to`; the wall below asks the same."""
    if not actor.related:
        return Q()
    return Q(~Exists(Conflict.objects.filter(worker=actor.worker, ended_at=None, person=OuterRef(person))))


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, actor: Actor) -> "RequestQuerySet":
        """Workers see those of their municipality, but for protected files of other teams; who holds the code, that one."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(unrelated(actor), reachable(actor), municipality=actor.municipality)
        return self.filter(pk=actor.request) if actor.request else self.none()


@history
class Request(models.Model):
    """One call for help as it was made, with the dates by which it must be acknowledged, registered and decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel], default=Channel.WEB)
    for_whom = models.CharField(max_length=6, choices=[(w, w) for w in ForWhom])
    domains = ArrayField(models.CharField(max_length=30))
    words = models.TextField(blank=True)
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60, blank=True)
    father_name = models.CharField(max_length=60, blank=True)  # asked by a worker only, where she writes the names down
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="sq")
    asker_name = models.CharField(max_length=120, blank=True)
    asker_phone = models.CharField(max_length=30, blank=True)
    asker_relation = models.CharField(max_length=60, blank=True)
    asker_office = models.CharField(max_length=120, blank=True)  # which office or provider sent it
    permission_given = models.BooleanField(default=False)
    without_permission = models.CharField(max_length=40, blank=True)  # the sign of danger that was enough
    spoken = models.CharField(max_length=10, default="sq")  # the language she speaks best, a code of `spoken_language`
    tracks = ArrayField(
        models.CharField(max_length=20), default=list, blank=True
    )  # codes of `track`: the teams its signs call for, and ordinary ones
    key = models.UUIDField()  # one press of the button, one request
    status = models.CharField(max_length=12, choices=[(s, s) for s in Status], default=Status.RECEIVED)
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()  # the person hears from us by then (our promise)
    decide_due_at = models.DateTimeField()  # the law's outer bound
    urgency = models.CharField(max_length=10, choices=CLASSES, null=True)
    contact_due_at = models.DateTimeField(null=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="requests")
    file = models.ForeignKey("protection.ProtectedFile", models.PROTECT, null=True, related_name="requests")
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
            models.CheckConstraint(condition=~Q(given_name="") | Q(channel=Channel.TIP), name="request_names_somebody"),
            models.CheckConstraint(
                condition=Q(for_whom=ForWhom.SELF)
                | Q(channel=Channel.TIP)
                | ~Q(asker_name="") & (Q(permission_given=True) | ~Q(without_permission="")),
                name="asking_for_another_needs_permission",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.TIP)
                | Q(for_whom=ForWhom.OTHER, asker_name="", asker_phone="", asker_relation="", asker_office="", permission_given=False),
                name="a_tip_keeps_nothing_of_who_told",
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
            models.Index(fields=["municipality"], condition=Q(file__isnull=False), name="request_protected"),
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or gettext("Name not known")

    @property
    def is_tip(self) -> bool:
        return self.channel == Channel.TIP


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
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        return self.filter(
            unrelated(actor, "request__person"), reachable(actor, "request__file"), reachable(actor), municipality=actor.municipality
        )


class Triage(models.Model):
    """One judgement of urgency: the flags that were seen, the class they give, the class that was chosen and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="triages")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    flags = ArrayField(models.CharField(max_length=40), default=list)
    sets = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # tracks whose signs were looked at, besides the general
    worst = models.CharField(max_length=10, choices=CLASSES)
    chosen = models.CharField(max_length=10, choices=CLASSES)
    reason = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=[(s, s) for s in TriageStatus], default=TriageStatus.FINAL)
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    file = models.ForeignKey("protection.ProtectedFile", models.PROTECT, null=True, related_name="+")  # stays there when its request leaves
    objects = TriageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="the_second_person_is_another"),
            models.UniqueConstraint(fields=["request"], condition=Q(status=TriageStatus.WAITING), name="one_lowering_waits_at_a_time"),
        ]


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, actor: Actor) -> "AppealQuerySet":
        """The municipality that refused, and whoever holds the code of the request."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(unrelated(actor, "request__person"), reachable(actor, "request__file"), municipality=actor.municipality)
        return self.filter(request=actor.request) if actor.request else self.none()


class Appeal(models.Model):
    """A refused person does not agree. What was refused is kept here, because a reopened request begins anew."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="appeals")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    words = models.TextField()  # the person's own
    received_at = models.DateTimeField()
    taken_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)  # after the days the law gives; heard all the same
    decide_due_at = models.DateTimeField()
    refused_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField()
    refusal_reason = models.CharField(max_length=40)
    refusal_words = models.TextField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in AppealStatus], default=AppealStatus.WAITING)
    decided_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_words = models.TextField(blank=True)
    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(status=AppealStatus.WAITING), name="one_appeal_waits_at_a_time"),
            models.CheckConstraint(condition=~Q(words=""), name="an_appeal_says_why"),
            models.CheckConstraint(
                condition=Q(refused_by=None) | Q(decided_by=None) | ~Q(decided_by=F("refused_by")), name="who_refused_decides_no_appeal"
            ),
            models.CheckConstraint(
                condition=Q(status=AppealStatus.WAITING, decided_at=None, decided_by=None)
                | ~Q(status=AppealStatus.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision_words=""),
                name="an_appeal_is_decided_whole",
            ),
        ]


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, actor: Actor) -> "ConflictQuerySet":
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Conflict(models.Model):
    """A worker and a person who are something to each other: the worker is kept from the person's file while it holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10, choices=[(r, r) for r in Relation])
    words = models.CharField(max_length=300, blank=True)
    declared_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "person"], condition=Q(ended_at=None), name="a_conflict_is_declared_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False), name="who_ended_a_conflict"
            ),
        ]
