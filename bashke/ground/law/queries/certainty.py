"""How sure a figure is, in words, and the ways to appeal against a decision with their last days."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from ..rules import SURE_ENOUGH, TIRANE, Figure, Term
from .figures import amount_in_words, due, figures_on
from .words import terms

VERY_SURE = 90


@dataclass(frozen=True)
class AppealRoute:
    """One way to appeal. `last_day` only where the clock starts with the decision; `within` where it starts with an answer."""

    code: str
    label: str
    hint: str
    last_day: date | None
    within: str
    citation: str
    certainty: str


def appeal_routes(told_at: datetime, municipality: str) -> list[AppealRoute]:
    """Where one may appeal, in the order of the law. Only the first clock starts with the decision; the court's with the answer."""
    day = told_at.astimezone(TIRANE).date()
    figures = {row.key: row for row in figures_on(day)}
    return [_route(row, figures, told_at, municipality) for row in terms("appeal_route", day)]


def certainty_words(row: Figure) -> str:
    """How far a figure can be relied on, for somebody who will read it to an office."""
    if row.promised_by is not None:
        return gettext("Your municipality promised this.")
    if row.certainty >= VERY_SURE:
        return gettext("This stands in the law and we are sure of it.")
    if row.certainty >= SURE_ENOUGH:
        return gettext("This stands in the law. We are fairly sure of the figure; ask the office to confirm it.")
    return gettext("No law that we know of says how long this may take: this is the time this service sets for itself.")


def stands_in_law(row: Figure) -> bool:
    """Does a statute say it, as far as we are sure enough, rather than our own default or a promise?"""
    return row.promised_by is None and not row.configurable and row.certainty >= SURE_ENOUGH


def _route(row: Term, figures: dict[str, Figure], told_at: datetime, municipality: str) -> AppealRoute:
    limit = figures.get(row.extra.get("deadline") or "")
    first = bool(row.extra.get("answer"))
    return AppealRoute(
        code=row.code,
        label=str(row.label),
        hint=str(row.hint),
        last_day=due(limit.key, told_at, municipality).date() if limit and first else None,
        within=amount_in_words(limit) if limit and not first else "",
        citation=str((limit or row).citation),
        certainty=certainty_words(limit) if limit else "",
    )
