"""From plain YAML values to figures and terms, with errors that name the sheet and the row."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Any

from .clocks import Unit
from .figures import SURE_ENOUGH, Figure, Term
from .words import Text

FIGURE_KEYS = frozenset(
    "key value unit citation article point certainty valid_from valid_to bound note sq en configurable promisable".split()
)
TERM_KEYS = frozenset("code sq en hint citation article point certainty valid_from valid_to configurable".split())
BASIS_KEYS = frozenset("citation article point certainty valid_from configurable".split())


class BadSheet(ValueError):
    """A sheet of the law that cannot be trusted: says which file, which row and what is wrong."""

    def __init__(self, sheet: str, row: str, problem: str) -> None:
        super().__init__(f"{sheet}: {row}: {problem}")


def read_sources(sheet: str, content: Mapping[str, Any]) -> dict[str, Text]:
    """The laws and papers that rows may cite, by short name."""
    return {name: _text(sheet, name, value) for name, value in content.items()}


def read_figures(sheet: str, content: Mapping[str, Any], sources: Mapping[str, Text]) -> tuple[Figure, ...]:
    """All figures of one sheet (`figures:` is a list of rows)."""
    rows = content.get("figures")
    if not isinstance(rows, list) or not rows:
        raise BadSheet(sheet, "figures", "must be a list of rows")
    figures = tuple(_figure(sheet, row, sources) for row in rows)
    for one, other in combinations(figures, 2):
        if one.key == other.key and _overlap(one, other):
            raise BadSheet(sheet, one.key, "two rows are valid on the same day")
    return figures


def read_terms(sheet: str, content: Mapping[str, Any], sources: Mapping[str, Text]) -> tuple[Term, ...]:
    """All terms of one sheet: each top key but `basis` is a kind, each kind a list of rows.

    `basis` holds citation, certainty and validity for rows that say nothing else.
    """
    basis = content.get("basis", {})
    if set(basis) - BASIS_KEYS:
        raise BadSheet(sheet, "basis", f"unknown keys {sorted(set(basis) - BASIS_KEYS)}")
    terms: list[Term] = []
    for kind, rows in content.items():
        if kind == "basis":
            continue
        if not isinstance(rows, list) or not rows:
            raise BadSheet(sheet, kind, "must be a list of rows")
        terms.extend(_term(sheet, kind, {**basis, **row}, sources) for row in rows)
    for (kind, code), times in Counter((row.kind, row.code) for row in terms).items():
        if times > 1:
            raise BadSheet(sheet, f"{kind}.{code}", "is written twice")
    return tuple(terms)


def _overlap(one: Figure, other: Figure) -> bool:
    first, second = sorted((one, other), key=lambda row: row.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def _figure(sheet: str, row: Mapping[str, Any], sources: Mapping[str, Text]) -> Figure:
    key = _word(sheet, "figures", row, "key")
    if set(row) - FIGURE_KEYS:
        raise BadSheet(sheet, key, f"unknown keys {sorted(set(row) - FIGURE_KEYS)}")
    value = row.get("value")
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadSheet(sheet, key, f"value must be a whole number, not {value!r}")
    try:
        unit = Unit(row.get("unit", ""))
    except ValueError as error:
        raise BadSheet(sheet, key, str(error)) from error
    return Figure(
        key=key,
        value=value,
        unit=unit,
        name=_text(sheet, key, {"sq": row.get("sq"), "en": row.get("en")}),
        bound=row.get("bound"),
        note=row.get("note", ""),
        promisable=row.get("promisable", False),
        **_authority(sheet, key, row, sources),
    )


def _term(sheet: str, kind: str, row: Mapping[str, Any], sources: Mapping[str, Text]) -> Term:
    code = _word(sheet, kind, row, "code")
    name = f"{kind}.{code}"
    hint = row.get("hint")
    return Term(
        kind=kind,
        code=code,
        label=_text(sheet, name, {"sq": row.get("sq"), "en": row.get("en")}),
        hint=None if hint is None else _text(sheet, name, hint),
        extra=MappingProxyType({key: _frozen(sheet, name, value) for key, value in row.items() if key not in TERM_KEYS}),
        **_authority(sheet, name, row, sources),
    )


def _authority(sheet: str, name: str, row: Mapping[str, Any], sources: Mapping[str, Text]) -> dict[str, Any]:
    """Citation, certainty and validity: what makes a row quotable."""
    source = sources.get(row.get("citation", ""))
    if source is None:
        raise BadSheet(sheet, name, f"cites {row.get('citation')!r}, which sources.yaml does not know")
    certainty, configurable = row.get("certainty"), row.get("configurable", False)
    if not isinstance(certainty, int) or not 0 <= certainty <= 100:
        raise BadSheet(sheet, name, f"certainty must be 0 to 100, not {certainty!r}")
    if certainty < SURE_ENOUGH and not configurable:
        raise BadSheet(sheet, name, f"is {certainty} % sure and must be configurable")
    valid_from, valid_to = row.get("valid_from"), row.get("valid_to")
    if not isinstance(valid_from, date) or not isinstance(valid_to, date | None):
        raise BadSheet(sheet, name, "valid_from must be a day, and valid_to a day or nothing")
    if valid_to is not None and valid_to < valid_from:
        raise BadSheet(sheet, name, "ends before it begins")
    return {
        "citation": _place(source, row),
        "certainty": certainty,
        "configurable": configurable,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def _place(source: Text, row: Mapping[str, Any]) -> Text:
    """The source with the article of a law or the point of a decision, when the row names one."""
    if "article" in row:
        return Text(f"{source.sq}, neni {row['article']}", f"{source.en}, article {row['article']}")
    if "point" in row:
        return Text(f"{source.sq}, pika {row['point']}", f"{source.en}, point {row['point']}")
    return source


def _word(sheet: str, kind: str, row: Any, key: str) -> str:
    word = row.get(key) if isinstance(row, Mapping) else None
    if not isinstance(word, str) or not word:
        raise BadSheet(sheet, kind, f"a row without {key}: {row!r}")
    return word


def _text(sheet: str, name: str, value: Any) -> Text:
    if not isinstance(value, Mapping) or set(value) != {"sq", "en"}:
        raise BadSheet(sheet, name, "a text needs sq and en")
    for language, words in value.items():
        if not isinstance(words, str) or not words.strip():
            raise BadSheet(sheet, name, f"the text in {language!r} is missing")
    return Text(value["sq"].strip(), value["en"].strip())


def _frozen(sheet: str, name: str, value: Any) -> Any:
    """Texts become `Text`, lists tuples, mappings read-only."""
    if isinstance(value, Mapping):
        if set(value) & {"sq", "en"}:
            return _text(sheet, name, value)
        return MappingProxyType({key: _frozen(sheet, name, inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(sheet, name, inner) for inner in value)
    return value
