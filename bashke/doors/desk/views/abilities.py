"""What each worker is able to do: languages, named teams, profession and licence, trainings."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework.models import Training

from ..forms.abilities import AbilityForm, TrainingForm
from ..queries import abilities as reads


@requires(Permission.CASE_WRITE)
def abilities(request: StaffRequest) -> HttpResponse:
    """What each worker is able to do, as it is written down. Who leads nobody sees her own."""
    now = timezone.now()
    leads = may(request.actor, Permission.CASE_ASSIGN)
    rows = reads.abilities(request.actor, now, timezone.localdate(now))
    seen = [row for row in rows if leads or row.worker.pk == request.actor.worker]
    return render(request, "desk/abilities.html", {"rows": seen, "leads": leads, "gaps": reads.gaps(rows) if leads else []})


@requires(Permission.CASE_ASSIGN)
def ability(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what one worker is able to do; suggestions look here from now on."""
    row = _row(request, pk)
    known = row.able.skills
    form = AbilityForm(request.POST or None, initial={
        "languages": row.able.languages, "tracks": row.able.tracks, "profession": known.profession, "licence": known.licence,
        "licence_until": known.licence_until,
    })  # fmt: skip
    if form.is_valid():
        try:
            actions.qualify(by=request.actor, at=timezone.now(), worker=row.worker, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Saved. Suggestions look at it from now on."))
            return redirect("desk:abilities")
    return render(request, "desk/ability.html", {"row": row, "form": form}, status=422 if form.errors else 200)


@requires(Permission.CASE_ASSIGN)
def training(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down a training a worker did, or that she did it again."""
    row = _row(request, pk)
    form = TrainingForm(request.POST or None)
    if form.is_valid():
        try:
            actions.train(by=request.actor, at=timezone.now(), worker=row.worker, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Saved. Suggestions look at it from now on."))
            return redirect("desk:ability", pk=pk)
    return render(request, "desk/training.html", {"row": row, "form": form}, status=422 if form.errors else 200)


@requires(Permission.CASE_ASSIGN)
@require_POST
def strike_training(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A training was written down by mistake."""
    row = get_object_or_404(Training.objects.visible_to(request.actor), pk=pk)
    try:
        actions.strike_training(by=request.actor, at=timezone.now(), training=row)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    else:
        messages.success(request, _("The training is taken out."))
    return redirect("desk:ability", pk=row.worker_id)


def _row(request: StaffRequest, pk: UUID) -> reads.Row:
    """A worker of the municipality with what is written of her. Only who may hold a case is ever written down; the action says so."""
    worker: Worker = get_object_or_404(Worker.objects.visible_to(request.actor), pk=pk)
    return reads.row_of(request.actor, worker, timezone.localdate())
