"""The verbs of casework; the only writer of its tables."""

from .assessments import assess, follow_up, review
from .cases import assign, open_case, refresh, reopen
from .closing import OPEN_ENDS, open_ends, propose_closure, return_closure, sign_closure, unanswered
from .ledger import move_need
from .plans import agree_plan, finish_action, plan_mark, write_plan

__all__ = [
    "OPEN_ENDS", "agree_plan", "assess", "assign", "finish_action", "follow_up", "move_need", "open_case", "open_ends", "plan_mark",
    "propose_closure", "refresh", "reopen", "return_closure", "review", "sign_closure", "unanswered", "write_plan",
]  # fmt: skip
