"""What the desk reads of the outbox."""

from django.db.models import QuerySet

from bashke.ground.access.rules import Actor

from .models import Notice
from .rules import Status


def undelivered(actor: Actor) -> QuerySet[Notice]:
    """Messages that were given up on, newest first: somebody must telephone or write instead."""
    return Notice.objects.visible_to(actor).filter(status=Status.FAILED).order_by("-created_at", "pk")
