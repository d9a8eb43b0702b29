"""Asking for help, judging how urgent it is, deciding and appealing, who is kept from a file, and the codes that open a request."""

from .appealing import appeal, decide_appeal
from .asking import Asked, ask, dangers_on, issue_code
from .conflicts import declare_conflict, end_conflict
from .deciding import WITHDRAWN, assign, escalate_late, refuse, register, withdraw
from .judging import JUDGED, answer_lowering, set_urgency
from .protecting import follow_danger, leave_file, move_all_to_file, move_to_file, protect_request

__all__ = [
    "JUDGED", "WITHDRAWN", "Asked", "answer_lowering", "appeal", "ask", "assign", "dangers_on", "decide_appeal", "declare_conflict", "end_conflict",
    "escalate_late", "follow_danger", "issue_code", "leave_file", "move_all_to_file", "move_to_file", "protect_request", "refuse", "register",
    "set_urgency",
    "withdraw",
]  # fmt: skip
