"""The pages of an import: bring the file, name its columns, read what is wrong, decide, confirm, watch, done."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed

from . import actions, queries
from .forms import ColumnsForm, ConfirmForm, UploadForm
from .models import Import, Problem
from .rules import WORDS, Severity, Status

SHOWN_IMPORTS = 20
COLOURS = {Status.DONE: "green", Status.REFUSED: "red", Status.CHECKED: "amber", Status.CONFIRMED: "blue", Status.UPLOADED: "blue"}
STEPS = {
    "waiting": gettext_lazy("Waiting for its turn"),
    "reading": gettext_lazy("Reading the file"),
    "rows": gettext_lazy("Checking every row"),
    "within": gettext_lazy("Looking for the same person twice in the file"),
    "search": gettext_lazy("Looking for people who are here already"),
    "people": gettext_lazy("Adding people"),
    "tokens": gettext_lazy("Making them findable"),
    "journal": gettext_lazy("Writing the journal"),
    "lines": gettext_lazy("Remembering the rows"),
    "closing": gettext_lazy("Closing"),
}


@requires(Permission.REGISTER_IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    """Bring a register, and what became of those before."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = actions.receive(by=request.actor, at=timezone.now(), file_name=file.name, data=file.read())
        except NotAllowed as broken:
            form.add_error("file", sentence(broken))
        else:
            return redirect("registers:columns", pk=source.pk)
    rows = [_worded(source) for source in queries.imports(request.actor)[:SHOWN_IMPORTS]]
    return render(request, "registers/imports.html", {"form": form, "imports": rows}, status=422 if form.errors else 200)


@requires(Permission.REGISTER_IMPORT)
def columns(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Which column is which: guessed, shown with examples, corrected by a person, remembered for next time."""
    source = _get(request, pk)
    if source.status not in (Status.UPLOADED, Status.CHECKED) or (source.status == Status.UPLOADED and source.mapping):
        return redirect("registers:show", pk=pk)
    sample = source.upload.sample
    form = ColumnsForm(request.POST or None, headings=source.headings, sample=sample, guess=actions.guessed(source))
    if request.method == "POST" and form.is_valid():
        try:
            actions.match(by=request.actor, at=timezone.now(), source=source, mapping=form.mapping)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            return redirect("registers:show", pk=pk)
    page = {"source": source, "form": form, "sample": sample}
    return render(request, "registers/columns.html", page, status=422 if form.errors else 200)


@requires(Permission.REGISTER_IMPORT)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where the import stands: the work in progress, the list with the decision, or how it ended."""
    source = _get(request, pk)
    if source.status == Status.UPLOADED and source.mapping is None:
        return redirect("registers:columns", pk=pk)
    page = {"source": _worded(source), "working": queries.is_working(source), "refusal": _refusal(source), **_step(source)}
    if source.status in (Status.CHECKED, Status.DONE):
        page |= _lists(request, source)
    return render(request, "registers/show.html", page)


@requires(Permission.REGISTER_IMPORT)
def progress(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The part of the page that asks again; when the work has ended, it asks for the whole page."""
    source = _get(request, pk)
    response = render(request, "registers/parts/progress.html", {"source": source, **_step(source)})
    if not queries.is_working(source):
        response["HX-Redirect"] = reverse("registers:show", args=[pk])
    return response


@requires(Permission.REGISTER_IMPORT)
def confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add everybody who is ready."""
    source = _get(request, pk)
    form = ConfirmForm(request.POST)
    if request.method == "POST" and form.is_valid():
        _try(request, lambda: actions.confirm(by=request.actor, at=timezone.now(), source=source, leave_out=form.cleaned_data["leave_out"]))
    return redirect("registers:show", pk=pk)


@requires(Permission.REGISTER_IMPORT)
def abandon(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give the import up; the file is deleted."""
    source = _get(request, pk)
    if request.method == "POST" and _try(request, lambda: actions.abandon(by=request.actor, at=timezone.now(), source=source)):
        messages.success(request, _("The import is abandoned and the file is deleted. Nobody was added."))
    return redirect("registers:show", pk=pk)


@requires(Permission.REGISTER_IMPORT)
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin work again that stopped in the middle."""
    source = _get(request, pk)
    if request.method == "POST":
        _try(request, lambda: actions.resume(by=request.actor, at=timezone.now(), source=source))
    return redirect("registers:show", pk=pk)


@requires(Permission.REGISTER_IMPORT)
def problems(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The whole list as a file."""
    source = _get(request, pk)
    record(Verb.REGISTER_LISTED, source, municipality=source.municipality_id)
    return HttpResponse(
        queries.problems_as_csv(request.actor, source), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="register-problems-{source.received_at:%Y-%m-%d}.csv"'},
    )  # fmt: skip


@requires(Permission.REGISTER_IMPORT)
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The same person, or another. Only who may add people sees who is here already, and only she says it."""
    if not may(request.actor, Permission.PERSON_WRITE):
        raise PermissionDenied
    problem = get_object_or_404(Problem.objects.visible_to(request.actor), pk=pk)
    if request.method == "POST":
        _try(request, lambda: actions.decide(by=request.actor, problem=problem, decision=request.POST.get("decision", "?")))
    here = reverse("registers:show", args=[problem.source_id])
    return redirect(f"{here}?{urlencode({'show': 'likely', 'after': request.POST.get('after', '')})}#list")


def _get(request: StaffRequest, pk: UUID) -> Import:
    found: Import = get_object_or_404(queries.shown(request.actor), pk=pk)
    return found


def _try(request: StaffRequest, act: Any) -> bool:
    """Do it, or tell why not."""
    try:
        act()
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return False
    return True


def _worded(source: Import) -> Import:
    source.status_name, source.status_colour = WORDS[Status(source.status)], COLOURS.get(Status(source.status), "")  # type: ignore[attr-defined]
    return source


def _refusal(source: Import) -> str:
    return sentence(NotAllowed(source.refusal, **source.refusal_params)) if source.refusal else ""


def _step(source: Import) -> dict[str, Any]:
    told = source.progress
    share = round(100 * told.done / told.total) if told.total else 0
    return {"step": STEPS.get(told.step, ""), "share": share, "told": told, "stuck": queries.is_stuck(source, timezone.now())}


def _lists(request: StaffRequest, source: Import) -> dict[str, Any]:
    """One list at a time. Who is here already, only for those who may see people."""
    sees_people = may(request.actor, Permission.PERSON_VIEW)
    counts = {Severity.LIKELY: source.likely, Severity.WRONG: source.wrong, Severity.KNOWN: source.known, Severity.NOTE: source.noted}
    first = next((heap for heap in queries.HEAPS if counts[heap]), Severity.WRONG)
    wanted = request.GET.get("show", "")
    heap = Severity(wanted) if wanted in set(Severity) else first
    record(Verb.REGISTER_LISTED, source, municipality=source.municipality_id, reason=heap)
    page = queries.problem_page(request.actor, source, heap, request.GET.get("after", ""), with_people=sees_people)
    here = reverse("registers:show", args=[source.pk])
    return {
        "page": page, "heap": heap, "sees_people": sees_people, "after": request.GET.get("after", ""),
        "may_decide": source.status == Status.CHECKED and may(request.actor, Permission.PERSON_WRITE),
        "tabs": [(word, f"{here}?show={one.value}#list", one == heap, counts[one]) for one, word in queries.HEAPS.items()],
        "following": f"?show={heap.value}&after={page.after}#list" if page.after else "",
        "left_out": (source.wrong or 0) + (source.likely or 0),
    }  # fmt: skip
