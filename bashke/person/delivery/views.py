"""A provider's services: places, who waits, who is in, sessions, and what came of each enrolment."""

from datetime import date, datetime
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
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.directory.actions import confirm as confirm_service
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import freshness_of
from bashke.ground.directory.rules import EMERGENCY
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.referrals.queries import counts

from . import actions, queries
from .forms import AWAY, CAME, EndForm, EnrolForm, OneSessionForm, PassForm, SessionForm, WeekForm, posted_people, pressed
from .models import Enrolment
from .rules import NEXT, Status, in_turn


@requires(Permission.DELIVERY_VIEW)
def services(request: StaffRequest) -> HttpResponse:
    """My services: free places, when confirmed, who waits and who is in."""
    found = queries.services_of(request.actor)
    return _page(request, "services", services=found, emergency=any(service.type == EMERGENCY for service in found))


@requires(Permission.DELIVERY_VIEW)
def service(request: StaffRequest, pk: int) -> HttpResponse:
    """One service: who waits and in what order, for whom a place is held, who is in it with attendance, and the last sessions."""
    found, today = _service(request, pk), timezone.localdate()
    return _page(
        request, "service", service=found, emergency=found.type == EMERGENCY, freshness=freshness_of(found, today),
        waiting=queries.line_of(request.actor, found, today),
        offered=queries.in_service(request.actor, found, Status.OFFERED), enrolled=queries.in_service(request.actor, found, Status.ENROLLED),
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
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Hold a free place for the next in the line."""
    found = _service(request, pk)
    if request.method == "POST":
        given = actions.offer_next(by=request.actor, at=timezone.now(), service=found)
        if given is None:
            messages.error(request, _("There is no free place to offer, or nobody waits."))
        else:
            _say_offered(request, given)
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
    form = _enrol_form(found, request.POST)
    if form.is_valid():
        try:
            actions.enrol(by=request.actor, at=timezone.now(), enrolment=found, **form.cleaned_data)
        except NotAllowed as broken:  # meanwhile others may stand before her: then the form asks why
            form = _enrol_form(found, request.POST)
            form.is_valid()
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("%(name)s has a place now.") % {"name": found.person_name})
            return redirect("delivery:enrolment", pk=pk)
    return _enrolment(request, found, form)


@requires(Permission.DELIVERY_RECORD)
def pass_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The offered place goes to the next; she waits on."""
    found = _get(request, pk)
    if request.method != "POST" or found.status != Status.OFFERED:
        return redirect("delivery:enrolment", pk=pk)
    form = PassForm(request.POST)
    if form.is_valid():
        now = timezone.now()
        try:
            actions.pass_on(by=request.actor, at=now, enrolment=found, **form.cleaned_data)
        except NotAllowed as broken:
            messages.error(request, sentence(broken))
            return redirect("delivery:enrolment", pk=pk)
        else:
            messages.success(request, _("%(name)s waits on.") % {"name": found.person_name})
            _say_who_is_next(request, found.service_id, now)
            return redirect("delivery:service", pk=found.service_id)
    return _enrolment(request, found, passing=form)


@requires(Permission.DELIVERY_RECORD)
def one_session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One session with one person and how it goes with her, as quick as the register of a group."""
    found = _get(request, pk)
    if found.status != Status.ENROLLED:
        return redirect("delivery:enrolment", pk=pk)
    shared = queries.what_was_shared(request.actor, found)
    form = OneSessionForm(request.POST or None, enrolment=found, need=shared.need if shared else None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        present, absent = ([found], []) if given.pop("came") else ([], [found])
        try:
            actions.record_session(by=request.actor, at=timezone.now(), service=found.service, present=present, absent=absent, **given)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The session is recorded."))
            return redirect("delivery:enrolment", pk=pk)
    return _page(request, "one_session", enrolment=found, referral=shared, form=form)


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
        now = timezone.now()
        try:
            actions.end(by=request.actor, at=now, enrolment=found, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Ended. The social worker sees what came of it."))
            _say_who_is_next(request, found.service_id, now)
            return redirect("delivery:enrolment", pk=pk)
    return _page(request, "end", enrolment=found, need=need, form=form)


def _enrolment(request: StaffRequest, found: Enrolment, form: EnrolForm | None = None, passing: PassForm | None = None) -> HttpResponse:
    record(Verb.REFERRAL_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    progress, register, referral = queries.progress_in(found), queries.register_of(found), queries.what_was_shared(request.actor, found)
    wrong = next((one for one in (form, passing) if one is not None and one.errors), None)
    form = (form or _enrol_form(found)) if Status.ENROLLED in NEXT[Status(found.status)] else None
    passing = (passing or PassForm()) if found.status == Status.OFFERED else None
    return _page(
        request, "enrolment", enrolment=found, referral=referral, tiles=_tiles(progress), register=register,
        more=progress.held > len(register), form=form, passing=passing, wrong=wrong,
        seen=queries.seen_at([found.pk]).get(found.pk),
        place=queries.places_in_line([found], timezone.localdate()).get(found.pk),
        may_record=may(request.actor, Permission.DELIVERY_RECORD),
    )  # fmt: skip


def _enrol_form(found: Enrolment, data: Any = None) -> EnrolForm:
    """The form that gives a place; it asks why when others wait before her for what is free."""
    service = Service.objects.get(pk=found.service_id)
    before = queries.before_in_line([found.pk]).get(found.pk, 0)  # who has an offer stands in no line
    return EnrolForm(data, enrolment=found, today=timezone.localdate(), before=0 if in_turn(before, service.free) else before)


def _say_who_is_next(request: StaffRequest, service: int, at: datetime) -> None:
    if given := queries.offers(request.actor).filter(service=service, offered_at=at).first():
        _say_offered(request, given)


def _say_offered(request: StaffRequest, given: Enrolment) -> None:
    said = _("The place is offered to %(name)s, who was next in the line. Call her; it is held until %(day)s.")
    day = date_long(timezone.localdate(given.offer_until), page_language())
    messages.info(request, said % {"name": given.person_name, "day": day})


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
    form = context.get("wrong") or context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, f"delivery/{name}.html", {"inbox_count": counted, "here_services": True, **context}, status=status)
