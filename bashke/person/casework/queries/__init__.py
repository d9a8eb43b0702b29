"""Reading casework: one whole file, a worker's day, the supervisor's board, screen words."""

from . import words
from .days import Board, Day, Load, Page, Part, board, late_needs, my_day, page, team
from .files import Event, File, cases, file, open_case_of, timeline

__all__ = [
    "Board", "Day", "Event", "File", "Load", "Page", "Part", "board", "cases", "file", "late_needs", "my_day", "open_case_of", "page",
    "team", "timeline", "words",
]  # fmt: skip
