"""Stories (to come)."""

from datetime import datetime


def tell(now: datetime) -> list[dict[str, str]]:
    return []
