"""Requests: the queue, one request with its steps on one screen, and taking one down at the counter or by telephone."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions import open_case
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person
from bashke.person.requests import actions
from bashke.person.requests.models import Request, Triage
from bashke.person.requests.queries import counts, sets_that_fit
from bashke.person.requests.queries import queue as waiting_queue
from bashke.person.requests.rules import Status, TriageStatus
from bashke.person.searches.rules import Listing

from ..forms.lists import QueueForm
from ..forms.people import NewPersonForm, SearchForm
from ..forms.requests import AppealForm, LoweringForm, RefuseForm, UrgencyForm
from ..queries import day as reads
from ..queries import requests as asked
from ..queries import words
from ..queries.paging import newest_first
from ..queries.people import Found, find
from .searching import above_list, chips

PAGE = 30
T = TypeVar("T")


@requires(Permission.REQUEST_VIEW)
def queue(request: StaffRequest) -> HttpResponse:
    """The municipality's requests by status; those that wait come in the order in which they must be answered."""
    form = QueueForm(request.GET)
    if not form.is_valid():
        raise BadRequest("There is no such filter of the requests.")
    filters = form.filters
    status = filters["status"]
    above = above_list(request, Listing.REQUESTS, filters)
    if above is None:
        return redirect(request.get_full_path())
    rows, more = _waiting(request, filters) if status == Status.RECEIVED else _decided(request, filters)
    shown = {
        "tabs": [(name, "?" + urlencode(filters | {"status": code}), code == status) for code, name in asked.QUEUES.items()],
        "rows": [reads.request_row(row) for row in rows],
        "more": more,
        "waiting": status == Status.RECEIVED,
        "status": status,
        "form": form,
        "chosen": chips(filters, _chosen(filters)),
        "counts": counts(request.actor, timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "desk/requests.html", shown | above, status=422 if above["save"].errors else 200)


@requires(Permission.REQUEST_VIEW)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One request. Opening it is written to the journal, where the person can read it."""
    ask = _get(request, pk)
    record(Verb.REQUEST_OPENED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    return _page(request, ask)


@requires(Permission.REQUEST_REGISTER)
def urgency(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The signs of danger set the class; less than they give waits for a second person."""
    if request.method != "POST":
        return redirect("desk:request", pk=pk)
    ask = _get(request, pk)
    form = UrgencyForm(request.POST, held=ask.urgency, fit=sets_that_fit(ask, timezone.now()))
    if form.is_valid():
        given = form.cleaned_data
        triage = _try(form, lambda: actions.set_urgency(by=request.actor, at=timezone.now(), request=ask, **given))
        if triage is not None:
            ask.refresh_from_db(fields=["urgency"])
            messages.success(request, _said(triage, ask))
            return redirect("desk:request", pk=ask.pk)
    return _page(request, ask, urgency=form)


@requires(Permission.URGENCY_CONFIRM)
def lowering(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person agrees that a request is less urgent than its worst sign, or does not."""
    if request.method != "POST":
        return redirect("desk:request", pk=pk)
    ask = _get(request, pk)
    waiting = get_object_or_404(Triage.objects.visible_to(request.actor), request=ask, status=TriageStatus.WAITING)
    form = LoweringForm(request.POST)
    if form.is_valid():
        agree, said = request.POST.get("agree") == "yes", form.cleaned_data["words"]
        done = _try(form, lambda: actions.answer_lowering(by=request.actor, at=timezone.now(), triage=waiting, agree=agree, words=said))
        if done is not None:
            messages.success(request, _("The lower urgency holds now.") if agree else _("The more urgent class stays."))
            return redirect("desk:request", pk=ask.pk)
    return _page(request, ask, lowering_form=form)


@requires(Permission.REQUEST_REGISTER)
def register(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Search before create: tie the request to a person of the municipality, or add one after the search, and open the case."""
    ask = _get(request, pk)
    actor = request.actor
    if request.method == "GET":
        search = SearchForm(request.GET)
        return _page(request, ask, search=search, found=find(actor, search) if search.is_valid() else None)
    if chosen := request.POST.get("person"):
        person = get_object_or_404(Person.objects.visible_to(actor), pk=_uuid(chosen))
        return _open(request, ask, lambda: person)
    form = NewPersonForm(request.POST, actor=actor)
    if not form.is_valid():
        return _page(request, ask, person=form)
    found = find(actor, form)
    if found.hits and not form.cleaned_data["none_of_these"]:
        form.add_error("none_of_these", _("Look at these people first. Is it one of them?"))
        return _page(request, ask, person=form, found=found)

    def add() -> Person:
        return add_person(by=actor, at=timezone.now(), synthetic=ask.synthetic, **form.details)

    return _open(request, ask, add, form)


@requires(Permission.REQUEST_REFUSE)
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """No, with a listed reason, in plain words, with the ways to appeal."""
    if request.method != "POST":
        return redirect("desk:request", pk=pk)
    ask = _get(request, pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        done = _try(
            form, lambda: actions.refuse(by=request.actor, at=timezone.now(), request=ask, reason=given["reason"], words=given["words"])
        )
        if done is not None:
            messages.success(request, _("The request is refused. The person is told the reason and how to appeal."))
            return redirect("desk:request", pk=ask.pk)
    return _page(request, ask, refuse=form)


@requires(Permission.REQUEST_REGISTER)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person tells us that she no longer wants it; a case that rests on it comes to its end."""
    if request.method != "POST":
        return redirect("desk:request", pk=pk)
    ask = _get(request, pk)
    try:
        actions.withdraw(by=request.actor, at=timezone.now(), request=ask)
        messages.success(request, _("The request is withdrawn."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:request", pk=ask.pk)


def _chosen(filters: dict[str, str]) -> dict[str, Any]:
    """The filters in words, but for the status, which is the tab."""
    said = {"channel": words.CHANNELS.get(filters.get("channel", "")), "late": _("late")}
    if "urgency" in filters:
        said["urgency"] = label("triage_class", filters["urgency"])
    return {name: said[name] for name in filters if name != "status"}


def _waiting(request: StaffRequest, filters: dict[str, str]) -> tuple[list[Request], str | None]:
    late_at = timezone.now() if "late" in filters else None
    channel, urgency = filters.get("channel"), filters.get("urgency")
    try:
        page = waiting_queue(request.actor, channel=channel, urgency=urgency, late_at=late_at, after=request.GET.get("after"), limit=PAGE)
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
    return page.requests, f"?{urlencode(filters | {'after': page.following})}" if page.following else None


def _decided(request: StaffRequest, filters: dict[str, str]) -> tuple[Sequence[Request], str | None]:
    page = newest_first(asked.whole(request.actor).filter(**filters), "received_at", request.GET, PAGE)
    return page.rows, page.more


def _get(request: StaffRequest, pk: UUID) -> Request:
    ask: Request = get_object_or_404(asked.whole(request.actor), pk=pk)
    return ask


def _open(request: StaffRequest, ask: Request, who: Callable[[], Person], form: NewPersonForm | None = None) -> HttpResponse:
    """Tie and open in one go: when the case cannot be opened, the person is not added either."""
    try:
        with transaction.atomic():
            case = open_case(by=request.actor, at=timezone.now(), person=who(), request=ask)
    except NotAllowed as broken:
        if form is None:
            messages.error(request, sentence(broken))
            return redirect("desk:request", pk=ask.pk)
        form.add_error(None, sentence(broken))
        return _page(request, ask, person=form)
    messages.success(request, _("The request is registered and the case is open."))
    return redirect("desk:case", pk=case.pk)


def _try(form: Form, act: Callable[[], T]) -> T | None:
    """Do it, or put the broken rule above the form. Nothing of a refused act stays."""
    try:
        return act()
    except NotAllowed as broken:
        form.add_error(None, sentence(broken))
        return None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("This is not the id of a person.") from None


def _said(triage: Triage, ask: Request) -> str:
    held = {"class": words.urgency(ask.urgency).text}
    if triage.status == TriageStatus.WAITING:
        return _("Your reason waits for a second person. Until then the request is treated as: %(class)s.") % held
    return _("Urgency: %(class)s.") % held


def _page(request: StaffRequest, ask: Request, found: Found | None = None, **forms: Form) -> HttpResponse:
    """The request with its steps; a form that was refused comes back as it was filled in."""
    actor, waits = request.actor, ask.status == Status.RECEIVED
    history = asked.judgements(ask, actor)
    lowering = next((judged for judged in history if judged.status == TriageStatus.WAITING), None)
    track = asked.track_seen(history)
    refused = [form for form in forms.values() if form.is_bound and form.errors]
    shown = {
        "ask": ask,
        "domains": words.domains(ask.domains),
        "channel": words.CHANNELS[ask.channel],
        "asked_tags": words.asked_tags(ask),
        "without": label("red_flag", ask.without_permission) if ask.without_permission else "",
        "spoken": label("spoken_language", ask.spoken) if ask.spoken != "sq" else "",
        "status": words.REQUESTS[ask.status],
        "tag": words.urgency(ask.urgency),
        "deadlines": asked.deadlines(ask),
        "history": [(words.urgency(t.worst), words.urgency(t.chosen), words.lowering_reason(t.reason), t) for t in history],
        "lowering": lowering,
        "lowering_why": words.lowering_reason(lowering.reason) if lowering else "",
        "may_decide": lowering is not None and lowering.by_id != actor.worker and may(actor, Permission.URGENCY_CONFIRM),
        "track": track,
        "track_name": words.TRACKS[track] if track else "",
        "helplines": asked.helplines_of(history[0].flags) if history and waits else [],
        "case": asked.case_of(ask, actor),
        "waits": waits,
        "found": found,
        "adding": found is not None or "person" in forms,
        "may_refuse": may(actor, Permission.REQUEST_REFUSE),
        "routes": asked.appeal_routes(ask.refusal_reason, timezone.localdate()),
        "reason": words.refusal_reason(ask.refusal_reason),
        "appeals": [(row, words.APPEALS[row.status]) for row in asked.appeals_of(ask, actor)],
        "appeal_form": AppealForm() if ask.status == Status.REFUSED else None,
        "may_take_back": ask.status in {Status.RECEIVED, Status.REGISTERED},
        "may_give": waits and may(actor, Permission.CASE_ASSIGN),
        "refused": refused,
        **(_forms(request, ask, history[0] if history else None, forms.get("search")) | forms if waits else {}),
    }
    return render(request, "desk/request.html", shown, status=422 if refused else 200)


def _forms(request: StaffRequest, ask: Request, last: Triage | None, search: Form | None) -> dict[str, Form]:
    """Every form of the page, filled in with what the request already says: nobody types it twice."""
    known = {
        "given_name": ask.given_name, "family_name": ask.family_name, "father_name": ask.father_name, "birth_date": ask.birth_date,
        "phone": ask.phone, "unit": ask.unit_id, "language": ask.language,
    }  # fmt: skip
    if search is not None and search.is_valid():
        known |= {name: value for name, value in search.cleaned_data.items() if value}
    return {
        "urgency": UrgencyForm(last=last, held=ask.urgency, fit=sets_that_fit(ask, timezone.now())),
        "lowering_form": LoweringForm(),
        "search": SearchForm(initial=known),
        "person": NewPersonForm(actor=request.actor, initial=known),
        "refuse": RefuseForm(),
    }
