"""Reading counts, with small ones hidden before anybody sees them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.queries import figure
from bashke.ground.territory.queries import municipalities, populations
from bashke.person.casework.rules import NeedStatus

from .models import Tally
from .rules import Measure, shown


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
    census_year: int


def counts(actor: Actor, on: date, census_year: int = 2023) -> Counts:
    """The nation for the ministry, the own municipality for its director and supervisor: three queries in all."""
    least = int(figure("statistics.smallest_cell", on).value)
    tallies = Tally.objects.all() if actor.kind is Kind.NATION else Tally.objects.filter(municipality=actor.municipality)
    by_place: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    by_domain: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    at = None
    for lau, measure, slice_, count, taken in tallies.values_list("municipality_id", "measure", "slice", "count", "at"):
        at = taken
        part = slice_.partition("/")[2] if measure == Measure.NEEDS else slice_
        by_place[lau][measure, part] += count
        if measure == Measure.NEEDS:
            by_domain[slice_.partition("/")[0]][part] += count
    people = populations(census_year)
    places = [m for m in municipalities() if actor.kind is Kind.NATION or m.lau == actor.municipality]
    return Counts(
        at=at,
        threshold=least,
        rows=[_row(place.lau, place.name, people[place.lau], by_place[place.lau], least) for place in places],
        domains=sorted((_bar(d, n, least) for d, n in by_domain.items()), key=lambda b: (-(b.needs or 0), b.domain)),
        totals=_totals(by_place, least),
        census_year=census_year,
    )


def _sum(counted: dict[tuple[str, str], int], measure: Measure, *parts: str) -> int:
    return sum(n for (m, part), n in counted.items() if m == measure and (not parts or part in parts))


def _row(lau: str, name: str, population: int, counted: dict[tuple[str, str], int], least: int) -> Row:
    def show(measure: Measure, *parts: str) -> int | None:
        return shown(_sum(counted, measure, *parts), least)

    return Row(
        lau, name, population, show(Measure.REQUESTS), show(Measure.REQUESTS_LATE), show(Measure.CASES_OPEN), show(Measure.NEEDS),
        show(Measure.NEEDS, NeedStatus.MET), show(Measure.NEEDS, NeedStatus.UNMET),
    )  # fmt: skip


def _bar(domain: str, counted: dict[str, int], least: int) -> Bar:
    total = sum(counted.values())
    met, unmet = counted.get(NeedStatus.MET, 0), counted.get(NeedStatus.UNMET, 0)
    return Bar(domain, shown(total, least), shown(met, least), shown(unmet, least), shown(total - met - unmet, least))


def _totals(by_place: dict[str, dict[tuple[str, str], int]], least: int) -> dict[str, int | None]:
    whole: dict[tuple[str, str], int] = defaultdict(int)
    for counted in by_place.values():
        for key, n in counted.items():
            whole[key] += n
    return {
        "requests": shown(_sum(whole, Measure.REQUESTS), least),
        "late": shown(_sum(whole, Measure.REQUESTS_LATE), least),
        "cases": shown(_sum(whole, Measure.CASES_OPEN), least),
        "needs": shown(_sum(whole, Measure.NEEDS), least),
        "met": shown(_sum(whole, Measure.NEEDS, NeedStatus.MET), least),
        "unmet": shown(_sum(whole, Measure.NEEDS, NeedStatus.UNMET), least),
        "referrals_late": shown(_sum(whole, Measure.REFERRALS_LATE), least),
    }
