"""Verbs about people: one person added or corrected, a whole register added, consent, enquiries between municipalities."""

from .finding import find_pairs
from .merging import keep_apart, merge, propose, split
from .persons import (
    CHANGEABLE,
    SORT_KEY_LENGTH,
    add_household,
    add_person,
    answer_enquiry,
    correct_person,
    give_consent,
    send_enquiry,
    tokens_of,
    withdraw_consent,
)
from .registering import Newcomer, add_many
from .wishes import set_wish

__all__ = [
    "CHANGEABLE", "SORT_KEY_LENGTH", "Newcomer", "add_household", "add_many", "add_person", "answer_enquiry", "correct_person",
    "find_pairs", "give_consent", "keep_apart", "merge", "propose", "send_enquiry", "set_wish", "split", "tokens_of", "withdraw_consent",
]  # fmt: skip
