"""Closing a case: proposed by one, signed or sent back by another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.forms import ClosureForm, ReturnForm
from bashke.person.casework.queries import file
from bashke.person.casework.rules import CaseStatus, NextStep

from ..forms.team import EndWithdrawnForm
from ..queries import words
from .cases import get_case, opened


@requires(Permission.CASE_CLOSE)
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Propose to close. What still has no answer is named, with the way to answer it."""
    case = get_case(request, pk)
    held = file(case)
    form = ClosureForm(request.POST or None)
    if form.is_valid():
        try:
            actions.propose_closure(by=request.actor, at=timezone.now(), case=case, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The closure is proposed. The supervisor was asked to sign."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    page = {
        "form": form, "case": case, "person": case.person, "file": held, "ends": actions.open_ends(case),
        "unanswered": [(need, label("domain", need.domain), words.need(need.status)) for need in held.unanswered],
        "fits": case.status == CaseStatus.OPEN,
    }  # fmt: skip
    return render(request, "desk/close.html", page, status=422 if form.errors else 200)


@requires(Permission.CLOSURE_SIGN)
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person reads what came of the case, and signs or sends it back."""
    case = get_case(request, pk)
    held = file(case)
    closure = held.waiting_closure
    sends_back = request.method == "POST" and "words" in request.POST
    form = ReturnForm(request.POST if sends_back else None)
    if closure is not None and request.method == "POST" and (not sends_back or form.is_valid()):
        try:
            if sends_back:
                actions.return_closure(by=request.actor, at=timezone.now(), closure=closure, words=form.cleaned_data["words"])
                messages.success(request, _("The closure was sent back."))
            else:
                actions.sign_closure(by=request.actor, at=timezone.now(), closure=closure)
                messages.success(request, _("The case is closed."))
        except NotAllowed as broken:
            messages.error(request, sentence(broken))
        return redirect("desk:case", pk=pk)
    if request.method == "GET":
        opened(case)
    page = {
        "form": form, "case": case, "person": case.person, "file": held, "closure": closure,
        "own": closure is not None and closure.asked_by_id == request.actor.worker,
        "reason": label("closure_reason", closure.reason) if closure else "",
        "needs": [(need, label("domain", need.domain), words.need(need.status)) for need in held.needs],
    }  # fmt: skip
    return render(request, "desk/sign.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_CLOSE)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person took her request back: her needs are withdrawn, services are no longer asked, and the supervisor signs."""
    case = get_case(request, pk)
    form = EndWithdrawnForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_withdrawn(by=request.actor, at=timezone.now(), case=case, outcome=form.cleaned_data["outcome"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The closure is proposed. The supervisor was asked to sign."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    page = {"form": form, "case": case, "person": case.person, "fits": case.next_step == NextStep.END}
    return render(request, "desk/end.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_CLOSE)
@require_POST
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who proposed a closure may take it back."""
    case = get_case(request, pk)
    closure = file(case).waiting_closure
    if closure is not None and (closure.asked_by_id == request.actor.worker or may(request.actor, Permission.CLOSURE_SIGN)):
        try:
            actions.return_closure(by=request.actor, at=timezone.now(), closure=closure, words=_("Taken back by who proposed it."))
            messages.success(request, _("The closure was taken back; the case is open."))
        except NotAllowed as broken:
            messages.error(request, sentence(broken))
    else:
        messages.error(request, _("No closure of yours is waiting."))
    return redirect("desk:case", pk=pk)
