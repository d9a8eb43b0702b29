"""The case conference: called, minuted and signed, its decisions taken into the plan; and disagreeing with it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.ground.papers.actions import hand_over
from bashke.person.casework import actions
from bashke.person.casework.models import Conference
from bashke.person.casework.papers import minutes as minutes_paper
from bashke.person.casework.queries import called_for, conferences, held, in_plan, places
from bashke.person.casework.queries.words import CONFERENCE, CONFERENCE_COLOUR
from bashke.person.casework.rules import LIVE, CaseStatus, ConferenceStatus, MemberStatus

from ..forms.conferring import CallForm, DissentForm, MinutesForm
from ..queries.words import Tag
from .cases import get_case, opened
from .visiting import may_go


@requires(Permission.CASE_WRITE)
def new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Call those who work on a case together. What the plan still has to do is the agenda."""
    case = get_case(request, pk)
    members = [one for one in in_plan(request.actor, case) if one.status == MemberStatus.JOINED]
    form = CallForm(
        request.POST or None, team=may_go(request, case), members=members, initial={"chair": str(request.actor.worker)},
    )  # fmt: skip
    if form.is_valid():
        try:
            made = actions.call_conference(by=request.actor, at=timezone.now(), case=case, call=form.call)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The conference is called. It stands in your day until its minutes are signed."))
            return redirect("desk:conference", pk=made.pk)
    elif request.method == "GET":
        opened(case)
    page = {"form": form, "case": case, "person": case.person, "fits": case.status == CaseStatus.OPEN}
    return render(request, "desk/conference_new.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def conference(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One conference: the agenda from the plan, who is invited, the minutes and their versions, the decisions, who disagrees."""
    found = _get(request, pk)
    case, whole = found.case, held(request.actor, found)
    form = MinutesForm(
        request.POST if request.method == "POST" else None, seats=whole.seats, needs=list(case.needs.filter(status__in=sorted(LIVE))),
        members=in_plan(request.actor, case), corrects=bool(whole.minutes),
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.sign_minutes(
                by=request.actor, at=timezone.now(), conference=found, text=given["text"], why=given.get("why", ""), decisions=form.decided,
                present=[UUID(one) for one in given["present"]],
            )  # fmt: skip
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The minutes are signed. From now on they stand as they are."))
            return redirect("desk:conference", pk=pk)
    elif request.method == "GET":
        opened(case)
    agenda = [place for place in places(request.actor, case, ended=False) if place.actions]
    status = ConferenceStatus(found.status)
    page = {
        "form": form, "case": case, "person": case.person, "conference": found, "held": whole, "agenda": agenda, "now": timezone.now(),
        "tag": Tag(CONFERENCE[status], CONFERENCE_COLOUR[status]), "dissent": DissentForm(),
        "decisions": [(one, label("domain", one.domain)) for one in whole.decisions],
        "signs": request.actor.worker == found.chair_id and status != ConferenceStatus.CALLED_OFF and found.at <= timezone.now(),
        "may_plan": whole.latest is not None and whole.decisions and found.planned_version != whole.latest.version,
    }  # fmt: skip
    return render(request, "desk/conference.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def call_off(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It does not take place."""
    return _done(request, pk, actions.call_off_conference, _("The conference is called off."))


@requires(Permission.CASE_WRITE)
@require_POST
def plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The decisions come into the draft of the plan in one press."""
    return _done(
        request, pk, actions.plan_decisions, _("The decisions stand in the draft of the plan. The person is asked to agree to it.")
    )


@requires(Permission.CASE_WRITE)
@require_safe
def paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The signed minutes as a PDF."""
    found = _get(request, pk)
    whole = held(request.actor, found)
    if whole.latest is None:
        raise Http404
    record(Verb.PRINTED, found, person=found.person_id, municipality=found.municipality_id)
    return hand_over(request, lambda: minutes_paper(whole), gettext_lazy("minutes"))


@requires(Permission.PLAN_JOIN)
def dissent(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whoever was invited sees the question and what was decided for her, and may say what she does not agree with."""
    found: Conference = get_object_or_404(Conference.objects.visible_to(request.actor), pk=pk)
    mine = dict(called_for(request.actor, found.case_id))
    form = DissentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.disagree(by=request.actor, at=timezone.now(), conference=found, words=form.cleaned_data["words"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It stands in the minutes under your name."))
            return redirect("desk:dissent", pk=pk)
    elif request.method == "GET":
        record(Verb.SLICE_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    page = {
        "form": form, "conference": found, "decisions": mine.get(found, []), "now": timezone.now(),
        "said": list(found.dissents.filter(by=request.actor.worker).order_by("at")),
    }  # fmt: skip
    return render(request, "desk/dissent.html", page, status=422 if form.errors else 200)


def _get(request: StaffRequest, pk: UUID) -> Conference:
    found: Conference = get_object_or_404(conferences(request.actor), pk=pk)
    return found


def _done(request: StaffRequest, pk: UUID, act: object, words: str) -> HttpResponse:
    try:
        act(by=request.actor, at=timezone.now(), conference=_get(request, pk))  # type: ignore[operator]
        messages.success(request, words)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:conference", pk=pk)
