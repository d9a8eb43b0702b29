"""My day: the home page of a social worker and her supervisor."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.guards import StaffRequest, requires, staff
from bashke.ground.access.kept import first
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import label
from bashke.person.bookings.queries import ending
from bashke.person.casework.queries import Part, diary, holders, my_actions, my_day, my_places, page, proposals_to_answer, without_minutes
from bashke.person.casework.rules import MemberStatus, Whose
from bashke.person.conversations.queries import to_answer
from bashke.person.incidents.queries import of_workers
from bashke.person.searches.rules import Listing

from ..forms.lists import CasesForm
from ..queries import day as reads
from ..queries.paging import nearest_first, newest_first
from ..queries.tracks import day_steps
from .searching import above_list, chips

PAGE = 40
WHOSE = {Whose.MINE: gettext_lazy("Mine"), Whose.ALL: gettext_lazy("The whole municipality"), Whose.CLOSED: gettext_lazy("Closed")}
NOON, EVENING = 12, 18


@staff
def day(request: StaffRequest) -> HttpResponse:
    """Late first, then today, then the coming days, then risk; the municipality's requests and silent referrals beside them."""
    actor, now = request.actor, timezone.now()
    if (elsewhere := _home_of(actor)) is not None:
        return redirect(elsewhere)
    if "part" in request.GET:
        return _further(request)
    whose = holders(actor, now)
    mine = my_day(actor, now, whose=whose)
    met = diary(actor, now, whose)
    places = my_places(actor)
    asked = first(reads.SHORT + 1, reads.waiting_requests, actor)
    shown = {
        "greeting": _greeting(actor, timezone.localtime(now).hour),
        "sections": reads.sections(mine, actor),
        "unrecorded": [reads.visit_row(visit, actor) for visit in met.unrecorded],
        "appointments": [reads.visit_row(visit, actor) for visit in met.coming],
        "conferences": [reads.conference_row(one, now, one.case.person.name) for one in without_minutes(actor, now, whose)],
        "mine_elsewhere": [reads.plan_row(place, action) for place, action in my_actions(actor, places)],
        "asked_into": [one for one in places if one.status == MemberStatus.INVITED],
        "proposals": [reads.proposal_row(one) for one in proposals_to_answer(actor, whose)],
        "needs": [reads.need_row(need) for need in mine.late_needs[: reads.SHORT]],
        "requests": [reads.request_row(row) for row in asked[: reads.SHORT]],
        "more_requests": len(asked) > reads.SHORT,
        "referrals": [reads.referral_row(row, now) for row in first(reads.SHORT, reads.referrals_to_chase, actor, whose)],
        "incidents": [reads.incident_row(row) for row in first(reads.SHORT, of_workers, actor, whose)],
        "stays": [reads.stay_row(row) for row in first(reads.SHORT, ending, actor, whose)],
        "places": [reads.place_row(row) for row in first(reads.SHORT, reads.held_places, actor, whose)],
        "lowerings": [reads.lowering_row(row) for row in first(reads.SHORT, reads.lowerings_to_confirm, actor)],
        "closures": [reads.closure_row(row) for row in first(reads.SHORT, reads.closures_to_sign, actor)],
        "openings": reads.openings_to_know(actor, now),
        "steps": day_steps(actor, now),
        "letters": reads.letters(first(reads.LETTERS, to_answer, actor, whose)),
        "enquiries": first(reads.SHORT, reads.enquiries_waiting, actor),
        "now": now,
    }
    return render(request, "desk/day.html", shown)


@requires(Permission.CASE_VIEW)
def cases(request: StaffRequest) -> HttpResponse:
    """Every case, also those without news: mine, the municipality's, and the closed ones."""
    form = CasesForm(request.GET)
    if not form.is_valid():
        raise BadRequest("There is no such list of cases.")
    filters = form.filters
    whose, urgency = filters["whose"], filters.get("urgency")
    above = above_list(request, Listing.CASES, filters)
    if above is None:
        return redirect(request.get_full_path())
    rows = reads.all_cases(request.actor, whose)
    rows = rows.filter(urgency=urgency) if urgency else rows
    closed = whose == Whose.CLOSED
    found = newest_first(rows, "closed_at", request.GET, PAGE) if closed else nearest_first(rows, "due_at", request.GET, PAGE)
    shown = {
        "tabs": [(text, "?" + urlencode(filters | {"whose": code}), code == whose) for code, text in WHOSE.items()],
        "form": form,
        "whose": whose,
        "chosen": chips(filters, {"urgency": label("triage_class", urgency)} if urgency else {}),
        "rows": [reads.case_row(case, "" if whose == Whose.MINE else case.worker.name) for case in found.rows],
        "more": found.more,
        "now": timezone.now(),
    }
    return render(request, "desk/cases.html", shown | above, status=422 if above["save"].errors else 200)


def _further(request: StaffRequest) -> HttpResponse:
    """The rest of one list. A list or a mark that we did not give out is a bad request."""
    try:
        part = Part(request.GET["part"])
        rows = page(request.actor, timezone.now(), part, after=request.GET.get("after", ""))
    except ValueError:
        raise BadRequest("There is no such list.") from None
    shown: dict[str, Any] = {"section": reads.section(part, rows, request.actor), "now": timezone.now()}
    return render(request, "desk/day_further.html", shown)


def _home_of(actor: Actor) -> str | None:
    """Where a worker begins whose day is elsewhere."""
    if may(actor, Permission.CASE_WRITE):
        return None
    if may(actor, Permission.EMERGENCY_REVIEW):
        return "desk:emergencies"
    return "referrals:inbox" if may(actor, Permission.REFERRAL_VIEW) else "cockpit:counts"


def _greeting(actor: Actor, hour: int) -> str:
    name = {"name": actor.worker_name.split(" ")[0]}
    if hour < NOON:
        return _("Good morning, %(name)s") % name
    return (_("Good evening, %(name)s") if hour >= EVENING else _("Good afternoon, %(name)s")) % name
