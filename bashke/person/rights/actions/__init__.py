"""The verbs of the person's rights: ask, take back, answer, and let a file rest."""

from .answering import give_copy, grant_correction, refuse
from .asking import ask, escalate_late, take_back
from .copies import forget, opened
from .resting import end_restriction, open_restricted, restrict

__all__ = [
    "ask",
    "end_restriction",
    "escalate_late",
    "forget",
    "give_copy",
    "grant_correction",
    "open_restricted",
    "opened",
    "refuse",
    "restrict",
    "take_back",
]
