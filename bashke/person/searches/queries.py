"""Which searches a worker may run."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from bashke.ground.access.kept import first
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor

from .models import Search

AT_ONCE = 40  # links above one list: more would be a list of its own


def searches(actor: Actor) -> QuerySet[Search]:
    """Her own and those shared with her, with whose they are."""
    return Search.objects.visible_to(actor).select_related("worker")


def above(actor: Actor, listing: str) -> list[Search]:
    """Those of one list, her own first, each by its name. One query."""
    return first(AT_ONCE, _above, actor, listing)


def _above(actor: Actor, listing: str) -> QuerySet[Search]:
    hers = Case(When(worker=actor.worker, then=Value(0)), default=Value(1), output_field=IntegerField())
    return searches(actor).filter(listing=listing).order_by(hers, "name", "pk")


def may_remove(actor: Actor, search: Search) -> bool:
    """Her own; a supervisor also what is shared with the municipality."""
    return search.worker_id == actor.worker or (search.shared and may(actor, Permission.BOARD_VIEW))
