"""The supervisor's board, and giving a case to another worker."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.kept import first, number
from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import choices, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.bookings.queries import closed_without_answer, without_answer
from bashke.person.casework import queries as casework
from bashke.person.casework.actions import assign as give
from bashke.person.conversations.queries import late as late_messages
from bashke.person.delivery.queries import out_of_turn, unanswered_offers
from bashke.person.incidents.queries import still_open
from bashke.person.protection.queries import counts as protected_counts
from bashke.person.rights.queries import late as late_data

from ..queries import abilities, words
from ..queries import board as team
from ..queries import day as reads
from .cases import get_case, opened

PAGE, SHORT = 20, 8
OUT_OF_TURN_SHOWN = timedelta(days=30)


@requires(Permission.BOARD_VIEW)
def board(request: StaffRequest) -> HttpResponse:
    """What is late first; then what waits for the supervisor's word; then who carries how much."""
    actor, now = request.actor, timezone.now()
    try:
        seen = casework.board(actor, now, after=request.GET.get("after", ""), limit=PAGE)
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
    lowerings, closures = first(None, reads.lowerings_to_confirm, actor), first(None, reads.closures_to_sign, actor)
    late, silent = number(team.late_requests, actor, now), number(team.silent_referrals, actor, now)
    nobody = team.have_nobody(actor, now)
    page = {
        "tiles": _tiles(nobody, seen.overdue.total, late, silent, len(lowerings) + len(closures)),
        "cases": [(reads.case_row(case, case.worker.name), case.pk) for case in seen.overdue.rows],
        "more": f"?after={seen.overdue.after}" if seen.overdue.after else None,
        "requests": [reads.request_row(row) for row in first(SHORT, team.late_requests, actor, now)],
        "referrals": [reads.referral_row(row, now) for row in first(SHORT, team.silent_referrals, actor, now)],
        "data": [reads.data_row(row) for row in first(SHORT, late_data, actor, now)],
        "letters": reads.letters(first(reads.LETTERS, late_messages, actor, now)),
        "incidents": [reads.incident_row(row) for row in first(SHORT, still_open, actor)],
        "stays": [reads.stay_row(row) for row in without_answer(actor, now, SHORT)],
        "closed_stays": closed_without_answer(),
        "offers": [reads.place_row(row) for row in first(SHORT, unanswered_offers, actor, now)],
        "conferences": [
            reads.conference_row(one, now, f"{one.case.person.name} · {one.case.worker.name}")
            for one in casework.without_minutes(actor, now)[:SHORT]
        ],
        "out_of_turn": [reads.place_row(row) for row in out_of_turn(actor, timezone.localdate(now) - OUT_OF_TURN_SHOWN)[:SHORT]],
        "lowerings": [reads.lowering_row(row) for row in lowerings[:SHORT]],
        "closures": [reads.closure_row(row) for row in closures[:SHORT]],
        "bars": [_bar(one) for one in team.weighed(actor, seen.loads, now)],
        "team": [load.worker for load in seen.loads if load.open],
        "away": casework.away(actor, now),
        "licences": abilities.licences(actor, timezone.localdate(now), SHORT),
        "stuck": team.stuck(actor, now),
        "norm": team.norm(actor, now, len(casework.team(actor, now))),
        "nobody": nobody,
        "protected": protected_counts(now),
        "now": now,
    }
    return render(request, "desk/board.html", page)


@requires(Permission.CASE_ASSIGN)
def assign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whom to give a case to: the suggestions with their reasons, and one press. The system gives it to nobody."""
    case, now = get_case(request, pk), timezone.now()
    asked = case.request
    spoken = asked.spoken if asked else "sq"
    work = casework.work_of_case(request.actor, case)
    fits = casework.suggestions(request.actor, now, person=case.person_id, spoken=spoken, work=work)
    refused = ""
    if request.method == "POST":
        chosen = next((one for one in fits if str(one.candidate.worker) == request.POST.get("to")), None)
        try:
            if chosen is None:
                raise NotAllowed("Choose a worker.")
            give(by=request.actor, at=now, case=case, worker=Worker.objects.get(pk=chosen.candidate.worker), lacks=chosen.lacks)
        except NotAllowed as broken:
            refused = sentence(broken)
        else:
            messages.success(request, _("%(worker)s is responsible for this case now.") % {"worker": chosen.candidate.name})
            return redirect("desk:case", pk=case.pk)
    else:
        opened(case)
    others = [one for one in fits if one.candidate.worker != case.worker_id]
    shown = {"fits": [abilities.fit(one, spoken) for one in others], "nobody_is": abilities.nobody_is(others)}
    page = shown | {"case": case, "tag": words.urgency(case.urgency), "refused": refused}
    return render(request, "desk/assign.html", page, status=422 if refused else 200)


def _tiles(nobody: int, cases: int, requests: int, referrals: int, decisions: int) -> list[tuple[str, int, str, str]]:
    """Five numbers that lead to their lists."""
    return [
        (ngettext("has nobody", "have nobody", nobody), nobody, reverse("desk:nobody"), _tone(nobody)),
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
