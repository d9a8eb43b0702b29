"""Her plan, to read and to print."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import anchors, label
from bashke.person.casework.papers import OWNER_WORDS

from ..queries import my_plan, my_request
from .follow import is_own
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    actor = cast(StaffRequest, request).actor
    held, mine = my_plan(actor) if actor.person else None, my_request(actor)
    if held is None:
        return render(request, "portal/no_plan.html", {"own": is_own(actor, mine), "mine": mine})
    goals = [
        {
            "row": goal,
            "name": label("domain", goal.need.domain),
            "now": anchors(goal.need.domain)[goal.baseline],
            "then": anchors(goal.need.domain)[goal.target],
            "actions": [{"row": act, "owner": OWNER_WORDS[act.owner]} for act in goal.actions.all()],
        }
        for goal in held.goals.all()
    ]
    context = {
        "plan": held,
        "goals": goals,
        "office": office_of(held.municipality_id),
        "site": request.get_host(),
        "printed_on": timezone.localdate(),
    }
    return render(request, "portal/plan.html", context)
