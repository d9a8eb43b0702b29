"""The plan: written with the person, and agreed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import anchors, label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.forms import AgreeForm, PlanForm
from bashke.person.casework.queries import file, in_plan
from bashke.person.casework.rules import Agreement

from .cases import get_case, opened


@requires(Permission.CASE_WRITE)
def plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write or rewrite the draft: for each need a goal and what is done for it. The agreed plan holds until the new one is agreed."""
    case = get_case(request, pk)
    held = file(case)
    last = held.draft or held.agreed
    form = PlanForm(
        request.POST or None, needs=held.live_needs, plan=last, worker=request.actor.worker_name, person=case.person.name,
        members=in_plan(request.actor, case),
        initial={"seen": held.plan_mark},
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.write_plan(
                by=request.actor, at=timezone.now(), case=case, own_words=given["own_words"], goals=form.goals, seen=given["seen"] or None
            )
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The draft of the plan is saved. It holds once the person agrees."))
            return redirect("desk:agree", pk=pk)
    elif request.method == "GET":
        opened(case)
    goals = [
        {"fields": row, "need": row.need, "domain": label("domain", row.need.domain), "anchor": anchors(row.need.domain)[row.need.rung]}
        for row in form.rows()
    ]
    page = {"form": form, "case": case, "person": case.person, "file": held, "goals": goals}
    return render(request, "desk/plan_edit.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def agree(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read the draft with the person and record that she agrees, how, and in her own words."""
    case = get_case(request, pk)
    held = file(case)
    draft = held.draft
    form = AgreeForm(request.POST or None, initial={"own_words": draft.own_words if draft else ""})
    if draft is not None and form.is_valid():
        given = form.cleaned_data
        try:
            actions.agree_plan(by=request.actor, at=timezone.now(), plan=draft, how=Agreement(given["how"]), own_words=given["own_words"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The plan is agreed. The person was told and can print it."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    page = {"form": form, "case": case, "person": case.person, "plan": draft}
    return render(request, "desk/plan_agree.html", page, status=422 if form.errors else 200)
