"""What the code opens: where it stands, who must do what by when and on which law, what was said no to and how to appeal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.access.rules import Actor
from bashke.ground.institutions.queries import office_of
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import amount_in_words, appeal_routes, certainty_words, label, sentence, stands_in_law, term
from bashke.ground.law.rules import Figure, NotAllowed, is_late
from bashke.person.casework.queries.words import VISIT_KIND
from bashke.person.casework.rules import NeedStatus
from bashke.person.conversations.queries import unread
from bashke.person.delivery.queries import places_in_line
from bashke.person.referrals import rules as referral_rules
from bashke.person.requests.actions import withdraw as withdraw_request
from bashke.person.requests.models import Request
from bashke.person.requests.rules import NEXT, ForWhom, Status

from ..queries import MyWay, figures_of, helplines, is_quiet, my_request, my_way
from .words import NEED_WORDS, REFERRAL_WORDS

Text = str | Promise
STAGES: tuple[tuple[str, Text], ...] = (
    ("received", _("Request received")),
    ("assessment", _("Talk about your needs")),
    ("plan", _("Plan")),
    ("referral", _("Finding a service")),
    ("service", _("Service")),
    ("closed", _("Finished")),
)
PROGRESS: tuple[tuple[Status, Text], ...] = (
    (Status.RECEIVED, _("Request received")),
    (Status.REGISTERED, _("A social worker has taken it up")),
)
# What a case waits for: the sentence, and the figure that sets its clock.
NEXT_STEP: dict[str, tuple[Text, str]] = {
    "first_contact": (_("The social worker gets in touch with you."), "triage.{urgency}"),
    "assessment": (_("The social worker talks with you about what you need."), "assessment.full"),
    "plan": (_("You make a plan together."), "plan.agree"),
    "review": (_("You look back at the plan together: what helped, and what is still missing."), "review.first"),
    "sign_off": (_("A supervisor checks whether your case may be closed."), "closure.sign"),
}


@dataclass(frozen=True)
class NextStep:
    """What happens next, who does it, by when, and where that date comes from."""

    what: Text
    due: datetime
    late: bool
    figure: Figure | None

    @property
    def certainty(self) -> str:
        return certainty_words(self.figure) if self.figure else ""

    @property
    def lawful(self) -> bool:
        return self.figure is not None and stands_in_law(self.figure)

    @property
    def amount(self) -> str:
        return amount_in_words(self.figure) if self.figure else ""


@with_code
@never_cache
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    actor, now = cast(StaffRequest, request).actor, timezone.now()
    if is_quiet(actor):
        return render(request, "portal/follow_quiet.html", _quiet(request, actor, now))
    way = my_way(actor, now)
    _journal_once(request, way.request)
    context = {
        "way": way,
        "own": is_own(actor, way.request),
        "whole": actor.person is not None,
        "worker": way.case.worker if way.case else way.request.responsible,
        "stages": _stages(way, is_own(actor, way.request)),
        "next": _next_step(way, now),
        "visits": [(VISIT_KIND[visit.kind], visit) for visit in way.visits],
        "needs": [_need(row) for row in way.needs],
        "referrals": [_referral(row, now) for row in way.referrals],
        "enrolments": _enrolments(way, timezone.localdate(now)),
        "refusal": _refusal(way.request),
        "closure": _closure(way),
        "may_withdraw": Status.WITHDRAWN in NEXT[Status(way.request.status)] and (way.case is None or way.case.closed_at is None),
        "domains": [label("domain", code) for code in way.request.domains],
        "hide": "safety" in way.request.domains,
        "unread": unread(actor),
    }
    return render(request, "portal/follow.html", context)


def _enrolments(way: MyWay, today: date) -> list[dict[str, Any]]:
    places = places_in_line(way.enrolments, today)
    return [{"row": row, "attended": way.attended.get(row.pk), "place": places.get(row.pk)} for row in way.enrolments]


def _quiet(request: HttpRequest, actor: Actor, now: datetime) -> dict[str, Any]:
    """Of a protected file: that it is being answered and by when. Whoever holds the telephone learns nothing else."""
    mine = my_request(actor)
    _journal_once(request, mine)
    waits = mine.status == Status.RECEIVED
    return {"mine": mine, "waits": waits, "late": waits and is_late(mine.answer_due_at, now), "office": office_of(mine.municipality_id)}


@with_code
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once more, then take the request back. What was already recorded stays recorded."""
    actor = cast(StaffRequest, request).actor
    mine = my_request(actor)
    if Status.WITHDRAWN not in NEXT[Status(mine.status)]:
        messages.error(request, _("This request can no longer be withdrawn."))
        return redirect("portal:follow")
    if request.method == "POST":
        try:
            withdraw_request(by=actor, at=timezone.now(), request=mine)
        except NotAllowed as broken:
            messages.error(request, sentence(broken))
        else:
            messages.success(request, _("You have withdrawn your request. You can ask again at any time."))
        return redirect("portal:follow")
    hide = "safety" in mine.domains
    return render(request, "portal/withdraw.html", {"hide": hide, "helplines": helplines(timezone.localdate()) if hide else []})


