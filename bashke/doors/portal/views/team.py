"""Who works on her plan, and what each of them sees of her."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, with_code

from ..queries import my_decisions, my_team
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    actor = cast(StaffRequest, request).actor
    case, places = my_team(actor)
    return render(request, "portal/team.html", {"case": case, "places": places, "conferences": my_decisions(actor)})
