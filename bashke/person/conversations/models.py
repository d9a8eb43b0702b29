"""Messages between a person, or who asked for her, and the office."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind
from bashke.person.protection.models import reachable
from bashke.person.requests.models import unrelated

from .rules import Status


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> "MessageQuerySet":
        """Workers: those of the requests they may read. With a code: one's own conversation, and never the other's."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(unrelated(actor, "request__person"), reachable(actor, "request__file"), municipality=actor.municipality)
        if actor.person:
            return self.filter(Q(person=actor.person) | Q(person=None, request=actor.request, asker=False))
        return self.filter(person=None, request=actor.request) if actor.request else self.none()


class Message(models.Model):
    """What one side wrote. Without a worker it is hers and waits for an answer by a day.

    `asker`: the conversation with whoever asked for another. `key`: one press of the button, one message.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="messages", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="messages")
    asker = models.BooleanField(default=False)
    worker = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    key = models.UUIDField()
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(s, s) for s in Status])
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    settled_words = models.CharField(max_length=300, blank=True)
    escalated_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # when she first saw what the office wrote
    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="one_press_one_message"),
            models.CheckConstraint(condition=~Q(words=""), name="a_message_says_something"),
            models.CheckConstraint(
                condition=Q(worker=None, due_at__isnull=False) & ~Q(status=Status.SAID) | Q(worker__isnull=False, status=Status.SAID),
                name="her_message_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.WAITING, Status.SAID], answered_at=None, answered_by=None, settled_words="")
                | Q(status=Status.ANSWERED, answered_at__isnull=False, answered_by__isnull=False, settled_words="")
                | Q(status=Status.SETTLED, answered_at__isnull=False, answered_by__isnull=False) & ~Q(settled_words=""),
                name="an_answer_says_who_and_how",
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(asker=False), name="who_asked_is_not_the_person"),
        ]
        indexes = [
            models.Index(fields=["municipality", "due_at", "id"], condition=Q(status=Status.WAITING), name="message_waits"),
            models.Index(fields=["request", "-at"], name="message_of_request"),
            models.Index(fields=["person", "-at"], condition=Q(person__isnull=False), name="message_of_person"),
        ]
