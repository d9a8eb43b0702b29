"""Lists that leave the system: asking, the second person's word, the download, and the ledger for who answers for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.exports import actions, queries
from bashke.person.exports.models import Export
from bashke.person.exports.rules import Format, Listing, Status

from ..forms.exports import ExportForm
from ..queries.paging import newest_first

PAGE = 30
TYPES = {Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Format.CSV: "text/csv; charset=utf-8"}


@requires(Permission.EXPORT_MAKE)
def exports(request: StaffRequest) -> HttpResponse:
    """What I asked for, and what waits for my word."""
    actor, now = request.actor, timezone.now()
    page = newest_first(queries.mine(actor), "asked_at", request.GET, PAGE)
    decides = may(actor, Permission.EXPORT_APPROVE)
    shown = {
        "rows": [_line(row, now) for row in page.rows],
        "more": page.more,
        "decides": decides,
        "to_decide": [_line(row, now) for row in queries.to_decide(actor, now)[:PAGE]] if decides else [],
    }
    return render(request, "desk/exports.html", shown)


@requires(Permission.EXPORT_MAKE)
def new(request: StaffRequest) -> HttpResponse:
    """Ask for a list. What was typed stays when it is refused."""
    wanted = request.GET.get("list", "")
    form = ExportForm(request.POST or None, initial={"listing": wanted if wanted in set(Listing) else Listing.CASES})
    now = timezone.now()
    if form.is_valid():
        try:
            made = actions.ask(by=request.actor, at=now, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            if made.second_needed:
                words = _("The list names many people, so a second person must agree first: a supervisor, or the head of the directorate.")
                messages.success(request, words)
            else:
                messages.success(request, _("The list is ready. You can download it for a day."))
            return redirect("desk:exports")
    page = {"form": form, "above": queries.second_above(now)}
    return render(request, "desk/export_new.html", page, status=422 if form.errors else 200)


@requires(Permission.EXPORT_APPROVE)
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person agrees, or does not."""
    export = _get(request, pk)
    back = "desk:exports" if may(request.actor, Permission.EXPORT_MAKE) else "desk:export_ledger"
    if request.method != "POST":
        return redirect(back)
    approved = request.POST.get("agree") == "yes"
    try:
        actions.decide(by=request.actor, at=timezone.now(), export=export, approved=approved)
        messages.success(
            request, _("You agreed. The list can be downloaded now.") if approved else _("You did not agree. Nobody can download it.")
        )
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect(back)


@requires(Permission.EXPORT_MAKE)
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The file, only for who asked for it, and each time an entry for everybody on the list."""
    if request.method != "POST":
        return redirect("desk:exports")
    export = get_object_or_404(queries.mine(request.actor), pk=pk)
    try:
        content = actions.hand_over(by=request.actor, at=timezone.now(), export=export)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:exports")
    return HttpResponse(content, content_type=TYPES[Format(export.format)], headers={
        "Content-Disposition": f'attachment; filename="bashke-{export.number}.{export.format}"', "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    })  # fmt: skip


@requires(Permission.EXPORT_LEDGER)
def ledger(request: StaffRequest) -> HttpResponse:
    """Who took which list out, when, why, how many people it names, and who agreed. It names nobody on a list.

    A large list of the only supervisor waits here for the head of the directorate.
    """
    actor, now = request.actor, timezone.now()
    page = newest_first(queries.ledger(actor), "asked_at", request.GET, PAGE)
    waiting = queries.to_decide(actor, now)[:PAGE] if may(actor, Permission.EXPORT_APPROVE) else []
    shown = {"rows": [_line(row, now) for row in page.rows], "more": page.more, "to_decide": [_line(row, now) for row in waiting]}
    return render(request, "desk/export_ledger.html", shown)


def _get(request: StaffRequest, pk: UUID) -> Export:
    found: Export = get_object_or_404(queries.ledger(request.actor), pk=pk)
    return found


def _line(row: Export, now: Any) -> dict[str, Any]:
    stands = queries.status(row, now)
    words, colour = queries.STATUS[stands]
    return {
        "row": row, "list": queries.LISTS[row.listing], "words": words, "colour": colour, "ready": stands is Status.READY,
        "taken": len(row.handovers.all()), "decision": getattr(row, "decision", None),
    }  # fmt: skip
