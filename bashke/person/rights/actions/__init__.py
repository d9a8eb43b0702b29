"""The verbs of the person's rights: ask, take back, answer, and let a file rest."""

from .answering import give_copy, grant_correction, refuse
from .asking import ask, escalate_late, take_back
from .copies import forget, opened
from .erasing import find_over, keep_longer, propose, propose_asked, sign
from .resting import end_restriction, open_restricted, restrict

__all__ = [
    "ask",
    "end_restriction",
    "escalate_late",
    "find_over",
    "forget",
    "give_copy",
    "grant_correction",
    "keep_longer",
    "open_restricted",
    "opened",
    "propose",
    "propose_asked",
    "refuse",
    "restrict",
    "sign",
    "take_back",
]
