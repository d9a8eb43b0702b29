from .groups import OwnWord
from .homes import Household, Membership, Tie
from .persons import (
    GIVEN,
    SHARED,
    Consent,
    ContactWish,
    Enquiry,
    EnquiryTarget,
    Pair,
    Person,
    SearchToken,
    of_one,
)

__all__ = [
    "GIVEN", "SHARED", "Consent", "ContactWish", "Enquiry", "EnquiryTarget", "Household", "Membership", "OwnWord", "Pair", "Person",
    "SearchToken", "Tie", "of_one",
]  # fmt: skip
