"""What is counted, and what may be shown. No database, no clock."""

from enum import StrEnum


class Measure(StrEnum):
    REQUESTS = "requests"  # slice: status
    REQUESTS_LATE = "requests_late"  # received, and past the date the person was promised
    CASES_OPEN = "cases_open"
    NEEDS = "needs"  # slice: domain/status
    UNMET = "unmet"  # slice: domain/reason
    REFERRALS = "referrals"  # slice: status
    REFERRALS_LATE = "referrals_late"


def shown(count: int, threshold: int) -> int | None:
    """A count as it may be shown: zero and large counts as they are, small ones hidden (None)."""
    return count if count == 0 or count >= threshold else None
