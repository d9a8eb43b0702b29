"""The supervisor's board, and giving a case to another worker."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import choices, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework import queries as casework
from bashke.person.casework.actions import assign as give

from ..forms.board import AssignForm
from ..queries import board as team
from ..queries import day as reads
from ..queries import words
from .cases import get_case, opened

PAGE, SHORT = 20, 8


@requires(Permission.BOARD_VIEW)
def board(request: StaffRequest) -> HttpResponse:
    """What is late first; then what waits for the supervisor's word; then who carries how much."""
    actor, now = request.actor, timezone.now()
    try:
        seen = casework.board(actor, now, after=request.GET.get("after", ""), limit=PAGE)
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
    requests, referrals = team.late_requests(actor, now), team.silent_referrals(actor, now)
    lowerings, closures = list(reads.lowerings_to_confirm(actor)), list(reads.closures_to_sign(actor))
    page = {
        "tiles": _tiles(seen.overdue.total, requests.count(), referrals.count(), len(lowerings) + len(closures)),
        "cases": [(reads.case_row(case, case.worker.name), case.pk) for case in seen.overdue.rows],
        "more": f"?after={seen.overdue.after}" if seen.overdue.after else None,
        "requests": [reads.request_row(row) for row in requests.order_by("clock", "pk")[:SHORT]],
        "referrals": [reads.referral_row(row, now) for row in referrals[:SHORT]],
        "lowerings": [reads.lowering_row(row) for row in lowerings[:SHORT]],
        "closures": [reads.closure_row(row) for row in closures[:SHORT]],
        "bars": [_bar(one) for one in team.weighed(actor, seen.loads, now)],
        "now": now,
    }
    return render(request, "desk/board.html", page)


@requires(Permission.CASE_ASSIGN)
def assign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a case to another worker, seeing what each carries already."""
    case, now = get_case(request, pk), timezone.now()
    form = AssignForm(request.POST or None, loads=casework.board(request.actor, now, limit=1).loads, holder=case.worker_id)
    if form.is_valid():
        worker = form.worker()
        try:
            give(by=request.actor, at=now, case=case, worker=worker)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("%(worker)s is responsible for this case now.") % {"worker": worker.name})
            return redirect("desk:case", pk=case.pk)
    elif request.method == "GET":
        opened(case)
    page = {"case": case, "tag": words.urgency(case.urgency), "form": form}
    return render(request, "desk/assign.html", page, status=422 if form.errors else 200)


def _tiles(cases: int, requests: int, referrals: int, decisions: int) -> list[tuple[str, int, str, str]]:
    """Four numbers that lead to their lists."""
    return [
        (ngettext("case is late", "cases are late", cases), cases, "#late", _tone(cases)),
        (ngettext("request is late", "requests are late", requests), requests, "#requests", _tone(requests)),
        (ngettext("referral without an answer", "referrals without an answer", referrals), referrals, "#referrals", _tone(referrals)),
        (ngettext("decision waits for you", "decisions wait for you", decisions), decisions, "#decide", "amber" if decisions else "green"),
    ]


def _tone(count: int) -> str:
    return "red" if count else "green"


def _bar(one: team.Weighed) -> dict[str, Any]:
    """One worker's bar: its length is the weight, its words say what the weight is made of."""
    load = one.load
    parts = [f"{str(text).lower()} {one.by_urgency[code]}" for code, text in choices("triage_class") if one.by_urgency.get(code)]
    if load.overdue:
        parts.append(_("%(count)s late") % {"count": load.overdue})
    cases = ngettext("%(count)s case", "%(count)s cases", load.open) % {"count": load.open}
    shown = f"{cases} ({', '.join(parts)})" if parts else cases
    return {"text": load.worker.name, "value": one.weight, "shown": shown, "accent": bool(load.overdue)}
