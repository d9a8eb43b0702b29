"""Papers about a request: the receipt she takes home, and the decision with its reasons and the ways to appeal.

Duty: Law 44/2015, Code of Administrative Procedure (a written decision with reasons, the appeal, its last day).
Neither paper says what was asked for: it may be read by whoever finds it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long, date_weekday
from bashke.ground.institutions.papers import letterhead
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import AppealRoute, amount_in_words, appeal_routes, certainty_words, figures_on, stands_in_law, term
from bashke.ground.law.rules import TIRANE, Figure
from bashke.ground.papers.rules import Block, Code, Facts, Heading, Lead, Notice, Paper, Quote, Steps, Words

from .models import Request
from .rules import Status

# The four steps after a request, told before it and after it.
WHAT_THEN: tuple[str | Promise, ...] = (
    gettext_lazy("A social worker of your municipality reads your request."),
    gettext_lazy("She or he gets in touch with you in the way you chose, by the date you are given."),
    gettext_lazy("You talk about what you need and make a plan together. Nothing is done without you."),
    gettext_lazy("The social worker finds services for you and stays with you until it is solved."),
)
PROTOCOL = gettext_lazy("Protocol no. ____________")


@dataclass(frozen=True)
class Receipt:
    """What the receipt needs to know. `code` is empty where it is no longer known: it is kept only as a hash."""

    municipality: str
    received_at: datetime
    answer_due_at: datetime
    decide_due_at: datetime
    code: str = ""
    name: str = ""


def receipt_of(request: Request, code: str = "") -> Receipt:
    """The receipt of a request that is known."""
    return Receipt(request.municipality_id, request.received_at, request.answer_due_at, request.decide_due_at, code, request.name)


def receipt(asked: Receipt) -> Paper:
    """One page to keep: the code, by when she hears and on which law, what happens next."""
    figures = {row.key: row for row in figures_on(asked.received_at.astimezone(TIRANE).date(), asked.municipality)}
    answer, decide = figures["request.acknowledge"], figures["request.decide_bound"]
    due, last = _day(asked.answer_due_at), _day(asked.decide_due_at)
    clocks = Facts(
        (
            (_("You hear from us by"), date_weekday(due, page_language()), _basis(answer)),
            (_("Decided at the latest by"), date_long(last, page_language()), _basis(decide)),
        )
    )
    late = _("Call the office named above. The supervisor is told of every late answer.")
    return Paper(
        title=_("Receipt of your request"), sender=letterhead(office_of(asked.municipality)), date=_said(asked.received_at),
        recipient=(asked.name,) if asked.name else (),
        blocks=(
            *_code(asked.code),
            Lead(_("You will hear from us by %(day)s.") % {"day": date_weekday(due, page_language())}), clocks,
            Heading(_("What happens next")), Steps(tuple(str(one) for one in WHAT_THEN)),
            Notice(_("If nobody answers by then"), late),
        ),
        foot=_("This paper does not say what you asked for."),
    )  # fmt: skip


def is_decided(request: Request) -> bool:
    """Is there a decision to print?"""
    return request.status in {Status.REFUSED, Status.REGISTERED} and request.answered_at is not None


def decision(request: Request) -> Paper:
    """The answer in writing: taken up, and by whom; or refused, with the reason and every way to appeal. Only for decided requests."""
    decided_at = request.answered_at or request.received_at
    refused = request.status == Status.REFUSED
    return Paper(
        title=_("Decision: your request is refused") if refused else _("Decision: your request is taken up"),
        sender=letterhead(office_of(request.municipality_id)), recipient=(request.name,), date=_said(decided_at), reference=str(PROTOCOL),
        blocks=_refused(request, decided_at) if refused else _taken_up(request, decided_at),
        foot=_("This paper does not say what you asked for."),
    )  # fmt: skip


def appeal_blocks(routes: list[AppealRoute]) -> tuple[Block, ...]:
    """The ways to appeal, each with its last day or time limit and its law. Nothing when there is none."""
    if not routes:
        return ()
    return (Heading(_("If you do not agree")), Facts(tuple((route.label, _how(route), _law(route)) for route in routes)))


def _refused(request: Request, decided_at: datetime) -> tuple[Block, ...]:
    reason = term("refusal_reason", request.refusal_reason)
    routes = appeal_routes(decided_at, request.municipality_id) if reason.extra.get("appeal") else []
    first = next((route.last_day for route in routes if route.last_day), None)
    told = {"received": _said(request.received_at), "decided": _said(decided_at)}
    right: tuple[Block, ...] = ()
    if first:
        right = (
            Notice(
                _("You can appeal"),
                _("An appeal to the mayor costs nothing. Last day: %(day)s.") % {"day": date_weekday(first, page_language())},
            ),
        )
    return (
        Words(_("You asked for help on %(received)s. On %(decided)s the municipality decided not to take the request up.") % told),
        Heading(_("Why")), Lead(str(reason.label)), Quote(request.refusal_words), *right, *appeal_blocks(routes),
        Words(_("You may ask again at any time, also when something has changed.")),
    )  # fmt: skip


def _taken_up(request: Request, decided_at: datetime) -> tuple[Block, ...]:
    told = {"received": _said(request.received_at), "decided": _said(decided_at)}
    facts = [(_("Your social worker"), request.responsible.name if request.responsible else "", "")]
    if request.contact_due_at:
        facts.append((_("Speaks with you by"), date_weekday(_day(request.contact_due_at), page_language()), ""))
    return (
        Words(_("You asked for help on %(received)s. On %(decided)s a social worker took your request up.") % told),
        Facts(tuple(row for row in facts if row[1])),
        Heading(_("What happens next")), Steps(tuple(str(one) for one in WHAT_THEN[1:])),
        Notice(_("Nothing is done without you"), _("You see at any time where your case stands and who opened your file.")),
    )  # fmt: skip


def _code(code: str) -> tuple[Block, ...]:
    if not code:
        lost = _("The code is not printed again: we keep no code in the open. The office hands out a new one.")
        return (Words(lost),)
    address = f"{settings.PUBLIC_URL}{reverse('portal:code')}"
    text = _("With it you follow your request at %(address)s, and so can anybody who finds this paper. Keep it well.") % {
        "address": address
    }
    # The code stands behind the "#": a browser never sends that part anywhere.
    return (Code(_("Your code"), code, text, f"{address}#{code}", _("The same code as a picture for the camera of a phone")),)


def _basis(row: Figure) -> str:
    words = [amount_in_words(row)]
    if stands_in_law(row):
        words.append(str(row.citation))
    return f"{' · '.join(words)}. {certainty_words(row)}"


def _how(route: AppealRoute) -> str:
    last = _("Last day: %(day)s.") % {"day": date_weekday(route.last_day, page_language())} if route.last_day else ""
    within = _("You have %(amount)s from the day you get that answer.") % {"amount": route.within} if route.within else ""
    return " ".join(part for part in (last, route.hint, within) if part)


def _law(route: AppealRoute) -> str:
    return f"{route.citation}. {route.certainty}".strip() if route.certainty else route.citation


def _day(moment: datetime) -> date:
    return localdate(moment)


def _said(moment: datetime) -> str:
    return date_long(_day(moment), page_language())
