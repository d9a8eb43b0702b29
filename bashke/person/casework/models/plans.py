"""The individual plan: versions, goals up the ladder, actions with an owner and a date."""

from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history

from ..rules import ActionOwner, MemberStatus, PlanStatus
from .cases import Case, FileQuerySet, M
from .ledger import Need
from .members import PlanMember


@history
class Plan(models.Model):
    """What person and worker agreed to do. A change after agreement is a new version; the old one stays readable."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="plans", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in PlanStatus], default=PlanStatus.DRAFT)
    own_words = models.TextField(blank=True)
    written_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    agreed_how = models.CharField(max_length=20, blank=True)  # signed, spoken, guardian
    objects = FileQuerySet["Plan"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_versions_count_up"),
            models.UniqueConstraint(fields=["case"], condition=Q(status=PlanStatus.DRAFT), name="one_draft_at_a_time"),
            models.UniqueConstraint(fields=["case"], condition=Q(status=PlanStatus.AGREED), name="one_plan_holds"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_how="") | Q(agreed_at__isnull=False) & ~Q(agreed_how="") & ~Q(own_words=""),
                name="agreement_is_recorded_whole",
            ),
        ]


class Goal(models.Model):
    """Where one need should lead: from a rung to a higher one."""

    FILE = "plan__case__file"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, related_name="goals")
    statement = models.CharField(max_length=300)
    baseline = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    objects = FileQuerySet["Goal"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=F("baseline")), name="goal_leads_up"),
            models.CheckConstraint(condition=Q(baseline__range=(1, 5), target__range=(1, 5)), name="goal_stands_on_rungs"),
            models.UniqueConstraint(fields=["plan", "need"], name="one_goal_for_a_need_in_a_plan"),
        ]


class SliceQuerySet(FileQuerySet[M]):
    """Actions of a plan. Another institution's member finds those of her discipline in the plan that holds."""

    def visible_to(self, actor: Actor) -> "SliceQuerySet[M]":
        return self.sliced(actor) if actor.kind is Kind.PROVIDER else super().visible_to(actor)  # type: ignore[return-value]

    def sliced(self, actor: Actor) -> "SliceQuerySet[M]":
        """What the plans this worker joined ask of her discipline."""
        mine = PlanMember.objects.visible_to(actor).filter(status=MemberStatus.JOINED, worker=actor.worker)
        joined = mine.filter(case=OuterRef("goal__plan__case"), discipline=OuterRef("discipline"))
        return self.filter(Exists(joined), goal__plan__status=PlanStatus.AGREED, owner=ActionOwner.TEAM)


class PlanAction(models.Model):
    """One thing somebody does by a date."""

    FILE = "goal__plan__case__file"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="actions")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=10, choices=[(o, o) for o in ActionOwner])
    owner_name = models.CharField(max_length=120)
    discipline = models.CharField(max_length=20, blank=True, db_default="")  # whose it is, when the team's: a code of `discipline`
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    objects = SliceQuerySet["PlanAction"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner_name=""), name="action_says_what_and_who"),
            models.CheckConstraint(
                condition=Q(owner=ActionOwner.TEAM) & ~Q(discipline="") | ~Q(owner=ActionOwner.TEAM) & Q(discipline=""),
                name="the_teams_action_says_which_discipline",
            ),
        ]
        ordering = ["due_on"]
