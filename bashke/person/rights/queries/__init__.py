"""What waits, what is held about a person, and which files rest."""

from .asked import answers_of, is_open, is_shut, late, mine, resting, restriction_of, statements, waiting
from .held import Shown, gathered, readable, shown
from .parts import ELSEWHERE, LEFT_OUT, PARTS
from .words import KINDS, STATUS

__all__ = [
    "ELSEWHERE",
    "KINDS",
    "LEFT_OUT",
    "PARTS",
    "STATUS",
    "Shown",
    "answers_of",
    "gathered",
    "is_open",
    "is_shut",
    "late",
    "mine",
    "readable",
    "resting",
    "restriction_of",
    "shown",
    "statements",
    "waiting",
]
