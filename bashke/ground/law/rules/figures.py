"""Dated figures and dated words of the law, and how to choose the one valid on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .clocks import CLOCK_UNITS, Clock, Unit, promise_is_allowed
from .words import Text

SURE_ENOUGH = 80
"""Percent. A figure we are less sure of is configuration, never a constant."""


class UnknownFigure(LookupError):
    """No sheet has a figure of this key: a slip in code, not a refusal to a person."""


class UnknownTerm(LookupError):
    """No sheet has this kind of word, or this code in it."""


class NoFigureOnThatDay(LookupError):
    """The figure exists, but not on the day asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One deadline, amount or threshold, for as long as it is valid.

    `certainty` is in percent. `bound` is the key of the figure that this one may never exceed. `configurable`: no statute was
    read, or we are not sure enough of it. `promisable`: a municipality may promise better. `promised_by` is the LAU code of
    the municipality whose promise this is, or None for the national figure.
    """

    key: str
    value: int
    unit: Unit
    citation: Text
    certainty: int
    valid_from: date
    name: Text
    valid_to: date | None = None
    bound: str | None = None
    note: str = ""
    configurable: bool = False
    promisable: bool = False
    promised_by: str | None = None

    @property
    def sq(self) -> str:
        """The name in Albanian."""
        return self.name.sq

    @property
    def en(self) -> str:
        """The name in English."""
        return self.name.en

    @property
    def clock(self) -> Clock:
        """The figure as a length of time; ValueError when it is an amount or a threshold."""
        return Clock(self.value, self.unit)

    @property
    def is_clock(self) -> bool:
        """Counted in hours, days or working days."""
        return self.unit in CLOCK_UNITS

    def valid_on(self, day: date) -> bool:
        """Both ends of the validity are included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a typology: a service type, a need domain, a reason, a standard, a helpline.

    `extra` holds what only this kind has (`family`, `domains`, `class`, `ladder`, ...); texts in it are `Text`.
    """

    kind: str
    code: str
    label: Text
    citation: Text
    certainty: int
    valid_from: date
    valid_to: date | None = None
    hint: Text | None = None
    configurable: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sq(self) -> str:
        """The label in Albanian."""
        return self.label.sq

    @property
    def en(self) -> str:
        """The label in English."""
        return self.label.en

    def valid_on(self, day: date) -> bool:
        """Both ends of the validity are included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def pick(figures: Iterable[Figure], key: str, on: date) -> Figure:
    """The figure of `key` that is valid on a day. Raises UnknownFigure or NoFigureOnThatDay."""
    rows = [row for row in figures if row.key == key]
    if not rows:
        raise UnknownFigure(f"No figure is called {key!r}.")
    for row in rows:
        if row.valid_on(on):
            return row
    raise NoFigureOnThatDay(f"{key!r} has no figure valid on {on.isoformat()}.")


def pick_term(terms: Iterable[Term], kind: str, code: str) -> Term:
    """The word `code` of a kind, valid or not any more: old files keep their words. Raises UnknownTerm."""
    for row in terms:
        if row.kind == kind and row.code == code:
            return row
    raise UnknownTerm(f"No {kind!r} is called {code!r}.")


def with_promise(figure: Figure, promise: Clock, municipality: str, bound: Figure) -> Figure:
    """The figure as a municipality promised it; the national one when the promise has become slower than the law."""
    if not promise_is_allowed(promise, bound.clock):
        return figure
    return replace(figure, value=promise.amount, unit=promise.unit, promised_by=municipality)
