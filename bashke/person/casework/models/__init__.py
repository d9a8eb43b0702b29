from .assessments import Assessment
from .cases import Case, Closure, Review
from .ledger import Need, NeedStep
from .plans import Goal, Plan, PlanAction
from .team import Absence, HandOver, Qualification

__all__ = [
    "Absence", "Assessment", "Case", "Closure", "Goal", "HandOver", "Need", "NeedStep", "Plan", "PlanAction", "Qualification", "Review",
]  # fmt: skip
