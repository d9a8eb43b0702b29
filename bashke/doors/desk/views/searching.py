"""Saved searches above a list: run by a link, which asks as whoever presses it; saved from what is on the screen; removed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.searches.actions import remove_search, save_search
from bashke.person.searches.forms import SaveForm
from bashke.person.searches.models import Search
from bashke.person.searches.queries import above, may_remove
from bashke.person.searches.rules import Listing


def above_list(request: StaffRequest, listing: Listing, filters: dict[str, str]) -> dict[str, Any] | None:
    """The searches of a list and the form that saves its filters; None when they were saved just now. One query."""
    actor, form = request.actor, SaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            save_search(by=actor, at=timezone.now(), listing=listing, filters=filters, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The search is saved: it stands above this list."))
            return None
    rows = above(actor, listing)
    links = [(row, f"{reverse(f'desk:{listing}')}?{row.query}", row.filters == filters, row.worker_id == actor.worker) for row in rows]
    return {"searches": links, "own_searches": [row for row in rows if may_remove(actor, row)], "save": form}


def chips(filters: dict[str, str], words: dict[str, Any]) -> list[tuple[Any, str]]:
    """What was chosen in words, each with the address of the list without it."""
    return [(text, "?" + urlencode({other: said for other, said in filters.items() if other != name})) for name, text in words.items()]


@requires(Permission.CASE_VIEW)
@require_POST
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    search = get_object_or_404(Search.objects.visible_to(request.actor), pk=pk)
    try:
        remove_search(by=request.actor, search=search)
        messages.success(request, _("The search is removed."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect(f"desk:{search.listing}")
