"""People: search, one person outside a case, and enquiries between municipalities."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions import open_case
from bashke.person.casework.queries import coming_visits
from bashke.person.casework.queries.words import CASE
from bashke.person.casework.rules import CaseStatus
from bashke.person.people import actions
from bashke.person.people.forms import GroupsForm, WishForm
from bashke.person.people.models import Enquiry, OwnWord, Person, of_one
from bashke.person.people.queries import enquiries_sent, enquiries_to_answer, wish_of
from bashke.person.people.rules import age_on
from bashke.person.rights.queries import erased, is_open, restriction_of, statements

from ..forms.people import AnswerForm, EnquiryForm, PersonForm, SearchForm
from ..queries import words
from ..queries.day import visit_row
from ..queries.homes import homes_seen, is_protected
from ..queries.people import cases_of, find, requests_of
from ..queries.same import together
from ..queries.wishes import wish

ENQUIRIES = 30


@requires(Permission.PERSON_VIEW)
def search(request: StaffRequest) -> HttpResponse:
    """Search the people of the municipality. Nothing is listed before something was asked for."""
    form = SearchForm(request.GET if request.GET else None)
    found = find(request.actor, form) if form.is_valid() else None
    enquiry = EnquiryForm(initial=found.identity) if found and found.elsewhere else None
    page = {"form": form, "found": found, "enquiry": enquiry, "may_pair": may(request.actor, Permission.PERSON_WRITE)}
    return render(request, "desk/people.html", page)


@requires(Permission.PERSON_VIEW)
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One person: who she is, with whom she lives, her cases and requests. Opening her is written to the journal."""
    shown = _get(request, pk)
    actor = request.actor
    if shown.same_as_id:
        return redirect("desk:person", pk=shown.same_as_id)
    pairs = together(shown, actor)
    records = [shown, *(pair.other for pair in pairs)]
    rest = restriction_of(actor, shown)
    if rest is not None and not is_open(actor, shown, timezone.now()):
        return redirect("desk:rest_open", pk=shown.pk)
    record_many((Verb.PERSON_OPENED, one, one.pk, one.municipality_id, "") for one in records)
    cases = cases_of(shown, actor)
    page = {
        "person": shown,
        "age": age_on(shown.birth_date, timezone.localdate()),
        "homes": homes_seen(actor, shown, timezone.localdate()),
        "cases": [(case, (*words.tracks(case), words.urgency(case.urgency)), CASE[case.status]) for case in cases],
        "requests": [(ask, words.REQUESTS[ask.status], words.domains(ask.domains)) for ask in requests_of(shown, actor)],
        "now": timezone.now(),
        "appointments": [visit_row(visit) for visit in coming_visits(actor, shown.pk, timezone.now())],
        "may_open": may(actor, Permission.CASE_WRITE) and all(case.status == CaseStatus.CLOSED for case in cases),
        "may_correct": may(actor, Permission.PERSON_WRITE),
        "pairs": pairs,
        "rest": rest,
        "erased": erased(actor, shown),
        "statements": statements(actor, shown),
        "wish": wish(actor, shown, timezone.now()),
        "may_book": may(actor, Permission.PLACE_BOOK),
        "may_break": may(actor, Permission.CASE_VIEW),
    }
    return render(request, "desk/person.html", page)


@requires(Permission.PERSON_WRITE)
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct what is known of a person; what stood there before is kept in her history."""
    shown = _get(request, pk)
    now = {name: getattr(shown, name) for name in PersonForm.base_fields if name != "unit"} | {"unit": shown.unit_id}
    protected = is_protected(request.actor, shown)
    form = PersonForm(request.POST or None, actor=request.actor, protected=protected, initial=now)
    if form.is_valid():
        changes = {name: value for name, value in form.details.items() if name in form.changed_data}
        try:
            actions.correct_person(by=request.actor, at=timezone.now(), person=shown, **changes)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The details are saved."))
            return redirect("desk:person", pk=shown.pk)
    elif request.method == "GET":
        record(Verb.PERSON_OPENED, shown, person=shown.pk, municipality=shown.municipality_id)
    page = {"person": shown, "form": form, "protected": protected}
    return render(request, "desk/correct.html", page, status=422 if form.errors else 200)


@requires(Permission.PERSON_WRITE)
def contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How she wants to be reached: asked once, and changed when she says so."""
    shown = _get(request, pk)
    form = WishForm(request.POST or None, wish=wish_of(request.actor, shown))
    if form.is_valid():
        try:
            actions.set_wish(by=request.actor, at=timezone.now(), person=shown, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("How she may be reached is saved."))
            return redirect("desk:person", pk=shown.pk)
    elif request.method == "GET":
        record(Verb.PERSON_OPENED, shown, person=shown.pk, municipality=shown.municipality_id)
    return render(request, "desk/contact.html", {"person": shown, "form": form}, status=422 if form.errors else 200)


