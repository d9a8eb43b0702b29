"""Emergency places: which are free now, one press that holds one, and what comes after the 72 hours."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.access.rules import Kind
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import choices, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person

from . import actions, queries
from .forms import BookForm, EndForm, StrangerForm
from .models import Booking
from .rules import Status


@requires(Permission.PLACE_BOOK)
def places(request: StaffRequest) -> HttpResponse:
    """Every emergency place that is free now, who is in one, and a booking for somebody who stands in no register."""
    return _book(request, None)


@requires(Permission.PLACE_BOOK)
def book(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A place for a person of the register: one press beside it."""
    return _book(request, get_object_or_404(Person.objects.visible_to(request.actor).select_related("municipality"), pk=pk))


@requires(Permission.DELIVERY_VIEW)
def guests(request: StaffRequest) -> HttpResponse:
    """Who comes to the provider's emergency places and who is there, the nearest end first."""
    rows = list(queries.running(request.actor))
    return _page(
        request, "guests", coming=[row for row in rows if row.status == Status.HELD], here=[row for row in rows if row.status != Status.HELD],
        ended=queries.lately_ended(request.actor),
    )  # fmt: skip


@requires(Permission.STAY_RECORD)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One stay with its clock, and the form that ends it. Opening it stands in the journal."""
    return _show(request, _get(request, pk))


@requires(Permission.STAY_RECORD)
@require_POST
def arrived(request: StaffRequest, pk: UUID) -> HttpResponse:
    """She is there."""
    try:
        actions.arrive(by=request.actor, at=timezone.now(), booking=_get(request, pk))
        messages.success(request, _("She is there. The 72 hours run from now."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("bookings:show", pk=pk)


@requires(Permission.STAY_RECORD)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say where she goes; her place is free again."""
    found = _get(request, pk)
    if request.method != "POST":
        return redirect("bookings:show", pk=pk)
    form = _end_form(request, found)
    if form.is_valid():
        try:
            actions.end(by=request.actor, at=timezone.now(), booking=found, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The stay has ended; the place is free again."))
            return redirect("bookings:show", pk=pk)
    return _show(request, found, form)


@requires(Permission.PLACE_BOOK)
@require_POST
@never_cache
def address(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The address of a hidden shelter, on this page and for this moment only."""
    found = _get(request, pk)
    if not (found.is_live and found.service.address_hidden):
        messages.error(request, _("There is no hidden address to show for this stay."))
        return redirect("bookings:show", pk=pk)
    return _show(request, found, where=actions.read_address(by=request.actor, booking=found))


def _book(request: StaffRequest, person: Person | None) -> HttpResponse:
    group = _group(request, person)
    form, stranger = BookForm(request.POST or None), None if person else StrangerForm(request.POST or None)
    known = person is not None or (stranger is not None and stranger.is_valid())
    if form.is_valid() and known:
        try:
            booking = _hold(request, person, stranger, form.cleaned_data, group)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The place at %(service)s is held. Now bring her there.") % {"service": booking.service.name})
            return redirect("bookings:show", pk=booking.pk)
    if person is not None:
        record(Verb.PERSON_OPENED, person, person=person.pk, municipality=person.municipality_id)
    found = queries.free_now(request.actor.municipality or "", person.unit_id if person else None, group)
    groups = [(label, f"?for={code}", code == group) for code, label in choices("stay_group", timezone.localdate())]
    return _page(
        request, "places", person=person, free=[one for one in found if one.has_room], full=[one for one in found if not one.has_room],
        groups=[(_("Everybody"), "?for=", not group), *groups], form=form, stranger=stranger,
        running=[] if person else list(queries.running(request.actor)), now=timezone.now(),
    )  # fmt: skip


def _hold(request: StaffRequest, person: Person | None, stranger: StrangerForm | None, given: dict[str, Any], group: str) -> Booking:
    """The person is written into the register with the booking, or neither happens."""
    now = timezone.now()
    service = Service.objects.visible_to(request.actor).filter(pk=given.pop("service")).first()
    if service is None:
        raise NotAllowed("Choose a place.")
    already = Booking.objects.visible_to(request.actor).filter(key=given["key"]).select_related("service").first()
    if already is not None:  # before the same person is written down again
        return already
    with transaction.atomic():
        who = person or add_person(by=request.actor, at=now, synthetic=service.synthetic, **(stranger.person() if stranger else {}))
        return actions.book(by=request.actor, at=now, service=service, person=who, for_whom=group, **given)


def _group(request: StaffRequest, person: Person | None) -> str:
    """For whom a place is looked for: as chosen, else as is known of the person."""
    if "for" not in request.GET:
        return queries.guess_group(person) if person else ""
    group = request.GET["for"]
    if group and group not in dict(choices("stay_group")):
        raise BadRequest("There is no such group.")
    return group


def _end_form(request: StaffRequest, found: Booking) -> EndForm:
    return EndForm(request.POST or None, booking=found, by_provider=request.actor.kind is Kind.PROVIDER)


def _show(request: StaffRequest, found: Booking, form: EndForm | None = None, where: str = "") -> HttpResponse:
    record(Verb.FILE_OPENED, found, person=found.person_id, municipality=found.municipality_id)
    ours = request.actor.kind is Kind.MUNICIPALITY
    form = (form or _end_form(request, found)) if found.is_live else None
    return _page(request, "show", booking=found, ours=ours, form=form, where=where, now=timezone.now())


def _get(request: StaffRequest, pk: UUID) -> Booking:
    related = ("service", "municipality", "booked_by", "ended_by", *(("person",) if request.actor.kind is Kind.MUNICIPALITY else ()))
    return get_object_or_404(Booking.objects.visible_to(request.actor).select_related(*related), pk=pk)


def _page(request: StaffRequest, name: str, **context: Any) -> HttpResponse:
    forms = [context.get("form"), context.get("stranger")]
    status = 422 if any(form is not None and form.errors for form in forms) else 200
    wrong = [form for form in forms if form is not None]
    return render(request, f"bookings/{name}.html", {"here_services": True, "wrong": wrong, **context}, status=status)
