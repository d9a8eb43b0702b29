"""Figures on a day, with the promise of a municipality, and the clocks they run."""

from datetime import date, datetime
from functools import cache

import holidays
from django.utils.translation import gettext, ngettext

from ..models import Promise
from ..rules import TIRANE, Clock, Figure, Unit, due_at, pick, with_promise
from .papers import all_figures


@cache
def holidays_in(year: int) -> frozenset[date]:
    """Public holidays of Albania in a year, with the Mondays given for those on a weekend.

    The two Bajrams follow the moon: the library's dates of coming years are computed and may move by a day.
    """
    return frozenset(holidays.country_holidays("AL", years=year).keys())


def holidays_between(first: int, last: int) -> frozenset[date]:
    """Public holidays from one year to another, both included."""
    return frozenset().union(*(holidays_in(year) for year in range(first, last + 1)))


def figure(key: str, on: date, municipality: str | None = None) -> Figure:
    """The figure valid on a day; with a municipality (LAU code), as that municipality promised it.

    Raises UnknownFigure or NoFigureOnThatDay.
    """
    national = pick(all_figures(), key, on)
    if municipality is None or not national.promisable:
        return national
    promise = Promise.objects.filter(municipality_id=municipality, key=key, valid_from__lte=on).order_by("-valid_from").first()
    return national if promise is None else _promised(national, promise, on)


def figures_on(on: date, municipality: str | None = None) -> list[Figure]:
    """Every figure valid on a day, in the order of the sheets, with a municipality's promises: one query."""
    national = [row for row in all_figures() if row.valid_on(on)]
    if municipality is None:
        return national
    rows = Promise.objects.filter(municipality_id=municipality, valid_from__lte=on).order_by("valid_from")
    latest = {row.key: row for row in rows}
    return [_promised(row, latest[row.key], on) if row.promisable and row.key in latest else row for row in national]


def promises(on: date) -> list[Promise]:
    """The promise of every municipality for every figure that counts on a day; for the public page of the law."""
    rows = Promise.objects.filter(valid_from__lte=on).order_by("municipality_id", "key", "-valid_from")
    return list(rows.distinct("municipality_id", "key"))


def bound_of(national: Figure, on: date) -> Figure:
    """The figure that a promise may not exceed: the bound, or the figure itself when it has none."""
    return pick(all_figures(), national.bound, on) if national.bound else national


def _promised(national: Figure, promise: Promise, on: date) -> Figure:
    clock = Clock(promise.value, Unit(promise.unit))
    return with_promise(national, clock, promise.municipality_id, bound_of(national, on))


def due(key: str, start: datetime, municipality: str | None = None) -> datetime:
    """When a clock that starts now runs out, in Albanian time, on the law valid at the start."""
    first = start.astimezone(TIRANE).date()
    clock = figure(key, first, municipality).clock
    last = first.year + 1 + clock.amount // 200
    return due_at(start, clock, holidays_between(first.year, last))


def amount_in_words(row: Figure) -> str:
    """ "60 days", "5 working days", "8,000 lek" in the active language."""
    words = {
        Unit.HOURS: ngettext("%(count)s hour", "%(count)s hours", row.value),
        Unit.DAYS: ngettext("%(count)s day", "%(count)s days", row.value),
        Unit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", row.value),
        Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", row.value),
        Unit.YEARS: ngettext("%(count)s year", "%(count)s years", row.value),
        Unit.PERSONS: ngettext("%(count)s person", "%(count)s persons", row.value),
        Unit.LEK: gettext("%(count)s lek"),
        Unit.PERCENT: gettext("%(count)s %%"),
        Unit.COUNT: "%(count)s",
    }
    return words[row.unit] % {"count": row.value}


def cite(key: str, on: date, municipality: str | None = None) -> str:
    """The figure and where it stands, in words: "60 days (Law 44/2015, ...)"; a promise names itself."""
    row = figure(key, on, municipality)
    words = {"amount": amount_in_words(row), "source": row.citation}
    if row.promised_by is not None:
        return gettext("%(amount)s (promise of the municipality)") % words
    return gettext("%(amount)s (%(source)s)") % words
