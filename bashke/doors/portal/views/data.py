"""Her rights over her data: to ask, to see by when she hears, to read the answer, and to take her copy."""

import json
from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.access.rules import Actor
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import amount_in_words, appeal_routes, certainty_words, figure, label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.rights import actions, queries
from bashke.person.rights.forms import AskForm
from bashke.person.rights.models import DataRequest
from bashke.person.rights.rules import Erasing, Kind, Status

from ..queries import my_request
from .quiet import not_of_protected_files

# Where one turns when the office says no: the Commissioner first, then who looks after rights in general.
ROUTES = ("data_protection", "ombudsman", "court")


@with_code
@not_of_protected_files
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What she may ask, what she asked, and what was answered. Only with the code of the whole file."""
    actor, now = _actor(request), timezone.now()
    if actor.person is None:
        return redirect("portal:follow")
    mine = my_request(actor)
    asked = [_line(row, now) for row in queries.mine(actor)]
    waits = {row["kind"] for row in asked if row["waits"] or row["rests"]}
    rule = figure("data.answer", timezone.localdate(now), mine.municipality_id)
    routes = {route.code: route for route in appeal_routes(now, mine.municipality_id)} if any(row["refused"] for row in asked) else {}
    page = {
        "routes": [routes[code] for code in ROUTES if code in routes],
        "asked": asked, "open": [(kind, said) for kind, said in queries.KINDS.items() if kind not in waits],
        "days": amount_in_words(rule), "citation": rule.citation, "certainty": certainty_words(rule), "hide": "safety" in mine.domains,
    }  # fmt: skip
    return render(request, "portal/data.html", page)


@with_code
@not_of_protected_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """One thing asked. The clock starts when it is sent."""
    actor, now = _actor(request), timezone.now()
    if kind not in set(Kind):
        raise Http404
    if actor.person is None:
        return redirect("portal:follow")
    person = get_object_or_404(Person.objects.visible_to(actor), pk=actor.person)
    form = AskForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_valid():
        try:
            actions.ask(by=actor, at=now, person=person, kind=kind, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("We have it. You will hear from us by the day that stands below."))
            return redirect("portal:data")
    page = {
        "form": form, "said": queries.KINDS[kind], "hide": "safety" in my_request(actor).domains,
        "days": amount_in_words(figure("data.answer", timezone.localdate(now), person.municipality_id)),
    }  # fmt: skip
    return render(request, "portal/data_ask.html", page, status=422 if form.errors else 200)


@with_code
@not_of_protected_files
@never_cache
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She no longer wants it."""
    actor = _actor(request)
    row = get_object_or_404(DataRequest.objects.visible_to(actor), pk=pk)
    try:
        actions.take_back(by=actor, at=timezone.now(), ask=row)
        messages.success(request, _("You have taken it back. You can ask again at any time."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("portal:data")


@with_code
@not_of_protected_files
@never_cache
@require_safe
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Her copy, to read and to print, in the language of the page."""
    row = get_object_or_404(DataRequest.objects.visible_to(_actor(request)).select_related("person"), pk=pk)
    try:
        content = actions.opened(by=_actor(request), at=timezone.now(), ask=row)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("portal:data")
    page = queries.readable(content) | {"ask": row, "office": office_of(row.municipality_id)}
    return render(request, "portal/data_copy.html", page)


@with_code
@not_of_protected_files
@never_cache
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a file for a computer."""
    row = get_object_or_404(DataRequest.objects.visible_to(_actor(request)), pk=pk)
    try:
        content = actions.opened(by=_actor(request), at=timezone.now(), ask=row)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("portal:data")
    answer = HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bashke-data.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _line(row: DataRequest, now: datetime) -> dict[str, object]:
    """One request with its answer, and her copy where it is kept."""
    refused = row.status == Status.REFUSED and row.answered_at is not None
    held = getattr(row, "copy", None)
    rest = getattr(row, "restriction", None)
    going = getattr(row, "erasure", None)
    words, colour = queries.STATUS[row.status]
    return {
        "row": row, "kind": row.kind, "said": queries.KINDS[row.kind], "words": words, "colour": colour,
        "waits": row.status == Status.RECEIVED, "rests": rest is not None and rest.ended_at is None, "refused": refused,
        "signs": going is not None and going.status == Erasing.PROPOSED,
        "late": row.status == Status.RECEIVED and row.due_at < now, "reason": label("data_refusal", row.refusal_reason) if refused else "",
        "copy": held if held and held.until > now else None, "rest": rest,
    }  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    return cast(StaffRequest, request).actor
