"""One request as the desk shows it: who asks, which clocks run on which law, how urgent it was judged."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import amount_in_words, figure, figures_on, term, terms
from bashke.ground.law.rules import Figure, Term
from bashke.person.casework.models import Case
from bashke.person.protection.rules import Track, track_of
from bashke.person.requests.models import Appeal, Request, Triage
from bashke.person.requests.rules import Status

QUEUES: dict[str, Promise] = {
    Status.RECEIVED: _("Waiting"), Status.REGISTERED: _("Registered"), Status.REFUSED: _("Refused"), Status.WITHDRAWN: _("Withdrawn"),
}  # fmt: skip


@dataclass(frozen=True)
class Deadline:
    """A date that runs: what must happen by then, whether it did, and the law or promise it comes from."""

    label: Promise
    promise: Promise  # the same, said to the person
    due: datetime
    done: datetime | None
    law: str


def whole(actor: Actor) -> QuerySet[Request]:
    """Requests of the municipality with all that one page needs."""
    return Request.objects.visible_to(actor).select_related("unit", "municipality", "person", "responsible")


def deadlines(request: Request) -> list[Deadline]:
    """The clocks of a request, the nearest first. One query, whatever runs."""
    day = timezone.localdate(request.received_at)
    figures = {row.key: row for row in figures_on(day, request.municipality_id)}
    rows = [
        Deadline(
            _("Answer the person by"),
            _("You hear from us by"),
            request.answer_due_at,
            request.answered_at,
            _law(figures["request.acknowledge"]),
        ),
        Deadline(
            _("Decide at the latest by"),
            _("The decision comes at the latest by"),
            request.decide_due_at,
            request.answered_at,
            _law(figures["request.decide_bound"]),
        ),
    ]
    if request.urgency and request.contact_due_at:
        law = _law(figures[f"triage.{request.urgency}"])
        rows.append(Deadline(_("Speak with the person by"), _("We speak with you by"), request.contact_due_at, None, law))
    return sorted(rows, key=lambda row: row.due)


def _law(figure: Figure) -> str:
    source = str(_("promise of the municipality")) if figure.promised_by else str(figure.citation)
    return f"{amount_in_words(figure)} · {source}"


def judgements(request: Request, actor: Actor) -> list[Triage]:
    """Every judgement of urgency, the newest first."""
    return list(Triage.objects.visible_to(actor).filter(request=request).select_related("by", "second").order_by("-at"))


def case_of(request: Request, actor: Actor) -> Case | None:
    """The case this request became or joined."""
    if request.person_id is None:
        return None
    cases = Case.objects.visible_to(actor).filter(person=request.person_id).select_related("worker")
    return cases.filter(request=request).first() or cases.order_by("-opened_at").first()


def appeals_of(request: Request, actor: Actor) -> list[Appeal]:
    """Every appeal against a refusal of this request, the newest first."""
    return list(Appeal.objects.visible_to(actor).filter(request=request).select_related("decided_by").order_by("-received_at"))


def track_seen(history: list[Triage]) -> Track | None:
    """The kind of closed team that the last signs of danger call for, when they do."""
    flags = history[0].flags if history else []
    return track_of([term("red_flag", flag).extra.get("track") for flag in flags])


def helplines_of(flags: list[str]) -> list[Term]:
    """The numbers to call at once for the signs that were seen, each once."""
    codes = dict.fromkeys(code for flag in flags for code in term("red_flag", flag).extra.get("helplines", ()))
    return [term("helpline", code) for code in codes]


def appeal_routes(reason: str, day: date) -> list[tuple[Term, str]]:
    """What is printed under a refusal, each way with its time limit; some reasons (the person does not want help) need none."""
    if reason and not term("refusal_reason", reason).extra.get("appeal"):
        return []
    routes = terms("appeal_route", day)
    return [(row, amount_in_words(figure(row.extra["deadline"], day)) if row.extra.get("deadline") else "") for row in routes]
