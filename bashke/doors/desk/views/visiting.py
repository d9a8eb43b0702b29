"""Appointments: making one, and recording what came of it in two presses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.forms import OutcomeForm, VisitForm, WhenForm
from bashke.person.casework.models import Case, Visit
from bashke.person.casework.queries import team
from bashke.person.casework.queries.words import VISIT, VISIT_COLOUR, VISIT_KIND
from bashke.person.casework.rules import NEXT_VISIT, OUTCOMES, CaseStatus, VisitStatus
from bashke.person.protection.queries import team as readers

from ..queries.words import Tag
from .cases import get_case, opened


@requires(Permission.CASE_WRITE)
def new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """When, where, who goes, in which language. A moment that has passed goes on to what came of it."""
    case = get_case(request, pk)
    form = VisitForm(
        request.POST or None, team=may_go(request, case), earliest=timezone.localdate(case.opened_at), initial=_usual(request, case)
    )
    if form.is_valid():
        try:
            visit = actions.make_visit(
                by=request.actor, at=timezone.now(), case=case, wanted=form.wanted, worker=form.goes, key=form.cleaned_data["key"]
            )
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            if visit.at <= timezone.now():
                return redirect("desk:visit", pk=visit.pk)
            messages.success(request, _("The appointment is in the file and in the day of the worker."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    page = {"form": form, "case": case, "person": case.person, "fits": case.status != CaseStatus.CLOSED}
    return render(request, "desk/visit_new.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def visit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One appointment. Pressing what came of it records it; notes may be written with it or later."""
    found = _get(request, pk)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.record_visit(by=request.actor, at=timezone.now(), visit=found, outcome=form.came, notes=form.cleaned_data["notes"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("desk:visit", pk=pk)
    elif request.method == "GET":
        opened(found.case)
    return _page(request, found, form, WhenForm(earliest=timezone.localdate()))


@requires(Permission.CASE_WRITE)
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The same appointment at another moment."""
    found = _get(request, pk)
    if request.method != "POST":
        return redirect("desk:visit", pk=pk)
    form = WhenForm(request.POST, earliest=timezone.localdate())
    if form.is_valid():
        try:
            later = actions.move_visit(by=request.actor, at=timezone.now(), visit=found, to=form.moment)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The appointment has a new time."))
            return redirect("desk:visit", pk=later.pk)
    return _page(request, found, OutcomeForm(), form)


@requires(Permission.CASE_WRITE)
@require_POST
def call_off(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It does not take place."""
    found = _get(request, pk)
    try:
        actions.call_off_visit(by=request.actor, at=timezone.now(), visit=found)
        messages.success(request, _("The appointment is called off."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:case", pk=found.case_id)


def _page(request: StaffRequest, visit: Visit, form: OutcomeForm, when: WhenForm) -> HttpResponse:
    status, today = VisitStatus(visit.status), timezone.localdate()
    wrong = next((other for other in NEXT_VISIT[status] if status in OUTCOMES), None)
    page = {
        "visit": visit, "case": visit.case, "person": visit.person, "form": form, "when": when, "kind": VISIT_KIND[visit.kind],
        "tag": Tag(VISIT[status], VISIT_COLOUR.get(status, "")), "language": label("spoken_language", visit.language),
        "planned": status == VisitStatus.PLANNED, "may_record": timezone.localdate(visit.at) <= today,
        "may_note": status in OUTCOMES and not visit.notes, "other": wrong, "other_words": VISIT[wrong] if wrong else "",
    }  # fmt: skip
    return render(request, "desk/visit.html", page, status=422 if form.errors or when.errors else 200)


def _usual(request: StaffRequest, case: Case) -> dict[str, object]:
    """What most often is right: at home, by whoever asks, in the language the person speaks. Nothing of a protected file's address."""
    place = "" if case.file_id else case.person.address
    spoken = case.request.spoken if case.request else case.person.language
    return {"place": place, "language": spoken, "worker": str(request.actor.worker)}


def may_go(request: StaffRequest, case: Case) -> list[Worker]:
    """Colleagues who may hold the case; of a protected file its team."""
    if case.file_id is not None:
        return [member.worker for member in readers(request.actor, case.file_id)]
    return team(request.actor, timezone.now())


def _get(request: StaffRequest, pk: UUID) -> Visit:
    rows = Visit.objects.visible_to(request.actor).select_related("case__person", "person", "worker", "recorded_by", "moved_to")
    found: Visit = get_object_or_404(rows, pk=pk)
    return found
