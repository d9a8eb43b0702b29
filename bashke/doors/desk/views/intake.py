"""A request taken down, whatever way it came, and the receipt with its code."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.requests import actions
from bashke.person.requests.models import Request
from bashke.person.requests.rules import AlreadySent, Channel, ForWhom

from ..forms.intake import WAYS, IntakeForm
from ..queries import requests as asked
from ..queries import words

KEPT = "desk_receipt"  # the session keeps the newest code until the next one: it is printed, never stored in the open


@requires(Permission.REQUEST_REGISTER)
def new(request: StaffRequest) -> HttpResponse:
    """The whole request on one page, asking what its way can tell. The same press twice leads to the same receipt."""
    actor = request.actor
    channel = request.POST.get("channel") or request.GET.get("channel") or Channel.COUNTER
    if channel not in WAYS:
        raise BadRequest("There is no such way to take a request.")
    form = IntakeForm(request.POST or None, actor=actor, channel=channel)
    if form.is_valid():
        try:
            done = actions.ask(
                by=actor, at=timezone.now(), municipality=actor.municipality or "", synthetic=settings.DEMO_MODE, **form.details
            )
        except AlreadySent:
            return redirect("desk:receipt", pk=get_object_or_404(Request.objects.visible_to(actor), key=form.cleaned_data["key"]).pk)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            return _hand_over(request, done.request, done.code)
    ways = [(text, f"?channel={code}", code == channel) for code, text in WAYS.items()]
    return render(request, "desk/new.html", {"form": form, "ways": ways, "channel": channel}, status=422 if form.errors else 200)


@requires(Permission.REQUEST_REGISTER)
def receipt(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The paper the person takes home: her code, the date by which she hears from us, the law, how to follow."""
    ask = _get(request, pk)
    if ask.is_tip and ask.person_id is None:
        return redirect("desk:request", pk=ask.pk)
    record(Verb.REQUEST_OPENED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    kept = request.session.get(KEPT, {})
    address = f"{settings.PUBLIC_URL}{reverse('portal:code')}"
    page = {
        "ask": ask,
        "domains": words.domains(ask.domains),
        "code": kept.get("code") if kept.get("request") == str(ask.pk) else None,
        "whole_file": kept.get("whole_file", ask.for_whom == ForWhom.SELF),
        "deadlines": asked.deadlines(ask),
        "address": address,
        "qr": mark_safe(segno.make(address, error="m").svg_inline(border=2, omitsize=True)),  # noqa: S308  (made of our own address)
    }
    return render(request, "desk/receipt.html", page)


@requires(Permission.REQUEST_REGISTER)
def code(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A new code when the first was lost; the old one ends. `reach`: the person's own file, or progress for who asked for her."""
    if request.method != "POST":
        return redirect("desk:request", pk=pk)
    ask = _get(request, pk)
    whole = ask.for_whom == ForWhom.SELF or request.POST.get("reach") == "person"
    try:
        fresh = actions.issue_code(by=request.actor, at=timezone.now(), request=ask, whole_file=whole)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:request", pk=ask.pk)
    messages.success(request, _("The earlier code no longer opens anything."))
    return _hand_over(request, ask, fresh, whole)


def _hand_over(request: StaffRequest, ask: Request, code: str, whole_file: bool | None = None) -> HttpResponse:
    if not code:
        messages.success(request, _("The tip is taken down. We know nothing of who told us, and promise her nothing."))
        return redirect("desk:request", pk=ask.pk)
    whole = ask.for_whom == ForWhom.SELF if whole_file is None else whole_file
    request.session[KEPT] = {"request": str(ask.pk), "code": code, "whole_file": whole}
    return redirect("desk:receipt", pk=ask.pk)


def _get(request: StaffRequest, pk: UUID) -> Request:
    ask: Request = get_object_or_404(asked.whole(request.actor), pk=pk)
    return ask
