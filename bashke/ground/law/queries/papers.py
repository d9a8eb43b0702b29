"""The sheets in `data/`: read once per process, checked, kept."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..rules import BadSheet, Figure, Term, Text, read_figures, read_sources, read_terms

SHEETS = Path(__file__).resolve().parent.parent / "data"
SOURCES = "sources.yaml"
FIGURE_SHEETS = ("clocks.yaml", "thresholds.yaml", "retention.yaml")


def read_sheet(name: str) -> dict[str, Any]:
    """One sheet as plain values. Raises BadSheet when it is no YAML mapping."""
    try:
        content = yaml.safe_load((SHEETS / name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadSheet(name, "the whole sheet", f"is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadSheet(name, "the whole sheet", "must be a mapping")
    return content


@cache
def all_sources() -> dict[str, Text]:
    """Every law and paper that rows cite."""
    return read_sources(SOURCES, read_sheet(SOURCES))


@cache
def all_figures() -> tuple[Figure, ...]:
    """Every figure of every validity. Raises BadSheet on two sheets with one key and on a bound that is missing."""
    figures: dict[str, tuple[Figure, ...]] = {}
    for sheet in FIGURE_SHEETS:
        rows = read_figures(sheet, read_sheet(sheet), all_sources())
        for key in dict.fromkeys(row.key for row in rows):
            if key in figures:
                raise BadSheet(sheet, key, "stands in another sheet too")
            figures[key] = tuple(row for row in rows if row.key == key)
    for key, rows in figures.items():
        for row in rows:
            if row.bound is not None and row.bound not in figures:
                raise BadSheet(" and ".join(FIGURE_SHEETS), key, f"is bound by {row.bound!r}, which does not exist")
    return tuple(row for rows in figures.values() for row in rows)


@cache
def all_terms() -> dict[str, tuple[Term, ...]]:
    """Every word by kind, in the order of its sheet."""
    kinds: dict[str, tuple[Term, ...]] = {}
    for path in sorted(SHEETS.glob("*.yaml")):
        if path.name in {SOURCES, *FIGURE_SHEETS}:
            continue
        rows = read_terms(path.name, read_sheet(path.name), all_sources())
        for kind in dict.fromkeys(row.kind for row in rows):
            if kind in kinds:
                raise BadSheet(path.name, kind, "stands in another sheet too")
            kinds[kind] = tuple(row for row in rows if row.kind == kind)
    return kinds
