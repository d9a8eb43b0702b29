"""The plans a worker joined for her discipline: what she is asked, what she noted, what she proposes. Her slice of each, and no more."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
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
from bashke.person.casework import actions
from bashke.person.casework.models import PlanAction, PlanMember
from bashke.person.casework.queries import called_for, my_actions, my_place, my_places, slice_of
from bashke.person.casework.queries.words import PROPOSAL, PROPOSAL_COLOUR
from bashke.person.casework.rules import MemberStatus

from ..forms.joining import LeaveForm, ProgressForm, ProposeForm
from ..queries.wishes import said
from ..queries.words import Tag


@requires(Permission.PLAN_JOIN)
def plans(request: StaffRequest) -> HttpResponse:
    """What I am asked, what is mine to do by date, and the plans I am in."""
    found, now = my_places(request.actor), timezone.now()
    page = {
        "asked": [one for one in found if one.status == MemberStatus.INVITED],
        "joined": [one for one in found if one.status == MemberStatus.JOINED],
        "actions": my_actions(request.actor, found), "now": now,
    }  # fmt: skip
    return render(request, "desk/plans.html", page)


@requires(Permission.PLAN_JOIN)
def slice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One plan, as far as it is hers. Opening it is an act that the person can read."""
    return _page(request, _get(request, pk))


@requires(Permission.PLAN_JOIN)
@require_POST
def join(request: StaffRequest, pk: UUID) -> HttpResponse:
    member = _get(request, pk)
    try:
        actions.join(by=request.actor, at=timezone.now(), member=member)
        messages.success(request, _("You are in the plan. The case stays with the social worker."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:slice", pk=pk)


@requires(Permission.PLAN_JOIN)
@require_POST
def leave(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say no to what one is asked, or leave. From now on nothing of the person is shown."""
    member, form = _get(request, pk), LeaveForm(request.POST)
    if form.is_valid():
        try:
            actions.end_membership(by=request.actor, at=timezone.now(), member=member, words=form.cleaned_data["why"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("You are no longer in this plan. The social worker sees it."))
            return redirect("desk:plans")
    return _page(request, member, leave=form)


@requires(Permission.PLAN_JOIN)
@require_POST
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what was done about one action."""
    member, form = _get(request, pk), ProgressForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        row = get_object_or_404(PlanAction.objects.sliced(request.actor), pk=given["action"])  # type: ignore[attr-defined]
        try:
            actions.note_progress(by=request.actor, at=timezone.now(), member=member, action=row, words=given["words"], done=given["done"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is noted. The social worker reads it."))
            return redirect("desk:slice", pk=pk)
    return _page(request, member, progress=form)


@requires(Permission.PLAN_JOIN)
@require_POST
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Propose a goal for one's own discipline."""
    member, form = _get(request, pk), ProposeForm(request.POST)
    if form.is_valid():
        try:
            actions.propose_goal(by=request.actor, at=timezone.now(), member=member, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is proposed. The social worker answers, and the person is asked."))
            return redirect("desk:slice", pk=pk)
    return _page(request, member, propose=form)


def _get(request: StaffRequest, pk: UUID) -> PlanMember:
    found: PlanMember = get_object_or_404(my_place(request.actor), pk=pk)
    return found


def _page(
    request: StaffRequest, member: PlanMember, *, progress: ProgressForm | None = None, propose: ProposeForm | None = None,
    leave: LeaveForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Her slice with its forms; one that came back says what is missing."""
    now: datetime = timezone.now()
    joined = member.status == MemberStatus.JOINED
    mine = slice_of(request.actor, member) if joined else None
    if joined:
        record(Verb.SLICE_OPENED, member, person=member.person_id, municipality=member.municipality_id)
    page = {
        "member": member, "mine": mine, "now": now, "progress": progress or ProgressForm(), "propose": propose or ProposeForm(),
        "leave": leave or LeaveForm(), "noted": str(progress.data.get("action", "")) if progress else "",
        "called": called_for(request.actor, member.case_id) if joined else [],
        "wish": said(mine.wish, now) if mine and mine.wish else None,
        "proposals": [(row, Tag(PROPOSAL[row.status], PROPOSAL_COLOUR[row.status])) for row in mine.proposals] if mine else [],
    }  # fmt: skip
    return render(request, "desk/slice.html", page, status=422 if progress or propose or leave else 200)
