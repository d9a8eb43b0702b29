"""What waits, what is held about a person, and which files rest."""

from .asked import answers_of, is_open, is_shut, late, mine, resting, restriction_of, statements, waiting
from .held import Shown, gathered, readable, shown
from .keeping import Kept, erased, kept, over_their_time, to_propose, to_sign
from .parts import ELSEWHERE, LEFT_OUT, PARTS
from .stays import STAYS
from .words import KINDS, STATUS

__all__ = [
    "ELSEWHERE",
    "KINDS",
    "LEFT_OUT",
    "PARTS",
    "STATUS",
    "STAYS",
    "Kept",
    "Shown",
    "answers_of",
    "erased",
    "gathered",
    "is_open",
    "is_shut",
    "kept",
    "late",
    "mine",
    "over_their_time",
    "readable",
    "resting",
    "restriction_of",
    "shown",
    "statements",
    "to_propose",
    "to_sign",
    "waiting",
]
