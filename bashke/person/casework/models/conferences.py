"""The case conference: who is invited to decide what, the signed minutes, the decisions, and who disagrees."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor, Kind

from ..rules import ActionOwner, ConferenceStatus, MemberStatus
from .cases import Case, FileQuerySet, M
from .ledger import Need
from .members import PlanMember


class ConferenceQuerySet(FileQuerySet[M]):
    def visible_to(self, actor: Actor) -> "ConferenceQuerySet[M]":
        """Another institution's member finds the conferences she is invited to, while she is in the plan."""
        if actor.kind is not Kind.PROVIDER:
            return super().visible_to(actor)  # type: ignore[return-value]
        mine = PlanMember.objects.visible_to(actor).filter(status=MemberStatus.JOINED)
        return self.filter(Exists(Seat.objects.filter(conference=OuterRef(self.conference), member__in=mine)))

    @property
    def conference(self) -> str:
        return "pk" if self.model is Conference else "conference"


class Conference(models.Model):
    """Several who work on a case meet to decide one question. Called by the owner, led by the chair."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="conferences")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    question = models.TextField()
    at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)  # empty: by telephone
    chair = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    person_invited = models.BooleanField()
    why_not = models.CharField(max_length=300, blank=True)
    called_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in ConferenceStatus], default=ConferenceStatus.CALLED)
    planned_version = models.PositiveSmallIntegerField(null=True)  # the minutes whose decisions stand in the plan
    objects = ConferenceQuerySet["Conference"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="a_conference_has_a_question"),
            models.CheckConstraint(condition=Q(person_invited=True) | ~Q(why_not=""), name="nobody_is_left_out_in_silence"),
        ]
        indexes = [models.Index(fields=["municipality", "at"], condition=Q(status=ConferenceStatus.CALLED), name="conference_ahead")]

    @property
    def is_over(self) -> bool:
        """Has its day come? Then minutes are due."""
        return self.status == ConferenceStatus.CALLED and localdate(self.at) <= localdate()


class Seat(models.Model):
    """Somebody invited to a conference: a member of the plan, a colleague, or anybody by name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="seats")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    member = models.ForeignKey(PlanMember, models.PROTECT, null=True, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    objects = ConferenceQuerySet["Seat"].as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.member.discipline_name}" if self.member else self.name


class Minutes(models.Model):
    """What was said and who was there, signed by the chair. Never changed: a correction is the next version."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="minutes", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    present = ArrayField(models.UUIDField())  # seats
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = FileQuerySet["Minutes"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "version"], name="minutes_count_up"),
            models.CheckConstraint(condition=~Q(text="") & (Q(version=1) | ~Q(why="")), name="corrected_minutes_say_why"),
        ]


class Decision(models.Model):
    """One thing decided: what, by whom, by when, for which need. It stands in the minutes as it was signed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="decisions", db_index=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()  # of the minutes, so that whoever may not read them knows which decisions hold
    need = models.ForeignKey(Need, models.PROTECT, related_name="+")
    domain = models.CharField(max_length=30)
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=10, choices=[(o, o) for o in ActionOwner])
    owner_name = models.CharField(max_length=120)
    discipline = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    objects = ConferenceQuerySet["Decision"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="decisions_are_numbered")]
        ordering = ["number"]


class Dissent(models.Model):
    """Somebody who was invited does not agree: in her own name and her own words, which nobody changes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="dissents")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    objects = ConferenceQuerySet["Dissent"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="dissent_is_said_in_words")]
