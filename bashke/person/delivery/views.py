"""A provider's services: places, who waits, who is in, sessions, and what came of each enrolment."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.directory.actions import confirm as confirm_service
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import freshness_of
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.referrals.queries import counts

from . import actions, queries
from .forms import AWAY, CAME, EndForm, EnrolForm, SessionForm, WeekForm, posted_people, pressed
from .models import Enrolment
from .rules import Status


@requires(Permission.DELIVERY_VIEW)
def services(request: StaffRequest) -> HttpResponse:
    """My services: free places, when confirmed, who waits and who is in."""
    return _page(request, "services", services=queries.services_of(request.actor))


@requires(Permission.DELIVERY_VIEW)
def service(request: StaffRequest, pk: int) -> HttpResponse:
    """One service: who waits, who is in it with attendance, and the last sessions."""
    found = _service(request, pk)
    return _page(
        request, "service", service=found, freshness=freshness_of(found, timezone.localdate()),
        waiting=queries.in_service(request.actor, found, Status.WAITING), enrolled=queries.in_service(request.actor, found, Status.ENROLLED),
        sessions=queries.recent_sessions(request.actor, found), ended=queries.lately_ended(request.actor, found),
        may_edit=may(request.actor, Permission.SERVICE_EDIT), may_record=may(request.actor, Permission.DELIVERY_RECORD),
    )  # fmt: skip


@requires(Permission.SERVICE_EDIT)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever answers for the service says that its public details are still right."""
    found = _service(request, pk)
    if request.method == "POST":
        confirm_service(by=request.actor, at=timezone.now(), service=found)
        messages.success(request, _("Thank you. Everybody sees now that the details were confirmed today."))
    return redirect("delivery:service", pk=pk)


@requires(Permission.DELIVERY_RECORD)
def session(request: StaffRequest, pk: int) -> HttpResponse:
    """Record one session for everybody on one screen. The same press twice records it once."""
    found = _service(request, pk)
    people = queries.on_register(request.actor, found, posted_people(request.POST))
    form = SessionForm(request.POST or None, people=people, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        came, away = form.marked(CAME), form.marked(AWAY)
        details = {name: form.cleaned_data[name] for name in ("held_on", "minutes", "topic", "key")}
        try:
            actions.record_session(by=request.actor, at=timezone.now(), service=found, present=came, absent=away, **details)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            said = ngettext(
                "Session recorded: %(came)s of %(all)s person came.",
                "Session recorded: %(came)s of %(all)s people came.",
                len(came) + len(away),
            )
            messages.success(request, said % {"came": len(came), "all": len(came) + len(away)})
            return redirect("delivery:service", pk=pk)
    return _page(request, "session", service=found, form=form)


@requires(Permission.DELIVERY_RECORD)
def week(request: StaffRequest, pk: int) -> HttpResponse:
    """The register of a group for one week, saved whole or not at all. The second of two people is told what the first one saved."""
    found, today, wanted = _service(request, pk), timezone.localdate(), _wanted(request)
    seen = queries.week_in(request.actor, found, wanted, today, pressed(request.POST))
    form = WeekForm(request.POST or None, week=seen)
    if request.method == "POST" and not seen.too_many and form.is_valid():
        try:
            done = actions.record_week(by=request.actor, at=timezone.now(), service=found, days=form.days())
        except NotAllowed as broken:  # the page comes back with the days as they are now
            seen = queries.week_in(request.actor, found, wanted, today)
            form = WeekForm(request.POST, week=seen)
            form.errors.clear()
            form.add_error(None, sentence(broken))
        else:
            said = ngettext("%(n)s day recorded.", "%(n)s days recorded.", len(done))
            messages.success(request, said % {"n": len(done)})
            return redirect(f"{reverse('delivery:week', args=[pk])}?week={seen.days[0].day}")
    return _page(request, "week", service=found, week=seen, form=form)


@requires(Permission.DELIVERY_VIEW)
def enrolment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person in one service. Opening it stands in the journal, and she can see it."""
    return _enrolment(request, _get(request, pk))


@requires(Permission.DELIVERY_RECORD)
def enrol(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a place."""
    found = _get(request, pk)
    if request.method != "POST":
        return redirect("delivery:enrolment", pk=pk)
    form = EnrolForm(request.POST, enrolment=found, today=timezone.localdate())
    if form.is_valid():
        try:
            actions.enrol(by=request.actor, at=timezone.now(), enrolment=found, on=form.cleaned_data["on"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("%(name)s has a place now.") % {"name": found.person_name})
            return redirect("delivery:enrolment", pk=pk)
    return _enrolment(request, found, form)


@requires(Permission.DELIVERY_RECORD)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End with an outcome; the need moves, the place is free again."""
    found = _get(request, pk)
    if found.status == Status.ENDED:
        return redirect("delivery:enrolment", pk=pk)
    shared = queries.what_was_shared(request.actor, found)
    need = shared.need if shared is not None else None
    form = EndForm(request.POST or None, enrolment=found, need=need, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=request.actor, at=timezone.now(), enrolment=found, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Ended. The social worker sees what came of it."))
            return redirect("delivery:enrolment", pk=pk)
    return _page(request, "end", enrolment=found, need=need, form=form)


def _enrolment(request: StaffRequest, found: Enrolment, form: EnrolForm | None = None) -> HttpResponse:
    record(Verb.REFERRAL_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    waits, progress, register = found.status == Status.WAITING, queries.progress_in(found), queries.register_of(found)
    referral = queries.what_was_shared(request.actor, found)
    return _page(
        request, "enrolment", enrolment=found, referral=referral, tiles=_tiles(progress), register=register,
        more=progress.held > len(register),
        form=form or (EnrolForm(enrolment=found, today=timezone.localdate()) if waits else None), wrong=form,
        may_record=may(request.actor, Permission.DELIVERY_RECORD),
    )  # fmt: skip


def _tiles(progress: queries.Progress) -> list[tuple[object, ...]]:
    return [(_("Sessions held"), progress.held), (_("Sessions attended"), progress.attended)]


def _wanted(request: StaffRequest) -> date:
    """The week asked for in the address; this week when it names none."""
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return timezone.localdate()


def _service(request: StaffRequest, pk: int) -> Service:
    """One of the provider's own; another's does not exist here."""
    return get_object_or_404(Service.objects.visible_to(request.actor).select_related("municipality", "unit"), pk=pk)


def _get(request: StaffRequest, pk: UUID) -> Enrolment:
    return get_object_or_404(Enrolment.objects.visible_to(request.actor).select_related("service", "municipality"), pk=pk)


def _page(request: StaffRequest, name: str, **context: Any) -> HttpResponse:
    counted = counts(request.actor, timezone.now())
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, f"delivery/{name}.html", {"inbox_count": counted, "here_services": True, **context}, status=status)
