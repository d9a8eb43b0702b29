"""Saved searches: kept as filters, and run as whoever asks."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query

from bashke.ground.access.guards import StaffRequest
from bashke.ground.access.permissions import Permission
from bashke.person.searches import actions
from bashke.person.searches.models import Search
from bashke.person.searches.queries import searches as known_searches
from bashke.person.searches.rules import Listing, unknown_filters

from ..forms.filters import CasesFilter, Paged, QueueFilter
from ..forms.searches import NewSearch
from ..queries import rows, shapes
from ..queries.lists import page
from .door import Key, Problem, acts, reads
from .reading import cases_found, requests_found

P = Permission


@reads("/searches", P.CASE_VIEW, shapes.Searches, gettext_lazy("Saved searches: one's own, and those that colleagues share"))
def searches(request: StaffRequest, filters: Query[Paged]) -> shapes.Searches:
    shown, mark = page(_known(request), "made_at", filters.after, "searches", newest=True)
    return shapes.Searches(rows=[rows.search(row, request.actor) for row in shown], next=mark)


@reads("/searches/{uuid:pk}/rows", P.CASE_VIEW, shapes.FoundBySearch, gettext_lazy("What a saved search finds now, for whoever asks"))
def search_rows(request: StaffRequest, pk: UUID, filters: Query[Paged]) -> shapes.FoundBySearch:
    search = get_object_or_404(_known(request), pk=pk)
    actions.check_may(request.actor, search.listing)
    if search.listing == Listing.REQUESTS:
        asked = requests_found(request.actor, QueueFilter(**search.filters, after=filters.after))
        return shapes.FoundBySearch(listing=search.listing, requests=asked.rows, cases=[], next=asked.next)
    known = cases_found(request.actor, CasesFilter(**search.filters, after=filters.after))
    return shapes.FoundBySearch(listing=search.listing, requests=[], cases=known.rows, next=known.next)


@acts("/searches", P.CASE_VIEW, {201: shapes.Made}, gettext_lazy("Save the filters of a list under a name"))
def save_search(request: StaffRequest, key: Key, body: NewSearch) -> tuple[int, shapes.Made]:
    if unknown := unknown_filters(body.listing, body.filters):
        raise Problem(
            400, _("There is no such filter here, or it is given twice."), [(name, _("There is no such filter.")) for name in unknown]
        )
    made = actions.save_search(by=request.actor, at=timezone.now(), **body.model_dump())
    return 201, shapes.Made(id=made.pk, status="shared" if made.shared else "own")


@acts("/searches/{uuid:pk}/remove", P.CASE_VIEW, {200: shapes.Made}, gettext_lazy("Remove a saved search of one's own"))
def remove_search(request: StaffRequest, key: Key, pk: UUID) -> tuple[int, shapes.Made]:
    search = get_object_or_404(_known(request), pk=pk)
    actions.remove_search(by=request.actor, search=search)
    return 200, shapes.Made(id=pk, status="removed")


def _known(request: StaffRequest) -> QuerySet[Search]:
    return known_searches(request.actor)
