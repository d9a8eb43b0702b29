"""What people ask about their own data: the queue by its clocks, the answer, the copy for the counter, and files that rest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.institutions.queries import office_of
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.models import Person
from bashke.person.rights import actions, queries
from bashke.person.rights.forms import NO, AnswerForm, KindForm, WhyForm
from bashke.person.rights.models import DataRequest, Restriction
from bashke.person.rights.rules import Kind, Status

from ..forms.people import PersonForm
from ..queries.day import data_row
from ..queries.homes import is_protected
from ..queries.paging import nearest_first

PAGE = 30


@requires(Permission.DATA_REQUEST_VIEW)
def asked(request: StaffRequest) -> HttpResponse:
    """What waits, the nearest clock first; which files rest; and what was answered."""
    actor = request.actor
    waiting = nearest_first(queries.waiting(actor), "due_at", request.GET, PAGE)
    page = {
        "waiting": [data_row(row) for row in waiting.rows], "more": waiting.more,
        "resting": queries.resting(actor)[:PAGE], "now": timezone.now(),
        "over": queries.to_propose(actor).count(), "signs": queries.to_sign(actor).count(),
        "answered": [(row, queries.KINDS[row.kind].name, *queries.STATUS[row.status]) for row in queries.answers_of(actor)[:PAGE]],
    }  # fmt: skip
    return render(request, "desk/data.html", page)


@requires(Permission.PERSON_WRITE)
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take down what a person asks at the counter or in a letter. The clock starts now."""
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    form = KindForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.ask(by=request.actor, at=timezone.now(), person=person, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is taken down. The supervisor answers by the day the law gives."))
            return redirect(
                "desk:data_request" if may(request.actor, Permission.DATA_REQUEST_VIEW) else "desk:person", pk=_shown(request, made)
            )
    return render(request, "desk/data_ask.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@requires(Permission.DATA_REQUEST_VIEW)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What she asked and by when she must hear; and the answer, for whoever may give it."""
    rows = DataRequest.objects.visible_to(request.actor).select_related("person", "answered_by", "restriction")
    row = get_object_or_404(rows, pk=pk)
    answers = may(request.actor, Permission.DATA_REQUEST_ANSWER) and row.status == Status.RECEIVED
    held = queries.gathered(request.actor, row.person) if answers and row.kind == Kind.COPY else {}
    if not answers:
        return render(request, "desk/data_request.html", _page(request, row))
    form = AnswerForm(request.POST or None, kind=row.kind, parts=list(held))
    details = _details(request, row) if row.kind == Kind.CORRECTION else None
    if form.is_valid() and (details is None or form.cleaned_data["decision"] == NO or details.is_valid()):
        try:
            _answer(request, row, form.cleaned_data, details)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            proposed = row.kind == Kind.ERASURE and form.cleaned_data["decision"] != NO
            messages.success(
                request,
                _("It is proposed. The data protection officer signs.")
                if proposed
                else _("The answer is given. The person reads it on her page."),
            )
            return redirect("desk:data")
    elif request.method == "GET":
        record(Verb.PERSON_OPENED, row.person, person=row.person_id, municipality=row.municipality_id)
    ended = queries.kept(request.actor, row.person) if row.kind == Kind.ERASURE else None
    faulty = [one for one in (form, details) if one is not None and one.errors]
    page = _page(request, row) | {"form": form, "details": details, "parts": queries.shown(held), "faulty": faulty, "ended": ended}
    page["over"] = ended is not None and ended.over_on is not None and ended.over_on <= timezone.localdate()
    return render(request, "desk/data_request.html", page, status=422 if faulty else 200)


@requires(Permission.DATA_REQUEST_ANSWER)
@never_cache
def copy(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The copy on paper, to hand over at the counter."""
    row = get_object_or_404(DataRequest.objects.visible_to(request.actor).select_related("person"), pk=pk)
    try:
        content = actions.opened(by=request.actor, at=timezone.now(), ask=row)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:data_request", pk=pk)
    return render(request, "desk/data_copy.html", queries.readable(content) | {"ask": row, "office": office_of(row.municipality_id)})


@requires(Permission.CASE_VIEW)
def open_restricted(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A file that rests: why must it be opened?"""
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    rest = queries.restriction_of(request.actor, person)
    if rest is None or queries.is_open(request.actor, person, timezone.now()):
        return redirect("desk:person", pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.open_restricted(by=request.actor, at=timezone.now(), person=person, why=form.cleaned_data["why"])
        except NotAllowed as broken:
            form.add_error("why", sentence(broken))
        else:
            return redirect("desk:person", pk=pk)
    return render(request, "desk/rest_open.html", {"form": form, "person": person, "rest": rest}, status=422 if form.errors else 200)


@requires(Permission.DATA_REQUEST_ANSWER)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A restriction ends, with the reason that the person reads."""
    rest = get_object_or_404(Restriction.objects.visible_to(request.actor).select_related("person"), ask=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_restriction(by=request.actor, at=timezone.now(), restriction=rest, why=form.cleaned_data["why"])
        except NotAllowed as broken:
            form.add_error("why", sentence(broken))
        else:
            messages.success(request, _("The restriction has ended."))
            return redirect("desk:data")
    return render(request, "desk/rest_end.html", {"form": form, "rest": rest}, status=422 if form.errors else 200)


def _answer(request: StaffRequest, row: DataRequest, given: dict[str, Any], details: PersonForm | None) -> None:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now(), "ask": row, "answer": given["answer"]}
    if given["decision"] == NO:
        actions.refuse(reason=given["reason"], **who)
    elif row.kind == Kind.COPY:
        actions.give_copy(left_out=given["left_out"], why=given["why"], **who)
    elif row.kind == Kind.RESTRICTION:
        actions.restrict(**who)
    elif row.kind == Kind.ERASURE:
        actions.propose_asked(by=who["by"], at=who["at"], ask=row)
    else:
        changes = {name: value for name, value in details.details.items() if name in details.changed_data} if details else {}
        actions.grant_correction(changes=changes, elsewhere=given["elsewhere"], **who)


def _details(request: StaffRequest, row: DataRequest) -> PersonForm:
    person = row.person
    now = {name: getattr(person, name) for name in PersonForm.base_fields if name != "unit"} | {"unit": person.unit_id}
    return PersonForm(request.POST or None, actor=request.actor, protected=is_protected(request.actor, person), initial=now, prefix="now")


def _page(request: StaffRequest, row: DataRequest) -> dict[str, Any]:
    words, colour = queries.STATUS[row.status]
    return {
        "ask": row, "said": queries.KINDS[row.kind], "words": words, "colour": colour, "now": timezone.now(),
        "reason": label("data_refusal", row.refusal_reason) if row.refusal_reason else "", "rest": getattr(row, "restriction", None),
        "may_answer": may(request.actor, Permission.DATA_REQUEST_ANSWER),
        "has_copy": row.kind == Kind.COPY and row.status == Status.GRANTED,
    }  # fmt: skip


def _shown(request: StaffRequest, made: DataRequest) -> UUID:
    return made.pk if may(request.actor, Permission.DATA_REQUEST_VIEW) else made.person_id
