"""The verbs of casework; the only writer of its tables."""

from .assessments import assess, follow_up, review
from .cases import assign, open_case, protect_case, refresh, reopen
from .closing import OPEN_ENDS, open_ends, propose_closure, return_closure, sign_closure, unanswered
from .conferences import Call, Decided, call_conference, call_off_conference, disagree, plan_decisions, sign_minutes
from .following import WISHED_AWAY, end_withdrawn, follow_danger, follow_urgency, follow_withdrawal, heed_withdrawals, leave_file
from .joining import Asked, accept_goal, decline_goal, end_membership, invite, join, note_progress, propose_goal
from .ledger import move_need
from .plans import Line, add_to_plan, agree_plan, finish_action, write_plan
from .skills import qualify, strike_training, train
from .team import end_absence, enter_absence, hand_over
from .visits import Appointment, call_off_visit, make_visit, move_visit, record_visit, remind_of_visits

__all__ = [
    "OPEN_ENDS", "WISHED_AWAY", "Appointment", "Asked", "Call", "Decided", "Line", "accept_goal", "add_to_plan", "agree_plan", "assess",
    "assign", "call_conference", "call_off_conference", "call_off_visit", "decline_goal", "disagree", "end_absence", "end_membership",
    "end_withdrawn", "enter_absence", "finish_action", "follow_danger", "follow_up", "follow_urgency", "follow_withdrawal", "hand_over",
    "heed_withdrawals", "invite", "join", "leave_file", "make_visit", "move_need", "move_visit", "note_progress", "open_case",
    "open_ends", "plan_decisions", "propose_closure", "propose_goal", "protect_case", "qualify", "record_visit", "refresh",
    "remind_of_visits", "reopen", "return_closure", "review", "sign_closure", "sign_minutes", "strike_training", "train", "unanswered", "write_plan",
]  # fmt: skip
