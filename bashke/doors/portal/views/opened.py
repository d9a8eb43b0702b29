"""Who opened my file, when and why: the journal, in words."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, with_code

from ..queries import Opening, journal_of, last_visit, my_request, my_workers
from .follow import is_own
from .quiet import not_of_protected_files
from .words import ROLE_WORDS, verb_words, why_read


@with_code
@not_of_protected_files
@never_cache
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """Two lists: who read (`?what=read`, shown first), and everything else that was done (`?what=done`)."""
    actor = cast(StaffRequest, request).actor
    what = request.GET.get("what", "read")
    if what not in {"read", "done"}:
        raise BadRequest("what is read or done")
    reads = what == "read"
    mine, page = my_request(actor), reverse("portal:opened")
    own = is_own(actor, mine)
    openings, more = journal_of(actor, reads=reads, before=_before(request)) if own else ([], None)
    workers = my_workers(actor) if actor.person else set()
    context = {
        "own": own,
        "mine": mine,
        "events": _together([_event(one, workers) for one in openings]),
        "tabs": [(_("Who looked"), page, reads), (_("What else was done"), f"{page}?what=done", not reads)],
        "more": f"{page}?what={'read' if reads else 'done'}&before={more}" if more else None,
        "last_visit": last_visit(actor) if own else None,
        "hide": "safety" in mine.domains,
    }
    return render(request, "portal/opened.html", context)


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest("before is no number")
    return int(given)


def _event(one: Opening, workers: set[UUID]) -> dict[str, Any]:
    role = ROLE_WORDS.get(one.entry.role or "", "")
    by = ", ".join(str(part) for part in (one.worker, role, one.institution) if part)
    why = why_read(one.entry.verb, one.entry.reason, one.entry.role, is_own_worker=one.entry.worker in workers)
    return {"title": verb_words(one.entry.verb), "at": one.entry.at, "by": by, "text": why}


def _together(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one worker did several times on one day stands once, with how often and from when to when: a list of looks, not of clicks."""
    days: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for event in events:
        day = timezone.localdate(event["at"])
        days.setdefault((event["title"], event["by"], event["text"], day), []).append(event)
    return [_several(same) if len(same) > 1 else same[0] for same in days.values()]


def _several(same: list[dict[str, Any]]) -> dict[str, Any]:
    last, first = same[0], same[-1]
    clocks = [f"{timezone.localtime(one['at']):%H:%M}" for one in (first, last)]
    often = (
        gettext("%(times)s times between %(first)s and %(last)s.") if clocks[0] != clocks[1] else gettext("%(times)s times at %(last)s.")
    )
    said = often % {"times": len(same), "first": clocks[0], "last": clocks[1]}
    return last | {"text": f"{last['text']} {said}".strip()}
