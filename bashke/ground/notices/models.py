"""The outbox, what became of each notice, and who wants none."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind

from .rules import Channel, Status


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Those of one's own municipality; a person sees those sent to her."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


class Notice(models.Model):
    """One message to one recipient. `text` is final: what was sent is what is kept, but for a code, which stays a secret.

    A code opens a file, so it never stands here in the open: `sealed` holds it encrypted until the message is sent, then nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.UUIDField(null=True)
    request = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel])
    recipient = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=40)
    text = models.TextField()
    sealed = models.BinaryField(null=True)
    status = models.CharField(max_length=12, choices=[(s, s) for s in Status], default=Status.QUEUED)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(recipient="") & ~Q(text=""), name="notice_has_recipient_and_text"),
            models.CheckConstraint(condition=Q(sealed=None) | Q(status=Status.QUEUED), name="a_code_is_kept_only_until_sent"),
        ]
        indexes = [
            models.Index(fields=["municipality", "not_before"], condition=Q(status=Status.QUEUED), name="notice_outbox"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="notice_of_person"),
        ]


class Delivery(models.Model):
    """One attempt to hand a notice over."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    back_end = models.CharField(max_length=20)
    delivered = models.BooleanField()
    detail = models.CharField(max_length=200, blank=True)


class OptOut(models.Model):
    """A number or address that wants no messages; kept as a hash, because the refusal must outlive the address."""

    contact_hash = models.BinaryField(primary_key=True, max_length=32)
    at = models.DateTimeField()
