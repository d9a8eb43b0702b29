"""Her own papers as PDF, to keep, to print, or to show to somebody who helps her."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, public, with_code
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.papers.actions import hand_over
from bashke.person.casework import papers as of_cases
from bashke.person.requests import papers as of_requests
from bashke.person.requests.models import Request

from ..queries import my_plan, my_request, my_way
from .asked import SESSION_KEY
from .quiet import not_of_protected_files


@public
@never_cache
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The receipt right after asking: the code stands on it, for one hour and for this visit only."""
    sent = request.session.get(SESSION_KEY)
    if sent is None:
        return render(request, "portal/asked_gone.html", status=404)
    received, answer, decide = (datetime.fromisoformat(sent[name]) for name in ("received", "answer_due", "decide_due"))
    asked = of_requests.Receipt(sent["municipality"], received, answer, decide, code=sent["code"])
    return hand_over(request, lambda: of_requests.receipt(asked), _("receipt"))


@with_code
@not_of_protected_files
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt again, without the code: it is known to her alone."""
    mine = _mine(request)
    return hand_over(request, lambda: of_requests.receipt(of_requests.receipt_of(mine)), _("receipt"))


@with_code
@not_of_protected_files
@never_cache
@require_safe
def decision(request: HttpRequest) -> HttpResponse:
    """The decision in writing, once there is one."""
    mine = my_request(_actor(request))
    if not of_requests.is_decided(mine):
        return redirect("portal:follow")
    _mine(request)
    return hand_over(request, lambda: of_requests.decision(mine), _("decision"))


@with_code
@not_of_protected_files
@never_cache
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Her plan; before there is one, the page that says so."""
    held = my_plan(_actor(request)) if _actor(request).person else None
    if held is None:
        return redirect("portal:plan")
    _mine(request)
    return hand_over(request, lambda: of_cases.plan(held, printed_on=timezone.localdate()), _("plan"))


@with_code
@not_of_protected_files
@never_cache
@require_safe
def closure(request: HttpRequest) -> HttpResponse:
    """Why the work ended and what came of it, once it has."""
    way = my_way(_actor(request), timezone.now())
    ended = way.ended
    if ended is None:
        return redirect("portal:follow")
    _mine(request)
    return hand_over(request, lambda: of_cases.closure_letter(ended, way.needs), _("closure"))


def _mine(request: HttpRequest) -> Request:
    """Her request; that she printed a paper is written down like every other printing."""
    actor = _actor(request)
    mine = my_request(actor)
    record(Verb.PRINTED, mine, person=actor.person, municipality=mine.municipality_id)
    return mine


def _actor(request: HttpRequest) -> Actor:
    return cast(StaffRequest, request).actor
