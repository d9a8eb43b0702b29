"""The law's rules: refusals, dated figures, clocks, triage. No Django, no clock, no files."""

from .clocks import (
    CLOCK_UNITS,
    TIRANE,
    Clock,
    Unit,
    days_left,
    due_at,
    end_of,
    is_late,
    is_working_day,
    promise_is_allowed,
    working_days_after,
)
from .figures import (
    SURE_ENOUGH,
    Figure,
    NoFigureOnThatDay,
    Term,
    UnknownFigure,
    UnknownTerm,
    pick,
    pick_term,
    with_promise,
)
from .refusals import NotAllowed
from .screening import ANSWERS, TriageClass, has_disability, triage_class
from .sheets import BadSheet, read_figures, read_sources, read_terms
from .words import Text

__all__ = [
    "ANSWERS",
    "CLOCK_UNITS",
    "SURE_ENOUGH",
    "TIRANE",
    "BadSheet",
    "Clock",
    "Figure",
    "NoFigureOnThatDay",
    "NotAllowed",
    "Term",
    "Text",
    "TriageClass",
    "Unit",
    "UnknownFigure",
    "UnknownTerm",
    "days_left",
    "due_at",
    "end_of",
    "has_disability",
    "is_late",
    "is_working_day",
    "pick",
    "pick_term",
    "promise_is_allowed",
    "read_figures",
    "read_sources",
    "read_terms",
    "triage_class",
    "with_promise",
    "working_days_after",
]
