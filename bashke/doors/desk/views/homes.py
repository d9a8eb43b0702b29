"""With whom a person lives, today and on any day, and what they are to one another."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions
from bashke.person.people.models import Membership, Person, Tie

from ..forms.homes import BringInForm, MemberForm, MoveForm, OnDayForm
from ..forms.people import NewPersonForm, SearchForm
from ..queries.homes import homes_seen, is_protected, relations
from ..queries.people import find


@requires(Permission.PERSON_VIEW)
def household(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everybody she lives with and what others are to her, today or on the day that was asked for."""
    shown = _person(request, pk)
    if shown.same_as_id:
        return redirect("desk:household", pk=shown.same_as_id)
    today = timezone.localdate()
    form = OnDayForm(request.GET if request.GET else None, initial={"on": today})
    day: date = form.cleaned_data["on"] or today if form.is_valid() else today
    record(Verb.PERSON_OPENED, shown, person=shown.pk, municipality=shown.municipality_id)
    page = {
        "person": shown, "form": form, "day": day, "is_today": day == today, "homes": homes_seen(request.actor, shown, day),
        "relations": relations(request.actor, shown, day), "protected": is_protected(request.actor, shown),
        "may_write": may(request.actor, Permission.PERSON_WRITE) and day == today,
    }  # fmt: skip
    return render(request, "desk/household.html", page, status=422 if form.errors else 200)


@requires(Permission.PERSON_WRITE)
def add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody lives with her or is something to her: search first; then, with `with`, which place and what relation."""
    shown = _person(request, pk)
    if chosen := request.GET.get("with"):
        return _bring_in(request, shown, _other(request, chosen))
    search = SearchForm(request.GET if request.GET else None)
    found = find(request.actor, search) if search.is_valid() else None
    form = NewPersonForm(request.POST or None, actor=request.actor, initial=_known(shown, search, is_protected(request.actor, shown)))
    if request.method == "POST" and form.is_valid():
        found = find(request.actor, form)
        if found.hits and not form.cleaned_data["none_of_these"]:
            form.add_error("none_of_these", _("Look at these people first. Is it one of them?"))
        elif (made := _try(form, lambda: _add(request, shown, form))) is not None:
            return redirect(f"{request.path}?with={made.pk}")
    hits = [hit for hit in found.hits if hit.person.pk != shown.one] if found else None
    page = {"person": shown, "search": search, "hits": hits, "form": form}
    return render(request, "desk/household_add.html", page, status=422 if form.errors or search.errors else 200)


@requires(Permission.PERSON_WRITE)
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """She, and whoever goes with her, live in a new home from a day on."""
    shown, actor, today = _person(request, pk), request.actor, timezone.localdate()
    homes, protected = homes_seen(actor, shown, today), is_protected(actor, shown)
    if not homes:
        return redirect("desk:household", pk=shown.pk)
    form = MoveForm(request.POST or None, actor=actor, person=shown, homes=homes, protected=protected)
    if form.is_valid() and _try(form, lambda: actions.move(by=actor, at=timezone.now(), **form.details)) is not None:
        messages.success(request, _("The move is written down."))
        return redirect("desk:household", pk=shown.pk)
    page = {"person": shown, "form": form, "protected": protected}
    return render(request, "desk/household_move.html", page, status=422 if form.errors else 200)


@requires(Permission.PERSON_WRITE)
def member(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person in a household: correct the place and the days, or write down that she left."""
    rows = Membership.objects.visible_to(request.actor).select_related("person", "household__unit")
    row: Membership = get_object_or_404(rows, pk=pk)
    whose = _other(request, request.GET["of"]) if "of" in request.GET else row.person
    form = MemberForm(request.POST or None, member=row)
    if form.is_valid():
        given = form.cleaned_data
        if _try(form, lambda: actions.change_member(by=request.actor, at=timezone.now(), member=row, **given)) is not None:
            messages.success(request, _("The household is saved."))
            return redirect("desk:household", pk=whose.pk)
    page = {"member": row, "person": whose, "form": form}
    return render(request, "desk/household_member.html", page, status=422 if form.errors else 200)


@requires(Permission.PERSON_WRITE)
def tie_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It no longer holds, from today on."""
    if request.method != "POST":
        return HttpResponse(status=405)
    row: Tie = get_object_or_404(Tie.objects.visible_to(request.actor), pk=pk)
    try:
        actions.end_tie(by=request.actor, at=timezone.now(), tie=row)
        messages.success(request, _("The relation is ended. What was before can still be looked at."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    whose = _other(request, request.GET["of"]).pk if "of" in request.GET else row.person_id
    return redirect("desk:household", pk=whose)


def _bring_in(request: StaffRequest, shown: Person, other: Person) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    homes = homes_seen(actor, shown, today)
    lives = bool(homes_seen(actor, other, today))
    form = BringInForm(request.POST or None, person=shown, other=other, homes=homes, lives=lives)
    if form.is_valid():
        address = "" if is_protected(actor, shown) else shown.address

        def act() -> Person:
            actions.bring_in(by=actor, at=timezone.now(), person=shown, other=other, address=address, **form.details)
            return other

        if _try(form, act) is not None:
            messages.success(request, _("%(name)s is written down.") % {"name": other.name})
            return redirect("desk:household", pk=shown.pk)
    return render(request, "desk/household_bring.html", {"person": shown, "other": other, "form": form}, status=422 if form.errors else 200)


def _add(request: StaffRequest, shown: Person, form: NewPersonForm) -> Person:
    return actions.add_person(by=request.actor, at=timezone.now(), synthetic=shown.synthetic, **form.details)


def _known(shown: Person, search: SearchForm, protected: bool) -> dict[str, Any]:
    """What nobody types twice: what was searched for, and where the person lives, unless that must not be known."""
    known: dict[str, Any] = {"language": shown.language}
    if not protected:
        known |= {"unit": shown.unit_id, "address": shown.address}
    return known | ({name: value for name, value in search.cleaned_data.items() if value} if search.is_valid() else {})


def _try(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do it, or put the broken rule above the form. Nothing of a refused act stays."""
    try:
        with transaction.atomic():
            return act()
    except NotAllowed as broken:
        form.add_error(None, sentence(broken))
        return None


def _person(request: StaffRequest, pk: UUID) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.actor).select_related("unit", "same_as"), pk=pk)
    return found


def _other(request: StaffRequest, mark: str) -> Person:
    try:
        found = _person(request, UUID(mark))
    except ValueError:
        raise BadRequest("This person was not named by us.") from None
    return found.same_as or found
