"""Documents of a case: the list with the way to add one, opening one, removing one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.attachments import actions, queries
from bashke.person.attachments.models import Attachment

from ..forms.documents import DocumentForm, RemoveDocumentForm
from .cases import get_case, opened


@requires(Permission.CASE_WRITE)
def documents(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is in the file, and adding to it. A file that is not taken is said in a sentence, and nothing of it is kept."""
    case, most = get_case(request, pk), queries.limits(timezone.localdate())
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        came = form.cleaned_data["file"]
        try:
            body = came.read(most.bytes + 1)
            kept = actions.add(by=request.actor, at=timezone.now(), case=case, name=came.name, came=body, **form.details)
        except NotAllowed as broken:
            form.add_error("file", sentence(broken))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": kept.name})
            return redirect("desk:documents", pk=pk)
    elif request.method == "GET":
        opened(case)
    page = {"case": case, "person": case.person, "form": form, "rows": queries.of_case(case, request.actor), "most": most}
    return render(request, "desk/documents.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_VIEW)
@require_safe
def document(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One document, always as a download: the browser never shows it as a page of ours."""
    found = _get(request, pk)
    try:
        content = actions.open_it(by=request.actor, attachment=found)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:documents", pk=found.case_id)
    return actions.as_download(found, content)


@requires(Permission.CASE_WRITE)
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask why, then remove it for good."""
    found = _get(request, pk)
    form = RemoveDocumentForm(request.POST or None)
    if form.is_valid():
        try:
            actions.remove(by=request.actor, at=timezone.now(), attachment=found, why=form.cleaned_data["why"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Removed: %(name)s.") % {"name": found.name})
            return redirect("desk:documents", pk=found.case_id)
    page = {"case": found.case, "person": found.case.person, "form": form, "document": found}
    return render(request, "desk/document_remove.html", page, status=422 if form.errors else 200)


def _get(request: StaffRequest, pk: UUID) -> Attachment:
    rows = Attachment.objects.visible_to(request.actor).select_related("case__person")
    found: Attachment = get_object_or_404(rows, pk=pk)
    return found
