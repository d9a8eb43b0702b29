"""Requests about data by their clocks, refused corrections that stay with a file, and files that rest."""

from datetime import datetime

from django.db.models import QuerySet

from bashke.ground.access.rules import Actor
from bashke.person.people.models import Person, of_one

from ..models import DataRequest, Opening, Restriction
from ..rules import Kind, Status


def waiting(actor: Actor) -> QuerySet[DataRequest]:
    """What nobody answered yet, the nearest clock first."""
    return DataRequest.objects.visible_to(actor).filter(status=Status.RECEIVED).select_related("person").order_by("due_at", "pk")


def late(actor: Actor, now: datetime) -> QuerySet[DataRequest]:
    """What got no answer in time."""
    return waiting(actor).filter(due_at__lt=now)


def answers_of(actor: Actor) -> QuerySet[DataRequest]:
    """What was answered or taken back."""
    rows = DataRequest.objects.visible_to(actor).exclude(status=Status.RECEIVED).select_related("person", "answered_by")
    return rows.order_by("-answered_at", "pk")


def mine(actor: Actor) -> QuerySet[DataRequest]:
    """What she herself asked, the newest first."""
    return DataRequest.objects.visible_to(actor).select_related("copy", "restriction", "erasure").order_by("-asked_at", "pk")


def statements(actor: Actor, person: Person) -> QuerySet[DataRequest]:
    """What she says is not right although the office found it right: it stays with her file."""
    rows = DataRequest.objects.visible_to(actor).filter(of_one(person), kind=Kind.CORRECTION, status=Status.REFUSED)
    return rows.order_by("-answered_at")


def restriction_of(actor: Actor, person: Person) -> Restriction | None:
    """The restriction that holds for this person, under whichever of her records."""
    return Restriction.objects.visible_to(actor).filter(of_one(person), ended_at=None).select_related("by", "ask").first()


def is_open(actor: Actor, person: Person, now: datetime) -> bool:
    """Did this worker write down why she opens the restricted file, less than an hour ago?"""
    return Opening.objects.visible_to(actor).filter(of_one(person), worker=actor.worker, until__gt=now).exists()


def is_shut(actor: Actor, person: Person, now: datetime) -> bool:
    """Does the file rest, and this worker has not written down why she opens it?"""
    return restriction_of(actor, person) is not None and not is_open(actor, person, now)


def resting(actor: Actor) -> QuerySet[Restriction]:
    """Every file that rests, so that none is forgotten."""
    return Restriction.objects.visible_to(actor).filter(ended_at=None).select_related("person", "by").order_by("since", "pk")
