"""A row of a register becomes a person to add, or a list of what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from bashke.ground.territory.rules import slug
from bashke.person.people.rules import PERSONAL_NUMBER, Sex

from . import cells
from .alike import Known, alike, heard, sounds
from .columns import Field
from .problems import Code, Problem

F = Field
FARTHEST = 1 << 30  # where a field stands that the file has not
_OF_A_UNIT = ("njesia-administrative-", "njesi-administrative-", "nj-administrative-", "nja-", "komuna-", "bashkia-")


class Row(NamedTuple):
    """One person as the register has her. `row` as a spreadsheet counts it; `digest` is the same for the same row in any file."""

    row: int
    given_name: str
    family_name: str
    birth_date: date | None
    sex: str
    personal_number: str | None
    phone: str
    address: str
    unit: int | None
    reference: str | None
    digest: str
    father_name: str = ""

    @property
    def known(self) -> Known:
        return Known(self.given_name, self.family_name, self.birth_date, self.personal_number, self.father_name)


@dataclass
class Rows:
    """The rows that can be people, what is wrong with others, and how many there were."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    total: int = 0


class Sheet(NamedTuple):
    """What is needed to read any row: where each field stands, the headings, the units by slug, the day."""

    mapping: Mapping[Field, int]
    headings: Sequence[str]
    units: Mapping[str, int]
    today: date

    def value(self, row: Sequence[str], what: Field) -> str:
        place = self.mapping.get(what, FARTHEST)
        return cells.clean(row[place]) if place < len(row) else ""

    def heading(self, what: Field) -> str:
        place = self.mapping.get(what)
        return cells.clean(self.headings[place])[:100] if place is not None and place < len(self.headings) else ""


def read_rows(lines: Iterable[Sequence[str]], sheet: Sheet, first: int) -> Rows:
    """Every row after the headings. `first` is the number of the first of them; empty rows are passed over."""
    read = Rows()
    for number, line in enumerate(lines, start=first):
        if not any(line) or not any(map(cells.clean, line)):
            continue
        read.total += 1
        reading = _Reading(sheet, line, number)
        row = reading.row()
        read.problems += reading.problems
        if row is not None:
            read.rows.append(row)
    return read


class _Reading:
    """One row while it is read."""

    def __init__(self, sheet: Sheet, line: Sequence[str], number: int) -> None:
        self.sheet, self.line, self.number = sheet, line, number
        self.problems: list[Problem] = []
        self.whole = True

    def wrong(self, what: Field, code: Code, value: str = "", *, note: bool = False, detail: str = "") -> None:
        self.problems.append(Problem(self.number, self.sheet.heading(what), code, value[:100], detail=detail))
        self.whole = self.whole and note

    def row(self) -> Row | None:
        given, family = self._name(F.GIVEN_NAME, Code.NO_GIVEN_NAME), self._name(F.FAMILY_NAME, Code.NO_FAMILY_NAME)
        father, born, number = self._father(), self._birth_date(), self._number()
        sex, phone, address, unit, reference = self._sex(), self._phone(), self._address(), self._unit(), self._reference()
        if number and born and (said := cells.born_by_number(number)) and said != born:
            self.wrong(F.PERSONAL_NUMBER, Code.NUMBER_SAYS_OTHER, number, note=True, detail=said.isoformat())
        if not self.whole:
            return None
        place = _unit_slug(self.sheet.value(self.line, F.UNIT))
        stands = "\x1f".join(
            (given, family, str(born or ""), sex, number or "", phone, address, place, reference or "", *filter(None, (father,)))
        )
        digest = blake2b(stands.casefold().encode(), digest_size=16).hexdigest()
        return Row(self.number, given, family, born, sex, number, phone, address, unit, reference, digest, father)

    def _name(self, what: Field, missing: Code) -> str:
        text = self.sheet.value(self.line, what)
        found = cells.name(text) if text else missing
        if isinstance(found, Code):
            self.wrong(what, found, text)
            return ""
        return found

    def _father(self) -> str:
        text = self.sheet.value(self.line, F.FATHER_NAME)
        found = cells.name(text) if text else ""
        if isinstance(found, Code):
            self.wrong(F.FATHER_NAME, Code.BAD_FATHER_NAME, text, note=True)
            return ""
        return found

    def _birth_date(self) -> date | None:
        text = self.sheet.value(self.line, F.BIRTH_DATE)
        if not text:
            self.wrong(F.BIRTH_DATE, Code.NO_BIRTH_DATE, note=True)
            return None
        found = cells.day(text, self.sheet.today)
        if isinstance(found, Code):
            self.wrong(F.BIRTH_DATE, found, text)
            return None
        return found

    def _number(self) -> str | None:
        text = self.sheet.value(self.line, F.PERSONAL_NUMBER).replace(" ", "").upper()
        if text and not PERSONAL_NUMBER.match(text):
            self.wrong(F.PERSONAL_NUMBER, Code.BAD_NUMBER, text)
            return None
        return text or None

    def _sex(self) -> str:
        text = self.sheet.value(self.line, F.SEX)
        found = cells.sex(text) if text else Sex.UNKNOWN
        if found is None:
            self.wrong(F.SEX, Code.UNKNOWN_SEX, text, note=True)
        return found or Sex.UNKNOWN

    def _phone(self) -> str:
        text = self.sheet.value(self.line, F.PHONE)
        found = cells.phone(text) if text else ""
        if found is None:
            self.wrong(F.PHONE, Code.BAD_PHONE, text, note=True)
        return found or ""

    def _address(self) -> str:
        text = self.sheet.value(self.line, F.ADDRESS)
        if len(text) > cells.MOST_ADDRESS:
            self.wrong(F.ADDRESS, Code.ADDRESS_CUT, text, note=True)
        return text[: cells.MOST_ADDRESS]

    def _unit(self) -> int | None:
        text = self.sheet.value(self.line, F.UNIT)
        if not text:
            return None
        found = self.sheet.units.get(_unit_slug(text))
        if found is None:
            self.wrong(F.UNIT, Code.UNKNOWN_UNIT, text, note=True)
        return found

    def _reference(self) -> str | None:
        text = self.sheet.value(self.line, F.REFERENCE)
        if len(text) > cells.MOST_REFERENCE:
            self.wrong(F.REFERENCE, Code.REFERENCE_CUT, text, note=True)
            return None
        return text or None


