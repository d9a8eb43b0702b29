from .assessments import Assessment
from .cases import Case, Closure, Review
from .ledger import Need, NeedStep
from .plans import Goal, Plan, PlanAction

__all__ = ["Assessment", "Case", "Closure", "Goal", "Need", "NeedStep", "Plan", "PlanAction", "Review"]
