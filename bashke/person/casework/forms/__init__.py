"""The forms of casework. A form keeps what was typed and says what is missing; the rules decide."""

from .assessing import AssessmentForm
from .closing import ClosureForm, ReopenForm, ReturnForm
from .planning import AgreeForm, PlanForm
from .reviewing import FollowUpForm, ReviewForm
from .visiting import OutcomeForm, VisitForm, WhenForm

__all__ = [
    "AgreeForm", "AssessmentForm", "ClosureForm", "FollowUpForm", "OutcomeForm", "PlanForm", "ReopenForm", "ReturnForm", "ReviewForm", "VisitForm",
    "WhenForm",
]  # fmt: skip
