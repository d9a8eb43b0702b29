"""Reading casework: one whole file, a worker's day, the supervisor's board, screen words."""

from . import words
from .days import Board, Day, Load, Page, Part, board, holders, late_needs, my_day, page
from .files import Event, File, cases, file, open_case_of, plan_mark, timeline
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
    "Board", "Carried", "Day", "Diary", "Event", "File", "Load", "Page", "Part", "absences", "away", "board", "carried", "cases",
    "coming_visits", "diary", "file", "held_by", "holders", "late_needs", "my_day", "nobodys_cases", "nobodys_requests", "open_case_of",
    "page", "plan_mark", "stood_in_for", "suggestions", "team", "timeline", "weights", "words",
]  # fmt: skip
