"""Every document of her file that is hers: what was made for her, and what she handed in."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.attachments import actions, queries
from bashke.person.attachments.models import Attachment
from bashke.person.requests.papers import is_decided

from ..queries import MyWay, my_way
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Only with the code of the whole file: who asked for another has her own receipt."""
    actor = cast(StaffRequest, request).actor
    if actor.person is None:
        return redirect("portal:follow")
    way = my_way(actor, timezone.now())
    page = {"papers": _papers(way), "given": queries.of_person(actor), "hide": "safety" in way.request.domains}
    return render(request, "portal/documents.html", page)


@with_code
@not_of_protected_files
@never_cache
@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that is hers, as a download."""
    actor = cast(StaffRequest, request).actor
    found = get_object_or_404(Attachment.objects.visible_to(actor), pk=pk)
    try:
        content = actions.open_it(by=actor, attachment=found)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("portal:documents")
    return actions.as_download(found, content)


def _papers(way: MyWay) -> list[tuple[str, Promise, datetime | None]]:
    """What was made for her, the newest last: (address, title, day)."""
    found: list[tuple[str, Promise, datetime | None]] = [("receipt_paper", _("Receipt of your request"), way.request.received_at)]
    if is_decided(way.request):
        found.append(("decision_paper", _("The decision in writing"), way.request.answered_at))
    if way.plan is not None:
        found.append(("plan_paper", _("Your plan"), way.plan.agreed_at))
    if way.ended is not None and way.case is not None:
        found.append(("closure_paper", _("Letter about the end of your case"), way.case.closed_at))
    return found
