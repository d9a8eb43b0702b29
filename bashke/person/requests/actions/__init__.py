"""Asking for help, judging how urgent it is, deciding, and the codes that open a request."""

from .asking import Asked, ask, issue_code
from .deciding import escalate_late, refuse, register, withdraw
from .judging import answer_lowering, set_urgency

__all__ = ["Asked", "answer_lowering", "ask", "escalate_late", "issue_code", "refuse", "register", "set_urgency", "withdraw"]
