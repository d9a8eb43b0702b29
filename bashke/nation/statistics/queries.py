"""Reading counts, with small ones hidden before anybody sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import figure
from bashke.ground.territory.queries import municipalities, populations
from bashke.person.casework.rules import NeedStatus
from bashke.person.people.rules import ALONE

from .models import Tally
from .rules import Measure, Sum, hidden


@dataclass(frozen=True)
class Row:
    """One municipality: its counts as they may be shown; None is a small number that is hidden."""

    lau: str
    name: str
    population: int
    requests: int | None
    late: int | None
    cases: int | None
    needs: int | None
    met: int | None
    unmet: int | None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Residents first, then the counts in the order of the columns."""
        return (self.population, self.requests, self.late, self.cases, self.needs, self.met, self.unmet)


@dataclass(frozen=True)
class Bar:
    """One need domain: how many needs, and how they stand. None is hidden."""

    domain: str
    needs: int | None
    met: int | None
    unmet: int | None
    open: int | None


@dataclass(frozen=True)
class Counts:
    """What the counts page shows. `at` is when they were taken, None when they never were."""

    at: datetime | None
    threshold: int
    rows: list[Row]
    domains: list[Bar]
    totals: dict[str, int | None]
    groups: dict[str, int]  # what people say of themselves, for the ministry; a group is in no sum, so nothing can be subtracted
    census_year: int


# The columns of the table and the tiles above it: a measure, and the statuses it is narrowed to.
COLUMNS: dict[str, tuple[Measure, tuple[str, ...]]] = {
    "requests": (Measure.REQUESTS, ()),
    "late": (Measure.REQUESTS_LATE, ()),
    "cases": (Measure.CASES_OPEN, ()),
    "needs": (Measure.NEEDS, ()),
    "met": (Measure.NEEDS, (NeedStatus.MET,)),
    "unmet": (Measure.NEEDS, (NeedStatus.UNMET,)),
    "referrals_late": (Measure.REFERRALS_LATE, ()),
}
IN_ROWS = ("requests", "late", "cases", "needs", "met", "unmet")
PARTS = ("met", "unmet", "open")
WHOLE = ""  # the place, or the domain, that stands for all of them
Key = tuple[str, str, str]  # place, domain, column


def counts(actor: Actor, on: date, census_year: int = 2023) -> Counts:
    """The nation for the ministry, the own municipality for its director and supervisor: three queries in all."""
    least = int(figure("statistics.smallest_cell", on).value)
    tallies = Tally.objects.all() if actor.kind is Kind.NATION else Tally.objects.filter(municipality=actor.municipality)
    taken = list(tallies.values_list("municipality_id", "measure", "slice", "count", "at"))
    people = populations(census_year)
    places = [m for m in municipalities() if actor.kind is Kind.NATION or m.lau == actor.municipality]
    counted = _counted((lau, measure, slice_, count) for lau, measure, slice_, count, _ in taken)
    domains = sorted({domain for _, domain, _ in counted} - {WHOLE})
    secret = hidden(counted, _sums([place.lau for place in places], domains), least)

    def show(place: str, domain: str, column: str) -> int | None:
        return None if (place, domain, column) in secret else counted[place, domain, column]

    bars = [Bar(d, *(show(WHOLE, d, column) for column in ("needs", *PARTS))) for d in domains]
    return Counts(
        at=taken[-1][4] if taken else None,
        threshold=least,
        rows=[Row(place.lau, place.name, people[place.lau], *(show(place.lau, WHOLE, column) for column in IN_ROWS)) for place in places],
        domains=sorted(bars, key=lambda bar: (-(bar.needs or 0), bar.domain)),
        totals={column: show(WHOLE, WHOLE, column) for column in COLUMNS},
        groups=_groups(((code, count) for _, measure, code, count, _ in taken if measure == Measure.OWN_GROUPS), on)
        if actor.kind is Kind.NATION
        else {},
        census_year=census_year,
    )


def _groups(said: Iterable[tuple[str, int]], on: date) -> dict[str, int]:
    """Largest first; without the answers that name no group, and without a group that too few people named."""
    least = figure("statistics.smallest_group", on).value
    people: dict[str, int] = defaultdict(int)
    for code, count in said:
        people[code] += count
    return {
        code: people[code] for code in sorted(people, key=lambda code: (-people[code], code)) if people[code] >= least and code not in ALONE
    }


def _counted(tallies: Iterable[tuple[str, str, str, int]]) -> dict[Key, int]:
    """Every number of the page: each place, each domain of need, and the whole."""
    counted: dict[Key, int] = defaultdict(int)
    for lau, measure, slice_, count in tallies:
        domain, _, status = slice_.partition("/") if measure == Measure.NEEDS else (WHOLE, "", slice_)
        for column, (of, statuses) in COLUMNS.items():
            if measure == of and (not statuses or status in statuses):
                counted[lau, WHOLE, column] += count
                counted[WHOLE, WHOLE, column] += count
                if domain:
                    counted[WHOLE, domain, column] += count
        if measure == Measure.NEEDS and status not in (NeedStatus.MET, NeedStatus.UNMET):  # whoever subtracts gets it, so it counts
            for place, kind in ((lau, WHOLE), (WHOLE, domain), (WHOLE, WHOLE)):
                counted[place, kind, "open"] += count
    return counted


def _sums(places: Iterable[str], domains: Iterable[str]) -> list[Sum[Key]]:
    """What on the page adds up to what, so that nobody can subtract."""
    laus, kinds = list(places), list(domains)
    sums: list[Sum[Key]] = [((WHOLE, WHOLE, column), [(lau, WHOLE, column) for lau in laus]) for column in (*IN_ROWS, "open")]
    sums += [((WHOLE, WHOLE, column), [(WHOLE, domain, column) for domain in kinds]) for column in ("needs", *PARTS)]
    sums += [((WHOLE, domain, "needs"), [(WHOLE, domain, part) for part in PARTS]) for domain in (*kinds, WHOLE)]
    sums += [((lau, WHOLE, "needs"), [(lau, WHOLE, part) for part in PARTS]) for lau in laus]
    return sums
