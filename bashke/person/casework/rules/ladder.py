"""Two looks at one life, side by side: what moved up the ladder, what moved down. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    DOWN = "down"
    UP = "up"
    SAME = "same"


@dataclass(frozen=True)
class Shift:
    """One domain at two looks; `was` is nothing when it was not looked at before."""

    domain: str
    was: int | None
    now: int

    @property
    def way(self) -> Way:
        if self.was is None or self.was == self.now:
            return Way.SAME
        return Way.UP if self.now > self.was else Way.DOWN


def shifts(before: Mapping[str, int], now: Mapping[str, int], domains: Iterable[str]) -> list[Shift]:
    """What became of each domain that was looked at now: what got worse first, each in the order of the ladder."""
    found = [Shift(domain, before.get(domain), now[domain]) for domain in domains if domain in now]
    return sorted(found, key=lambda shift: list(Way).index(shift.way))
