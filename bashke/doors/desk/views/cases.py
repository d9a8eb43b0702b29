"""One case: the whole of it on one page, and the small acts that start there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
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
from bashke.person.casework import actions
from bashke.person.casework.forms import FollowUpForm, ReopenForm
from bashke.person.casework.models import Case, PlanAction
from bashke.person.casework.queries import case_of
from bashke.person.casework.rules import CaseStatus

from ..queries.cases import whole


@requires(Permission.CASE_VIEW)
def case(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Person, needs ledger, plan, services, timeline, household, and who opened the file. Opening it is an act."""
    found = get_case(request, pk)
    opened(found)
    page = whole(found, request.actor, timezone.now())
    return render(request, "desk/case.html", {"page": page, "file": page.file, "case": found, "person": found.person})


@requires(Permission.CASE_WRITE)
@require_POST
def done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One thing of the plan is done."""
    action = get_object_or_404(PlanAction.objects.visible_to(request.actor).select_related("goal__plan"), pk=pk)
    try:
        actions.finish_action(by=request.actor, at=timezone.now(), action=action)
        messages.success(request, _("Done: %(what)s") % {"what": action.what})
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:case", pk=action.goal.plan.case_id)


@requires(Permission.CASE_WRITE)
def reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again, and say why."""
    found = get_case(request, pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            actions.reopen(by=request.actor, at=timezone.now(), case=found, reason=form.cleaned_data["reason"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The case is open again. A new assessment is due."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(found)
    page = {"form": form, "case": found, "person": found.person, "fits": found.status == CaseStatus.CLOSED}
    return render(request, "desk/case_reopen.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def follow_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """After closing, somebody asks how the person is doing."""
    found = get_case(request, pk)
    form = FollowUpForm(request.POST or None)
    if form.is_valid():
        try:
            actions.follow_up(by=request.actor, at=timezone.now(), case=found, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The follow-up is recorded."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(found)
    page = {"form": form, "case": found, "person": found.person, "fits": found.follow_up_due_at is not None}
    return render(request, "desk/case_follow_up.html", page, status=422 if form.errors else 200)


def get_case(request: StaffRequest, pk: UUID) -> Case:
    """The case, or 404 when there is none that this worker may know of."""
    found = case_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def opened(case: Case) -> None:
    """Seeing a page of a person's file is an act, and she can read that it happened."""
    record(Verb.FILE_OPENED, case, person=case.person_id, municipality=case.municipality_id)
