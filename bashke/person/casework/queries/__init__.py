"""Reading casework: one whole file, a worker's day, the supervisor's board, screen words."""

from . import words
from .conferences import Held, called_for, conferences, decided, held, without_minutes
from .days import Board, Day, Load, Page, Part, board, holders, late_needs, my_day, page
from .files import Event, File, cases, file, open_case_of, plan_mark, timeline
from .joining import Membership, Slice, in_plan, institutions_to_ask, my_actions, my_place, my_places, places, proposals_to_answer, slice_of
from .team import (
    Carried,
    absences,
    away,
    carried,
    held_by,
    nobodys_cases,
    nobodys_requests,
    stood_in_for,
    suggestions,
    team,
    weights,
)
from .visits import Diary, coming_visits, diary

__all__ = [
    "Board", "Carried", "Day", "Diary", "Event", "File", "Held", "Load", "Membership", "Page", "Part", "Slice", "absences", "away",
    "board", "called_for", "carried", "cases", "coming_visits", "conferences", "decided", "diary", "file", "held", "held_by", "holders",
    "in_plan", "institutions_to_ask", "late_needs", "my_actions", "my_day", "my_place", "my_places", "nobodys_cases",
    "nobodys_requests", "open_case_of", "page", "places", "plan_mark", "proposals_to_answer", "slice_of", "stood_in_for", "suggestions", "team",
    "timeline", "weights", "without_minutes", "words",
]  # fmt: skip
