from .assessments import Assessment
from .cases import Case, Closure, Review
from .conferences import Conference, Decision, Dissent, Minutes, Seat
from .joining import GoalProposal, ProgressNote
from .ledger import Need, NeedStep
from .members import PlanMember
from .plans import Goal, Plan, PlanAction
from .team import Absence, HandOver, Qualification, Training
from .visits import Visit

__all__ = [
    "Absence", "Assessment", "Case", "Closure", "Conference", "Decision", "Dissent", "Goal", "GoalProposal", "HandOver", "Minutes",
    "Need", "NeedStep", "Plan", "PlanAction", "PlanMember", "ProgressNote", "Qualification", "Review", "Seat", "Training", "Visit",
]  # fmt: skip
