"""The team: who is away, who hands over to whom, who may not see whom, and who has nobody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import actions
from bashke.person.casework import queries as casework
from bashke.person.casework.models import Absence, Case
from bashke.person.casework.rules import CaseStatus
from bashke.person.people.models import Person
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Conflict, Request

from ..forms.team import AbsenceForm, HandOverForm, RelationForm
from ..queries import abilities
from ..queries import board as reads
from ..queries import requests as asked

PAGE = 50


@requires(Permission.CASE_WRITE)
def absences(request: StaffRequest) -> HttpResponse:
    """Absences that run or lie ahead, and a new one."""
    actor, now = request.actor, timezone.now()
    leads = may(actor, Permission.CASE_ASSIGN)
    form = AbsenceForm(request.POST or None, team=casework.team(actor, now), own=None if leads else actor.worker)
    if form.is_valid():
        try:
            made = actions.enter_absence(by=actor, at=now, **form.details)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The absence of %(name)s is entered.") % {"name": made.worker.name})
            return redirect("desk:absences")
    rows = [(row, leads or row.worker_id == actor.worker) for row in casework.absences(actor, now)]
    return render(request, "desk/absences.html", {"form": form, "rows": rows, "leads": leads}, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
@require_POST
def back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody is back sooner."""
    absence = get_object_or_404(Absence.objects.visible_to(request.actor), pk=pk)
    _try(request, lambda: actions.end_absence(by=request.actor, at=timezone.now(), absence=absence), _("The absence is over."))
    return redirect("desk:absences")


@requires(Permission.CASE_ASSIGN)
def hand_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every case of one worker, to be given to another with a note each. All that were chosen, or none."""
    actor, now = request.actor, timezone.now()
    giver: Worker = get_object_or_404(Worker.objects.visible_to(actor), pk=pk)
    held = Case.objects.visible_to(actor).filter(worker=giver).exclude(status=CaseStatus.CLOSED)
    cases = list(held.select_related("person").order_by("due_at", "pk")[:PAGE])
    form = HandOverForm(request.POST or None, cases=cases, team=[one for one in casework.team(actor, now) if one.pk != giver.pk])
    if form.is_valid():
        taker = form.workers[form.cleaned_data["to"]]
        try:
            done = actions.hand_over(by=actor, at=now, giver=giver, taker=taker, notes=form.notes())
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            said = {"count": len(done), "name": taker.name}
            messages.success(request, _("%(name)s has %(count)s more cases now. The persons are told.") % said)
            return redirect("desk:board")
    page = {"giver": giver, "form": form, "cases": cases}
    return render(request, "desk/hand_over.html", page, status=422 if form.errors else 200)


@requires(Permission.BOARD_VIEW)
def nobody(request: StaffRequest) -> HttpResponse:
    """Open cases and requests nobody works on, why, and one press to whom each could go. The list must become empty."""
    return render(request, "desk/nobody.html", reads.nobody(request.actor, timezone.now(), PAGE) | {"now": timezone.now()})


@requires(Permission.CASE_ASSIGN)
def give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a request that waits to a worker: the suggestions, with what speaks for and against each."""
    actor, now = request.actor, timezone.now()
    ask: Request = get_object_or_404(asked.whole(actor), pk=pk)
    work = casework.work_of_request(actor, ask)
    fits = casework.suggestions(actor, now, person=ask.person_id, spoken=ask.spoken, work=work)
    if request.method == "POST":
        worker = get_object_or_404(Worker.objects.visible_to(actor), pk=_uuid(request.POST.get("to", "")))
        lacks = next((one.lacks for one in fits if one.candidate.worker == worker.pk), [])
        done = _try(request, lambda: requests.assign(by=actor, at=now, request=ask, worker=worker, lacks=lacks), _("The request is given."))
        return redirect("desk:request" if done else "desk:give", pk=ask.pk)
    record(Verb.REQUEST_OPENED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    shown = {"fits": [abilities.fit(one, ask.spoken) for one in fits], "nobody_is": abilities.nobody_is(fits)}
    return render(request, "desk/give.html", {"ask": ask} | shown)


@requires(Permission.PERSON_VIEW)
def relation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Declare that a worker is something to this person. Her own, or, for who leads the team, anybody's."""
    actor, now = request.actor, timezone.now()
    person: Person = get_object_or_404(Person.objects.visible_to(actor), pk=pk)
    leads = may(actor, Permission.CASE_ASSIGN)
    form = RelationForm(request.POST or None, team=casework.team(actor, now), own=None if leads else actor.worker)
    if form.is_valid():
        given = form.cleaned_data
        worker = form.workers[given["worker"]]
        try:
            requests.declare_conflict(by=actor, at=now, person=person, worker=worker, relation=given["relation"], words=given["words"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is declared. %(name)s can no longer open this file.") % {"name": worker.name})
            return redirect("desk:people") if worker.pk == actor.worker else redirect("desk:person", pk=pk)
    elif request.method == "GET":
        record(Verb.PERSON_OPENED, person, person=person.pk, municipality=person.municipality_id)
    known = list(Conflict.objects.visible_to(actor).filter(person=person, ended_at=None).select_related("worker")) if leads else []
    page: dict[str, Any] = {"person": person, "form": form, "known": [(row, reads.relation(row)) for row in known], "leads": leads}
    return render(request, "desk/relation.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_ASSIGN)
@require_POST
def relation_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A declared relation no longer holds, or was a mistake."""
    conflict = get_object_or_404(Conflict.objects.visible_to(request.actor), pk=pk)
    _try(request, lambda: requests.end_conflict(by=request.actor, at=timezone.now(), conflict=conflict), _("The relation is ended."))
    return redirect("desk:board")


def _try(request: StaffRequest, act: Any, said: str) -> bool:
    """Do it and say so, or say which rule it broke."""
    try:
        act()
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return False
    messages.success(request, said)
    return True


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("This is not the id of a worker.") from None