@lru_cache(10_000)
def _unit_slug(text: str) -> str:
    name = slug(text)
    for prefix in _OF_A_UNIT:
        name = name.removeprefix(prefix)
    return name


def within_file(rows: Sequence[Row], sheet: Sheet) -> list[Problem]:
    """What makes a row the same as an earlier one: certain (number, reference, whole row), or likely. The first of them stays."""
    found = list(_twice(rows, sheet))
    out = {problem.row for problem in found}
    blocks: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.row in out:
            continue
        asks, stands = _keys(row)
        met = {other.row: other for key in asks for other in blocks.get(key, ())}
        likely = next(((other, why) for _, other in sorted(met.items()) if (why := alike(row.known, other.known))), None)
        if likely:
            found.append(Problem(row.row, "", Code.LIKELY_IN_FILE, _name(row), likely[0].row, detail=likely[1]))
        for key in stands:
            blocks[key].append(row)
    return found


def _keys(row: Row) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Under which a row asks for those who may be the same, and under which it is found by later ones.

    A sound and the whole date; all sounds and the year; all sounds alone where one of the two has no date.
    """
    names = heard(row.known)
    born = row.birth_date
    if born is None:
        return [(names,)], [(names,), (names, None)]
    dated: list[tuple[object, ...]] = [(names, born.year), *((sound, born) for sound in names)]
    return [*dated, (names, None)], [*dated, (names,)]


def _twice(rows: Sequence[Row], sheet: Sheet) -> Iterator[Problem]:
    numbers: dict[str, int] = {}
    references: dict[str, int] = {}
    digests: dict[str, int] = {}
    for row in rows:
        same = (
            (digests, row.digest, Code.ROW_TWICE, None, ""),
            (numbers, row.personal_number, Code.NUMBER_TWICE, F.PERSONAL_NUMBER, row.personal_number),
            (references, row.reference, Code.REFERENCE_TWICE, F.REFERENCE, row.reference),
        )
        for seen, value, code, what, shown in same:
            if value and (earlier := seen.setdefault(value, row.row)) != row.row:
                yield Problem(row.row, sheet.heading(what) if what else "", code, shown or _name(row), earlier)
                break


def _name(row: Row) -> str:
    return f"{row.given_name} {row.family_name}"[:100]


__all__ = ["Row", "Rows", "Sheet", "read_rows", "sounds", "within_file"]
