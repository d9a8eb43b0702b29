"""Saving the filters of a list, and removing what was saved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import figure
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.rules import home_of, signer

from .models import Search
from .queries import may_remove
from .rules import Listing, check_search

NEEDED = {Listing.REQUESTS: Permission.REQUEST_VIEW, Listing.CASES: Permission.CASE_VIEW}


@transaction.atomic
def save_search(*, by: Actor, at: datetime, listing: Listing, name: str, filters: Mapping[str, str], shared: bool) -> Search:
    """Keep filters under a name. Raises NotAllowed for a filter that the list has not, a name that is taken, or one search too many."""
    check_may(by, listing)
    name = check_search(listing, name, filters)
    most = int(figure("search.most", localdate(at)).value)
    if Search.objects.visible_to(by).filter(worker=by.worker).count() >= most:
        raise NotAllowed("You have %(most)s saved searches. Remove one first.", most=most)
    row = Search(
        municipality_id=home_of(by), worker_id=signer(by), listing=listing, name=name, filters=dict(sorted(filters.items())), shared=shared,
        made_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise NotAllowed("You have a search of this name already. Take another name, or remove it first.") from taken
    record(Verb.SEARCH_SAVED, row, municipality=row.municipality_id)
    return row


@transaction.atomic
def remove_search(*, by: Actor, search: Search) -> None:
    """Whoever saved it; a shared one also a supervisor, for its owner may have left. A colleague may run it and leaves it where it is."""
    row = Search.objects.visible_to(by).get(pk=search.pk)
    if not may_remove(by, row):
        raise NotAllowed("Only who saved a search, or a supervisor, removes it.")
    record(Verb.SEARCH_REMOVED, row, municipality=row.municipality_id)
    row.delete()


def check_may(by: Actor, listing: str) -> None:
    """Whoever may not open a list has no searches of it. Raises NotAllowed."""
    if not may(by, NEEDED[Listing(listing)]):
        raise NotAllowed("Your post may not do this.")
