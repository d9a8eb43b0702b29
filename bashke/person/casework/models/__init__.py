from .assessments import Assessment
from .cases import Case, Closure, Review
from .ledger import Need, NeedStep
from .plans import Goal, Plan, PlanAction
from .team import Absence, HandOver, Qualification
from .visits import Visit

__all__ = [
    "Absence", "Assessment", "Case", "Closure", "Goal", "HandOver", "Need", "NeedStep", "Plan", "PlanAction", "Qualification", "Review",
    "Visit",
]  # fmt: skip