@requires(Permission.GROUPS_ASK)
def groups(request: StaffRequest, pk: UUID) -> HttpResponse:
    """At the counter, in her words: what she says of herself for the counts. Nobody reads here what was said before."""
    shown, actor = _get(request, pk), request.actor
    back = request.POST.get("verb") == "take_back"
    form = GroupsForm(None if back else request.POST or None)
    try:
        if back:
            actions.take_back_groups(by=actor, person=shown)
            messages.success(request, _("It is deleted. Nothing of it is kept."))
            return redirect("desk:groups", pk=shown.pk)
        if form.is_valid():
            actions.say_groups(by=actor, at=timezone.now(), person=shown, **form.cleaned_data)
            messages.success(request, _("It is written down for the counts. It cannot be read here again."))
            return redirect("desk:person", pk=shown.pk)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:groups", pk=shown.pk)
    said = OwnWord.objects.visible_to(actor).filter(of_one(shown)).order_by("-at").first()
    page = {"person": shown, "form": form, "when": said.at if said else None}
    return render(request, "desk/groups.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def begin(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a case without a request: the worker met the person herself."""
    if request.method != "POST":
        return redirect("desk:person", pk=pk)
    shown = _get(request, pk)
    try:
        case = open_case(by=request.actor, at=timezone.now(), person=shown)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:person", pk=shown.pk)
    return redirect("desk:case", pk=case.pk)


@requires(Permission.PERSON_ENQUIRE)
def enquiries(request: StaffRequest) -> HttpResponse:
    """What others ask of us, to be answered first; and what we asked."""
    return _enquiries(request)


@requires(Permission.PERSON_ENQUIRE)
def enquire(request: StaffRequest) -> HttpResponse:
    """Ask whoever holds exactly this identity to get in touch."""
    if request.method != "POST":
        return redirect("desk:people")
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/enquire.html", {"form": form}, status=422)
    try:
        actions.send_enquiry(by=request.actor, at=timezone.now(), **form.cleaned_data)
    except NotAllowed as broken:
        form.add_error(None, sentence(broken))
        return render(request, "desk/enquire.html", {"form": form}, status=422)
    messages.success(request, _("The question is sent. Whoever knows the person gets in touch with you."))
    return redirect("desk:enquiries")


@requires(Permission.ENQUIRY_ANSWER)
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer another municipality. The person finds question and answer in her file's journal."""
    if request.method != "POST":
        return redirect("desk:enquiries")
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.actor), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_enquiry(by=request.actor, at=timezone.now(), enquiry=enquiry, answer=form.cleaned_data["answer"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("desk:enquiries")
    return _enquiries(request, enquiry.pk, form)


def _get(request: StaffRequest, pk: UUID) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.actor).select_related("unit", "municipality"), pk=pk)
    return found


def _enquiries(request: StaffRequest, refused: UUID | None = None, form: AnswerForm | None = None) -> HttpResponse:
    actor = request.actor
    may_answer = may(actor, Permission.ENQUIRY_ANSWER)
    page: dict[str, Any] = {
        "asked_of_us": [
            (row, (form if row.pk == refused else AnswerForm(auto_id=f"id_{row.pk.hex}_%s")) if may_answer else None)
            for row in enquiries_to_answer(actor)[:ENQUIRIES]
        ],
        "asked_by_us": list(enquiries_sent(actor)[:ENQUIRIES]),
        "form": form,
    }
    return render(request, "desk/enquiries.html", page, status=422 if form is not None else 200)
