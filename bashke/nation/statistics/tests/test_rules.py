"""Small counts are hidden, and no subtraction brings them back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bashke.nation.statistics.rules import hidden, shown

FEW = 5


@pytest.mark.parametrize(("count", "seen"), [(0, 0), (1, None), (4, None), (5, 5), (1000, 1000)])
def test_small_counts_are_hidden_and_zero_is_not(count: int, seen: int | None) -> None:
    assert shown(count, FEW) == seen


def one_sum(total: int, *parts: int) -> tuple[dict[str, int], list[tuple[str, list[str]]]]:
    names = [f"part {number}" for number in range(len(parts))]
    return {"total": total} | dict(zip(names, parts, strict=True)), [("total", names)]


def test_a_single_hidden_part_takes_the_smallest_other_with_it() -> None:
    assert hidden(*one_sum(33, 3, 10, 20), FEW) == {"part 0", "part 1"}


def test_two_hidden_parts_that_are_few_together_take_a_third() -> None:
    assert hidden(*one_sum(22, 1, 1, 20), FEW) == {"part 0", "part 1", "part 2"}


def test_two_hidden_parts_that_hide_each_other_are_enough() -> None:
    assert hidden(*one_sum(36, 3, 3, 10, 20), FEW) == {"part 0", "part 1"}


def test_a_hidden_part_beside_nothings_hides_the_total() -> None:
    assert hidden(*one_sum(3, 3, 0, 0), FEW) == {"part 0", "total"}


def test_nothing_small_hides_nothing() -> None:
    assert hidden(*one_sum(30, 10, 20, 0), FEW) == set()


def determined(unknown: list[str], sums: list[tuple[str, list[str]]]) -> set[str]:
    """Which unknowns the sums alone give away: Gaussian elimination, exact."""
    rows = [[Fraction((key in parts) - (key == total)) for key in unknown] for total, parts in sums]
    pivot = 0
    for column in range(len(unknown)):
        row = next((r for r in range(pivot, len(rows)) if rows[r][column]), None)
        if row is None:
            continue
        rows[pivot], rows[row] = rows[row], rows[pivot]
        rows[pivot] = [value / rows[pivot][column] for value in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot and (factor := rows[other][column]):
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[pivot], strict=True)]
        pivot += 1
    return {unknown[row.index(1)] for row in rows if sum(map(bool, row)) == 1}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12) | st.integers(0, 400), min_size=2, max_size=14))
def test_no_hidden_part_can_be_computed(parts: list[int]) -> None:
    counts, sums = one_sum(sum(parts), *parts)
    secret = hidden(counts, sums, FEW)
    assert {key for key, count in counts.items() if 0 < count < FEW} <= secret
    assert determined(sorted(secret), sums) == set()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9) | st.integers(0, 90)] * 3), min_size=1, max_size=12))
def test_no_small_need_of_the_page_can_be_computed(rows: list[tuple[int, int, int]]) -> None:
    """The page's own shape: domains by met, unmet and open, with both kinds of totals."""
    counts: dict[str, int] = {}
    columns = ("met", "unmet", "open")
    for number, row in enumerate(rows):
        counts |= {f"{number} {column}": count for column, count in zip(columns, row, strict=True)} | {f"{number} needs": sum(row)}
    for column in (*columns, "needs"):
        counts[f"all {column}"] = sum(counts[f"{number} {column}"] for number in range(len(rows)))
    everyone = [str(number) for number in range(len(rows))]
    sums = [(f"{name} needs", [f"{name} {column}" for column in columns]) for name in (*everyone, "all")]
    sums += [(f"all {column}", [f"{name} {column}" for name in everyone]) for column in (*columns, "needs")]
    secret = hidden(counts, sums, FEW)
    for total, parts in sums:
        gone = [key for key in (total, *parts) if key in secret]
        assert len(gone) != 1
        if gone and total not in secret and any(counts[key] for key in parts if key not in secret):
            assert sum(counts[key] for key in gone) >= FEW
    small = {key for key, count in counts.items() if 0 < count < FEW}
    assert not (determined(sorted(secret), sums) & small)
