"""What a member of a plan does with her slice: notes on her actions, and goals she proposes."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from ..rules import ProposalStatus
from .cases import Case
from .members import OwnSliceQuerySet, PlanMember
from .plans import PlanAction


class ProgressNote(models.Model):
    """What a member did about one of her actions, in her own name. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(PlanMember, models.PROTECT, related_name="notes")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    action = models.ForeignKey(PlanAction, models.PROTECT, related_name="notes")
    words = models.TextField()
    done = models.BooleanField(default=False)  # she says that it is done; the owner ticks it off
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = OwnSliceQuerySet["ProgressNote"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="progress_is_said_in_words")]


class GoalProposal(models.Model):
    """What a member proposes for her part of the plan. The owner takes it into the draft, or says why not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(PlanMember, models.PROTECT, related_name="proposals")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    statement = models.CharField(max_length=300)
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in ProposalStatus], default=ProposalStatus.PROPOSED)
    answered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_words = models.CharField(max_length=300, blank=True)
    objects = OwnSliceQuerySet["GoalProposal"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(statement="") & ~Q(what=""), name="a_proposal_says_goal_and_action"),
            models.CheckConstraint(
                condition=Q(status=ProposalStatus.PROPOSED, answered_at=None, answered_by=None)
                | ~Q(status=ProposalStatus.PROPOSED) & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_proposal_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProposalStatus.DECLINED) | ~Q(answer_words=""), name="no_proposal_declined_in_silence"
            ),
        ]
