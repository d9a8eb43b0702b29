"""The team's own page of a protected file: its steps and their clocks, and what was found of the danger."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.protection import actions, queries
from bashke.person.protection.models import Member, Return, Step

from ..forms.protecting import DangerForm, WayBackForm
from ..queries import tracks as reads
from ..queries import words
from ..queries.tracks import Held


@requires(Permission.CASE_WRITE)
def track(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What the track of a file asks for, by when, and when its danger was judged. The answers stand on their own page."""
    held = _held(request, pk)
    page = {
        "held": held,
        "track": words.TRACKS[held.file.track],
        "steps": reads.steps(request.actor, held.file),
        "judged": [(one, words.urgency(one.worst)) for one in queries.assessments_of(request.actor, pk)],
        "wish": reads.wish(request.actor, held.file),
        "coordinator": held.file.coordinator.name if held.file.coordinator else held.file.opened_by.name,
        "now": timezone.now(),
    }
    return render(request, "desk/track.html", page)


@requires(Permission.CASE_WRITE)
def danger(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The questions of the track, filled in with what was last found. Opening the page is written down."""
    held, now = _held(request, pk), timezone.now()
    last = actions.read_danger(by=request.actor, file=pk)
    form = DangerForm(request.POST or None, track=held.file.track, day=timezone.localdate(now), last=last)
    if form.is_valid():
        try:
            made = actions.assess_danger(by=request.actor, at=now, file=pk, danger=form.danger())
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(
                request, _("Written down, encrypted. The answers give: %(class)s.") % {"class": words.urgency(made.worst).text}
            )
            return redirect("desk:track", pk=pk)
    page = {"held": held, "track": words.TRACKS[held.file.track], "form": form}
    return render(request, "desk/danger.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def step_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A step of a protected file is done."""
    step = get_object_or_404(Step.objects.visible_to(request.actor), pk=pk)
    _held(request, step.file_id)
    try:
        actions.finish_step(by=request.actor, at=timezone.now(), step=step)
        messages.success(request, _("Done: %(what)s") % {"what": words.step(step.code)})
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:track", pk=step.file_id)


@requires(Permission.CASE_WRITE)
def way_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody of the team wishes the file ordinary again, or of another kind."""
    held = _held(request, pk)
    form = WayBackForm(request.POST or None, now=held.file.track)
    if form.is_valid():
        try:
            actions.ask_way_back(by=request.actor, at=timezone.now(), file=pk, track=form.wanted, reason=form.cleaned_data["reason"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Your wish waits for a second person of the team."))
            return redirect("desk:track", pk=pk)
    return render(request, "desk/way_back.html", {"held": held, "form": form}, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def way_back_answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person of the team agrees, or the file stays as it is."""
    wish = get_object_or_404(Return.objects.visible_to(request.actor), pk=pk)
    _held(request, wish.file_id)
    try:
        done = actions.answer_way_back(by=request.actor, at=timezone.now(), wish=wish, agree=request.POST.get("agree") == "yes")
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    else:
        messages.success(request, str(words.WAY_BACK[done.status]))
    return redirect("desk:track", pk=wish.file_id)


@requires(Permission.CASE_WRITE)
@require_POST
def coordinate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A member of the team coordinates it from now on."""
    member = get_object_or_404(Member.objects.visible_to(request.actor).select_related("worker"), pk=pk, until=None)
    held = _held(request, member.file_id)
    try:
        actions.coordinate(by=request.actor, member=member)
        messages.success(request, _("%(name)s coordinates the team now.") % {"name": member.worker.name})
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect(reverse("desk:readers", args=[held.case.pk]) if held.case else held.href)


def _held(request: StaffRequest, pk: UUID) -> Held:
    """The file with the case or request it holds, or 404 when there is none that this worker may know of."""
    held = reads.held(request.actor, pk)
    if held is None:
        raise Http404
    return held
