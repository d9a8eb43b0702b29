"""Protected files: closing one to all but a team, the team, the safe contact, and opening in an emergency."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions import protect_case
from bashke.person.people.models import Person
from bashke.person.protection import actions, queries
from bashke.person.protection.models import EmergencyOpening, Member
from bashke.person.protection.rules import Judgement, Track
from bashke.person.requests.actions import protect_request
from bashke.person.requests.models import Request

from ..forms.protecting import EmergencyForm, JudgementForm, MemberForm, ProtectForm, SafeContactForm
from ..queries import words
from ..queries.paging import newest_first
from .cases import get_case

PAGE = 25


@requires(Permission.REQUEST_REGISTER)
def request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a request to all but a team."""
    ask = get_object_or_404(Request.objects.visible_to(request.actor), pk=pk)
    form = _form(request)
    if form.is_valid():
        try:
            protect_request(
                by=request.actor, at=timezone.now(), request=ask, track=Track(form.cleaned_data["track"]), members=form.team(request.actor)
            )
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The request is protected. Only the team knows of it now."))
            return redirect("desk:request", pk=pk)
    page = {"form": form, "name": ask.name, "back": "desk:request", "pk": pk, "fits": ask.file_id is None}
    return render(request, "desk/protect.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def case(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a running case, and the requests that belong to it, to all but a team."""
    found = get_case(request, pk)
    form = _form(request)
    if form.is_valid():
        try:
            protect_case(
                by=request.actor, at=timezone.now(), case=found, track=Track(form.cleaned_data["track"]), members=form.team(request.actor)
            )
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The case is protected. Only the team knows of it now."))
            return redirect("desk:case", pk=pk)
    page = {"form": form, "name": found.person.name, "back": "desk:case", "pk": pk, "fits": found.file_id is None}
    return render(request, "desk/protect.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def readers(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who may read this file, since when; a colleague joins."""
    found = get_case(request, pk)
    if found.file_id is None:
        raise Http404
    members = queries.team(request.actor, found.file_id)
    form = MemberForm(request.POST or None, actor=request.actor, day=timezone.localdate(), there={member.worker_id for member in members})
    if form.is_valid():
        try:
            worker = form.workers[form.cleaned_data["worker"]]
            actions.add_member(by=request.actor, at=timezone.now(), file=found.file_id, worker=worker)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("%(name)s is on the team now.") % {"name": worker.name})
            return redirect("desk:readers", pk=pk)
    page = {
        "case": found, "form": form, "members": members, "track": words.TRACKS[found.file.track if found.file else ""],
        "openings": [(one, words.JUDGEMENTS[one.judgement]) for one in queries.openings_of(request.actor, found.file_id)],
        "led_by": found.file.led_by if found.file else None,
    }  # fmt: skip
    return render(request, "desk/team.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def leave(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A colleague leaves the team of a file."""
    member = get_object_or_404(Member.objects.visible_to(request.actor).select_related("worker", "file"), pk=pk, until=None)
    held = member.file.cases.order_by("-opened_at").first()
    if held is None:
        raise Http404
    try:
        actions.end_member(by=request.actor, at=timezone.now(), member=member, holder=held.worker_id)
        messages.success(request, _("%(name)s is no longer on the team.") % {"name": member.worker.name})
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    mine = member.worker_id == request.actor.worker
    return redirect("desk:day") if mine else redirect("desk:readers", pk=held.pk)


@requires(Permission.CASE_WRITE)
def safe(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where she is reached without danger. Opening the page is written down."""
    found = get_case(request, pk)
    if found.file_id is None:
        raise Http404
    if request.method == "POST":
        form = SafeContactForm(request.POST)
        if form.is_valid():
            actions.write_safe_contact(by=request.actor, at=timezone.now(), file=found.file_id, contact=form.contact())
            messages.success(request, _("Kept, encrypted. It stands in no list, letter or message."))
            return redirect("desk:case", pk=pk)
    else:
        contact = actions.read_safe_contact(by=request.actor, file=found.file_id)
        form = SafeContactForm(initial=vars(contact) if hasattr(contact, "__dict__") else {})
    page = {"case": found, "person": found.person, "form": form}
    return render(request, "desk/safe.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_VIEW)
def emergency(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Break the glass: everything about one person for an hour, with a reason that the team and the officer read."""
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    now = timezone.now()
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        try:
            opening = actions.open_in_emergency(by=request.actor, at=now, person=person, reason=form.cleaned_data["reason"])
        except NotAllowed as broken:
            form.add_error("reason", sentence(broken))
        else:
            messages.success(request, _opened(opening))
            return redirect("desk:person", pk=pk)
    page = {"person": person, "form": form, "running": queries.running(request.actor, pk, now)}
    return render(request, "desk/emergency.html", page, status=422 if form.errors else 200)


@requires(Permission.EMERGENCY_REVIEW)
def emergencies(request: StaffRequest) -> HttpResponse:
    """Every emergency opening of the municipality, for the data protection officer."""
    found = newest_first(queries.openings(request.actor), "at", request.GET, PAGE)
    page = {
        "rows": [(one, words.JUDGEMENTS[one.judgement]) for one in found.rows],
        "more": found.more,
        "waiting": queries.to_judge(request.actor),
    }
    return render(request, "desk/emergencies.html", page)


@requires(Permission.EMERGENCY_REVIEW)
def judge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One opening: who, when, why, and whether it was justified."""
    opening = get_object_or_404(queries.openings(request.actor), pk=pk)
    form = JudgementForm(request.POST or None)
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            actions.judge_opening(
                by=request.actor, at=timezone.now(), opening=opening, judgement=Judgement(given["judgement"]), words=given["words"]
            )
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Your judgement is recorded. Who opened the file and the team read it."))
            return redirect("desk:emergencies")
    page = {"one": opening, "form": form, "tag": words.JUDGEMENTS[opening.judgement], "waits": opening.judgement == Judgement.WAITING}
    return render(request, "desk/judge.html", page, status=422 if form.errors else 200)


def _form(request: StaffRequest) -> ProtectForm:
    track = request.GET.get("track")
    return ProtectForm(
        request.POST or None, actor=request.actor, day=timezone.localdate(), track=Track(track) if track in set(Track) else None
    )


def _opened(opening: EmergencyOpening) -> str:
    if not opening.files:
        return _("There is no protected file of this person. That you looked is written down.")
    until = timezone.localtime(opening.until).strftime("%H:%M")
    return ngettext(
        "One protected file is open to you until %(until)s. Its team and the data protection officer see it.",
        "%(files)s protected files are open to you until %(until)s. Their teams and the data protection officer see it.",
        opening.files,
    ) % {"files": opening.files, "until": until}