def is_own(actor: Actor, mine: Request) -> bool:
    """Does this code belong to the person who needs help, rather than to somebody who asked for her?"""
    return mine.for_whom == ForWhom.SELF or actor.person is not None


def _journal_once(request: HttpRequest, mine: Request) -> None:
    """Her own visit is an act too: written once for each opening of the code, not for each page."""
    if not request.session.get("told"):
        record(Verb.FILE_OPENED_BY_PERSON, mine, person=cast(StaffRequest, request).actor.person, municipality=mine.municipality_id)
        request.session["told"] = True


def _stages(way: MyWay, own: bool) -> dict[str, Any] | None:
    """The stage bar, shorter for somebody who asked for another; none for a request that ended without a case."""
    status = Status(way.request.status)
    if status in {Status.REFUSED, Status.WITHDRAWN}:
        return None
    if way.case is None and not own:
        return {"steps": [words for _code, words in PROGRESS], "current": [code for code, _words in PROGRESS].index(status) + 1}
    at = [code for code, _words in STAGES].index(way.stage) + 1
    return {"steps": [words for _code, words in STAGES], "current": at + 1 if way.stage == "closed" else at}


def _next_step(way: MyWay, now: datetime) -> NextStep | None:
    """The clock that runs now: of the request until it is answered, of the case afterwards."""
    mine = way.request
    figures = figures_of(mine.municipality_id, timezone.localdate())
    if mine.status == Status.RECEIVED:
        called = mine.contact_due_at is not None and mine.contact_due_at < mine.answer_due_at
        key = f"triage.{mine.urgency}" if called else "request.acknowledge"
        when = mine.contact_due_at if called and mine.contact_due_at else mine.answer_due_at
        return NextStep(_("A social worker answers your request."), when, is_late(when, now), figures.get(key))
    if way.case is None or way.case.due_at is None or way.case.next_step not in NEXT_STEP:
        return None
    what, key = NEXT_STEP[way.case.next_step]
    return NextStep(what, way.case.due_at, is_late(way.case.due_at, now), figures.get(key.format(urgency=way.case.urgency)))


def _need(row: Any) -> dict[str, Any]:
    words, colour = NEED_WORDS[row.status]
    reason = label("unmet_reason", row.unmet_reason) if row.status == NeedStatus.UNMET else ""
    return {"row": row, "name": label("domain", row.domain), "words": words, "colour": colour, "reason": reason}


def _referral(row: Any, now: datetime) -> dict[str, Any]:
    words, colour = REFERRAL_WORDS[row.status]
    return {
        "row": row,
        "words": words,
        "colour": colour,
        "need": label("domain", row.domain),
        "waiting": row.status == referral_rules.Status.SENT,
        "late": referral_rules.is_late(referral_rules.Status(row.status), row.due_at, now),
        "reason": label("decline_reason", row.decline_reason) if row.decline_reason else "",
    }


def _refusal(mine: Request) -> dict[str, Any] | None:
    """Why it was refused, in words, and every way to appeal with its last day."""
    if mine.status != Status.REFUSED or mine.answered_at is None:
        return None
    reason = term("refusal_reason", mine.refusal_reason)
    routes = appeal_routes(mine.answered_at, mine.municipality_id) if reason.extra.get("appeal") else []
    return {"reason": reason.label, "words": mine.refusal_words, "on": mine.answered_at, "routes": routes}


def _closure(way: MyWay) -> dict[str, Any] | None:
    """Why the case ended and what came of it, when it did, and how to appeal when help ended against her wish."""
    if way.case is None or way.case.closed_at is None or way.closure is None:
        return None
    reason = term("closure_reason", way.closure.reason)
    routes = appeal_routes(way.case.closed_at, way.case.municipality_id) if reason.extra.get("appeal") else []
    return {"reason": reason.label, "outcome": way.closure.outcome, "on": way.case.closed_at, "routes": routes}
