"""Verbs about people: one person added or corrected, a whole register added, consent, enquiries between municipalities."""

from .finding import find_pairs
from .groups import say_groups, take_back_groups
from .homes import add_household, bring_in, change_member, end_tie, join, move, tie
from .merging import keep_apart, merge, propose, split
from .persons import (
    CHANGEABLE,
    SORT_KEY_LENGTH,
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
    "CHANGEABLE",
    "SORT_KEY_LENGTH",
    "Newcomer",
    "add_household",
    "add_many",
    "add_person",
    "answer_enquiry",
    "bring_in",
    "change_member",
    "correct_person",
    "end_tie",
    "find_pairs",
    "give_consent",
    "join",
    "keep_apart",
    "merge",
    "move",
    "propose",
    "say_groups",
    "send_enquiry",
    "set_wish",
    "split",
    "take_back_groups",
    "tie",
    "tokens_of",
    "withdraw_consent",
]  # fmt: skip
