"""Who works on the plan of a case: the owner asks, ends a place and answers proposals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.institutions.models import Institution
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import GoalProposal, PlanMember
from bashke.person.casework.queries import institutions_to_ask, places
from bashke.person.casework.queries.words import MEMBER, MEMBER_COLOUR, PROPOSAL, PROPOSAL_COLOUR
from bashke.person.casework.rules import LIVE, CaseStatus, ProposalStatus

from ..forms.joining import AnswerForm, InviteForm
from ..queries.words import Tag
from .cases import get_case, opened
from .visiting import may_go


@requires(Permission.CASE_WRITE)
def together(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everybody in the plan with her part of it, and the form that asks somebody in."""
    case = get_case(request, pk)
    found = places(request.actor, case)
    taken = [place.member.discipline for place in found if place.member.is_open]
    office = Institution.objects.get(pk=request.actor.institution)  # type: ignore[misc]
    colleagues = [one for one in may_go(request, case) if one.pk != case.worker_id]
    form = InviteForm(
        request.POST or None, team=colleagues, institutions=institutions_to_ask(request.actor, timezone.now()), office=office, taken=taken,
    )  # fmt: skip
    if form.is_valid():
        try:
            made = actions.invite(by=request.actor, at=timezone.now(), case=case, asked=form.asked)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("%(name)s is asked. She sees her part as soon as she joins.") % {"name": made.who})
            return redirect("desk:together", pk=pk)
    elif request.method == "GET":
        opened(case)
    shown = [
        {
            "place": place,
            "tag": Tag(MEMBER[place.member.status], MEMBER_COLOUR[place.member.status])
            if place.member.is_open or place.member.ended_at
            else Tag(_("the consent is over"), "red"),
            "proposals": [(row, Tag(PROPOSAL[row.status], PROPOSAL_COLOUR[row.status])) for row in place.proposals],
        }
        for place in found
    ]
    page = {"form": form, "case": case, "person": case.person, "places": shown, "fits": case.status == CaseStatus.OPEN}
    return render(request, "desk/together.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The owner ends a place in the plan. What was written there stays."""
    member = get_object_or_404(PlanMember.objects.visible_to(request.actor).select_related("case"), pk=pk)
    try:
        actions.end_membership(by=request.actor, at=timezone.now(), member=member)
        messages.success(request, _("The place in the plan is ended. From now on nothing of the person is shown there."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:together", pk=member.case_id)


@requires(Permission.CASE_WRITE)
def proposal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a proposed goal into the draft of the plan, or say why not."""
    rows = GoalProposal.objects.visible_to(request.actor).select_related("case__person", "member__institution", "by")
    found: GoalProposal = get_object_or_404(rows, pk=pk)
    case, now = found.case, timezone.now()
    form = AnswerForm(request.POST if request.method == "POST" else None, needs=list(case.needs.filter(status__in=sorted(LIVE))))
    if form.is_valid():
        given = form.cleaned_data
        try:
            if given["answer"] == "accept":
                actions.accept_goal(by=request.actor, at=now, proposal=found, need=form.needs[given["need"]], target=given["target"])
                messages.success(request, _("It stands in the draft of the plan. The person is asked to agree to it."))
            else:
                actions.decline_goal(by=request.actor, at=now, proposal=found, words=given["words"])
                messages.success(request, _("Who proposed it reads your reason."))
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            return redirect("desk:together", pk=case.pk)
    elif request.method == "GET":
        opened(case)
    page = {
        "form": form, "case": case, "person": case.person, "proposal": found, "waits": found.status == ProposalStatus.PROPOSED,
        "tag": Tag(PROPOSAL[found.status], PROPOSAL_COLOUR[found.status]),
    }  # fmt: skip
    return render(request, "desk/proposal.html", page, status=422 if form.errors else 200)
