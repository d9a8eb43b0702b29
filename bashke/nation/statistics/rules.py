"""What is counted, and what may be shown. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K")
Sum = tuple[K, Sequence[K]]  # a total and its parts


class Measure(StrEnum):
    REQUESTS = "requests"  # slice: status
    REQUESTS_LATE = "requests_late"  # received, and past the date the person was promised
    CASES_OPEN = "cases_open"
    NEEDS = "needs"  # slice: domain/status
    UNMET = "unmet"  # slice: domain/reason
    REFERRALS = "referrals"  # slice: status
    REFERRALS_LATE = "referrals_late"
    OWN_GROUPS = "own_groups"  # slice: a code of `own_group`; who said two is counted under both


def shown(count: int, threshold: int) -> int | None:
    """A count as it may be shown: zero and large counts as they are, small ones hidden (None)."""
    return count if count == 0 or count >= threshold else None


def hidden(counts: Mapping[K, int], sums: Iterable[Sum[K]], threshold: int) -> set[K]:
    """Which of these counts must not be shown: the small ones, and so many others that no subtraction brings a small one back.

    `sums` says which shown counts add up to which. A total with a single hidden part, or with hidden parts that are few even
    together, would give them away; then the smallest of the other parts goes too, or the total.
    """
    lines = [(total, list(parts)) for total, parts in sums]
    found = {key for key, count in counts.items() if shown(count, threshold) is None}
    while more := {key for total, parts in lines for key in _gives_away(counts, total, parts, found, threshold)}:
        found.add(min(more, key=lambda key: counts[key]))
    return found


def _gives_away(counts: Mapping[K, int], total: K, parts: Sequence[K], found: set[K], threshold: int) -> list[K]:
    """The next count to hide in one sum, when what is hidden in it could be computed; else nothing."""
    gone = [key for key in (total, *parts) if key in found]
    few = total not in found and sum(counts[key] for key in gone) < threshold
    if not gone or (len(gone) > 1 and not few):
        return []
    left = [key for key in (*parts, total) if key not in found and counts[key]]
    return [min(left, key=lambda key: counts[key])] if left else []
