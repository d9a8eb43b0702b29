"""Incidents: the provider records, somebody of the municipality looks, both write what was done, and it is closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.access.rules import Kind
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed

from . import actions, queries
from .forms import ReportForm, StepForm
from .models import Incident
from .rules import Status


@requires(Permission.INCIDENT_FOLLOW)
def incidents(request: StaffRequest) -> HttpResponse:
    """What is open, the nearest clock first; and what was closed."""
    rows = list(queries.still_open(request.actor)[: queries.SHOWN])
    return _page(request, "incidents", rows=[(row, row.is_late_at(timezone.now())) for row in rows], closed=queries.closed(request.actor))


@requires(Permission.INCIDENT_REPORT)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what happened in one service. The same press twice records it once."""
    service = get_object_or_404(Service.objects.visible_to(request.actor), pk=pk)
    now = timezone.now()
    form = ReportForm(request.POST or None, people=queries.in_service(request.actor, service), now=now)
    if form.is_valid():
        try:
            actions.report(by=request.actor, at=now, service=service, **form.told)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Recorded. The municipality was told at once."))
            return redirect("incidents:incidents")
    return _page(request, "report", service=service, form=form)


@requires(Permission.INCIDENT_FOLLOW)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person's incident with what was done since. Opening it stands in the journal."""
    return _show(request, _get(request, pk))


@requires(Permission.INCIDENT_ANSWER)
@require_POST
def seen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """I have looked, and I follow it."""
    try:
        actions.see(by=request.actor, at=timezone.now(), incident=_get(request, pk))
        messages.success(request, _("Your name stands beside it now."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("incidents:show", pk=pk)


@requires(Permission.INCIDENT_FOLLOW)
def step(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what was done; with the other button it is closed by that."""
    found = _get(request, pk)
    if request.method != "POST":
        return redirect("incidents:show", pk=pk)
    form = StepForm(request.POST)
    if form.is_valid():
        act = actions.close if "close" in request.POST else actions.add_step
        try:
            act(by=request.actor, at=timezone.now(), incident=found, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Written down."))
            return redirect("incidents:show", pk=pk)
    return _show(request, found, form)


def _show(request: StaffRequest, found: Incident, form: StepForm | None = None) -> HttpResponse:
    record(Verb.FILE_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    ours, is_open = request.actor.kind is Kind.MUNICIPALITY, found.status != Status.CLOSED
    return _page(
        request, "show", incident=found, ours=ours, steps=queries.steps_of(found), together=queries.together(request.actor, found),
        late=found.is_late_at(timezone.now()), recorded_late=queries.was_recorded_late(found), form=(form or StepForm()) if is_open else None,
        may_close=found.status == Status.SEEN and (ours or not found.against_staff),
    )  # fmt: skip


def _get(request: StaffRequest, pk: UUID) -> Incident:
    return get_object_or_404(queries.shown(request.actor), pk=pk)


def _page(request: StaffRequest, name: str, **context: Any) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, f"incidents/{name}.html", {"provider": request.actor.kind is Kind.PROVIDER, **context}, status=status)
