"""Conversations about a request: with the person, and with who asked for her, each apart."""

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.models import Case
from bashke.person.conversations import actions, queries
from bashke.person.conversations.forms import MessageForm, SettleForm
from bashke.person.requests.models import Request

from ..queries import requests as asked

ASKER = "asker"


@requires(Permission.CASE_WRITE)
def messages(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read and answer. Opening a conversation is opening the file."""
    ask = get_object_or_404(asked.whole(request.actor), pk=pk)
    if ask.is_tip:
        flash.error(request, _("A tip has no code: there is nobody who could read an answer."))
        return redirect("desk:request", pk=pk)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer(by=request.actor, at=timezone.now(), request=ask, asker=_with_asker(request, ask), **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error("words", sentence(broken))
        else:
            flash.success(request, _("Your message is sent. She reads it with her code."))
            return _back(request, ask)
    elif request.method == "GET":
        record(Verb.REQUEST_OPENED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    return _page(request, ask, form=form)


@requires(Permission.CASE_WRITE)
@require_POST
def settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """She was answered by telephone or in person."""
    ask = get_object_or_404(asked.whole(request.actor), pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            actions.settle(
                by=request.actor, at=timezone.now(), request=ask, asker=_with_asker(request, ask), words=form.cleaned_data["note"]
            )
        except NotAllowed as broken:
            form.add_error("note", sentence(broken))
        else:
            flash.success(request, _("It is written down how she was answered."))
            return _back(request, ask)
    return _page(request, ask, settle=form)


def _page(request: StaffRequest, ask: Request, **forms: Form) -> HttpResponse:
    asker = _with_asker(request, ask)
    try:
        talk = queries.talk(request.actor, ask, asker=asker, before=request.GET.get("before", ""))
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
    case = Case.objects.visible_to(request.actor).filter(person=ask.person_id, file=ask.file_id).order_by("-opened_at").first()
    page: dict[str, Any] = {
        "ask": ask, "talk": talk, "asker": asker, "case": case if ask.person_id else None,
        "writer": _name(ask, asker),
        "tabs": [(_name(ask, one), f"?with={ASKER}" if one else "?", one == asker) for one in queries.threads(ask)],
        "form": MessageForm(), "settle": SettleForm(), **forms,
    }  # fmt: skip
    page["faulty"] = [form for form in forms.values() if form.errors]
    return render(request, "desk/messages.html", page, status=422 if page["faulty"] else 200)


def _name(ask: Request, asker: bool) -> str:
    return ask.asker_name if asker else (ask.person or ask).name


def _with_asker(request: StaffRequest, ask: Request) -> bool:
    """Which conversation: the one that was asked for, else the only one there is."""
    there = queries.threads(ask)
    return True if there == [True] else request.GET.get("with") == ASKER and True in there


def _back(request: StaffRequest, ask: Request) -> HttpResponse:
    response = redirect("desk:messages", pk=ask.pk)
    if request.GET.get("with") == ASKER:
        response["Location"] += f"?with={ASKER}"
    return response
