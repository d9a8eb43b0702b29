"""Who works on a plan beside its owner: the place of each discipline, and on which ground it knows of the person."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import label

from ..rules import CONSENT, IN_PLAN, MemberStatus
from .cases import Case, FileQuerySet, M


class MemberQuerySet(FileQuerySet[M]):
    def visible_to(self, actor: Actor) -> "MemberQuerySet[M]":
        """Another institution finds what it is asked while the ground holds; once somebody joined, only she does."""
        if actor.kind is not Kind.PROVIDER:
            return super().visible_to(actor)  # type: ignore[return-value]
        asked, joined = Q(status=MemberStatus.INVITED), Q(status=MemberStatus.JOINED, worker=actor.worker)
        lasts = Q(consent__valid_until=None) | Q(consent__valid_until__gte=localdate())
        return self.filter(asked | joined, Q(consent=None) | Q(consent__withdrawn_at=None) & lasts, institution=actor.institution)


class OwnSliceQuerySet(FileQuerySet[M]):
    """What a member wrote: hers, while she is in the plan."""

    def visible_to(self, actor: Actor) -> "OwnSliceQuerySet[M]":
        if actor.kind is not Kind.PROVIDER:
            return super().visible_to(actor)  # type: ignore[return-value]
        return self.filter(member__in=PlanMember.objects.visible_to(actor).filter(status=MemberStatus.JOINED))


class PlanMember(models.Model):
    """One discipline's place in the plan of one case: who is asked, what for, on which ground, and since when.

    The `person_*` columns are all another institution learns of the person, beside how she wants to be reached and the actions of this
    discipline. `worker` is a named colleague, or whoever of the institution joined. The case's owner is never written here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    discipline = models.CharField(max_length=20)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    purpose = models.TextField()
    basis = models.CharField(max_length=20)
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, related_name="plan_members")
    person_name = models.CharField(max_length=130)
    person_phone = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=10, choices=[(s, s) for s in MemberStatus], default=MemberStatus.INVITED)
    invited_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_words = models.CharField(max_length=300, blank=True)
    objects = MemberQuerySet["PlanMember"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "discipline"], condition=Q(status__in=sorted(IN_PLAN)), name="one_place_for_a_discipline"
            ),
            models.CheckConstraint(
                condition=Q(basis=CONSENT, consent__isnull=False) | ~Q(basis=CONSENT) & Q(consent=None),
                name="agreement_stands_behind_a_place",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_place_says_its_purpose"),
            models.CheckConstraint(
                condition=~Q(status=MemberStatus.JOINED) | Q(worker__isnull=False, joined_at__isnull=False), name="who_joined_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(status=MemberStatus.ENDED, ended_at__isnull=False) | ~Q(status=MemberStatus.ENDED) & Q(ended_at=None),
                name="an_ended_place_says_when",
            ),
        ]
        indexes = [models.Index(fields=["worker"], condition=Q(status=MemberStatus.JOINED), name="member_slices")]

    @property
    def who(self) -> str:
        return self.worker.name if self.worker else self.institution.name

    @property
    def discipline_name(self) -> str:
        return label("discipline", self.discipline)

    @property
    def basis_name(self) -> str:
        return label("sharing_basis", self.basis)

    @property
    def is_open(self) -> bool:
        """Does the ground hold? A consent that was taken back closed the wall already; the row still says who it was."""
        return self.status in IN_PLAN and (self.consent is None or self.consent.holds_on(localdate()))
