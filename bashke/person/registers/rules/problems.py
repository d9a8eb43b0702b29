"""Everything that can be wrong with a row, each as one sentence with its weight."""

from enum import StrEnum
from typing import NamedTuple

from bashke.ground.law.rules import Text


class Severity(StrEnum):
    WRONG = "wrong"  # the row is not added
    LIKELY = "likely"  # a person decides; until then the row is not added
    KNOWN = "known"  # already here: nothing to add
    NOTE = "note"  # the row is added, without what could not be read


class Code(StrEnum):
    NO_GIVEN_NAME = "no_given_name"
    NO_FAMILY_NAME = "no_family_name"
    NOT_A_NAME = "not_a_name"
    NAME_TOO_LONG = "name_too_long"
    BAD_DATE = "bad_date"
    SHORT_YEAR = "short_year"
    FUTURE_DATE = "future_date"
    OLD_DATE = "old_date"
    BAD_NUMBER = "bad_number"
    NUMBER_OF_ANOTHER = "number_of_another"
    NUMBER_TWICE = "number_twice"
    REFERENCE_TWICE = "reference_twice"
    ROW_TWICE = "row_twice"
    LIKELY_HERE = "likely_here"
    LIKELY_IN_FILE = "likely_in_file"
    NUMBER_KNOWN = "number_known"
    REFERENCE_KNOWN = "reference_known"
    ROW_KNOWN = "row_known"
    NO_BIRTH_DATE = "no_birth_date"
    NUMBER_SAYS_OTHER = "number_says_other"
    BAD_FATHER_NAME = "bad_father_name"
    UNKNOWN_SEX = "unknown_sex"
    UNKNOWN_UNIT = "unknown_unit"
    BAD_PHONE = "bad_phone"
    ADDRESS_CUT = "address_cut"
    REFERENCE_CUT = "reference_cut"


class Problem(NamedTuple):
    """One thing about one row: `row` as a spreadsheet counts it, the heading of the column, what stands there, and which row it meets."""

    row: int
    column: str
    code: Code
    value: str = ""
    other_row: int | None = None
    person: str | None = None
    detail: str = ""


_W, _L, _K, _N = Severity.WRONG, Severity.LIKELY, Severity.KNOWN, Severity.NOTE
_ALL: dict[Code, tuple[Severity, Text]] = {
    Code.NO_GIVEN_NAME: (_W, Text("Mungon emri.", "The given name is missing.")),
    Code.NO_FAMILY_NAME: (_W, Text("Mungon mbiemri.", "The family name is missing.")),
    Code.NOT_A_NAME: (_W, Text("Kjo nuk është emër: emri ka vetëm shkronja.", "This is not a name: a name has letters only.")),
    Code.NAME_TOO_LONG: (_W, Text("Emri është më i gjatë se 60 shkronja.", "The name is longer than 60 letters.")),
    Code.BAD_DATE: (_W, Text("Kjo nuk është datë. Shkruajeni si 04.05.1991.", "This is not a date. Write it like 04.05.1991.")),
    Code.SHORT_YEAR: (_W, Text("Shkruajeni vitin me katër shifra.", "Write the year with four digits.")),
    Code.FUTURE_DATE: (_W, Text("Datëlindja është në të ardhmen.", "The date of birth lies in the future.")),
    Code.OLD_DATE: (_W, Text("Datëlindja është para vitit 1900.", "The date of birth is before 1900.")),
    Code.BAD_NUMBER: (
        _W, Text("Numri personal ka një shkronjë, tetë shifra dhe një shkronjë, p.sh. J50101001A.",
                 "A personal number is one letter, eight digits and one letter, for example J50101001A."),
    ),
    Code.NUMBER_OF_ANOTHER: (
        _W, Text("Ky numër personal është i një personi tjetër të regjistruar, me emër krejt tjetër.",
                 "This personal number belongs to another registered person, with an entirely different name."),
    ),
    Code.NUMBER_TWICE: (_W, Text("I njëjti numër personal është edhe në rreshtin {row}.", "The same personal number stands in row {row} too.")),
    Code.REFERENCE_TWICE: (
        _W, Text("I njëjti numër regjistri është edhe në rreshtin {row}.", "The same number in the register stands in row {row} too."),
    ),
    Code.ROW_TWICE: (_W, Text("Ky rresht është i njëjtë me rreshtin {row}.", "This row is the same as row {row}.")),
    Code.LIKELY_HERE: (
        _L, Text("Ka gjasa që ky person të jetë tashmë i regjistruar: {why}.", "This person is probably registered already: {why}."),
    ),
    Code.LIKELY_IN_FILE: (
        _L, Text("Ka gjasa që të jetë i njëjti person si në rreshtin {row}: {why}.", "Probably the same person as in row {row}: {why}."),
    ),
    Code.NUMBER_KNOWN: (_K, Text("Është tashmë i regjistruar me këtë numër personal.", "Registered already with this personal number.")),
    Code.REFERENCE_KNOWN: (
        _K, Text("Ky numër regjistri u mor në një import të mëparshëm.", "This number in the register was taken over in an earlier import."),
    ),
    Code.ROW_KNOWN: (_K, Text("I njëjti rresht u mor në një import të mëparshëm.", "The same row was taken over in an earlier import.")),
    Code.NO_BIRTH_DATE: (
        _N, Text("Pa datëlindje: identiteti është i përkohshëm.", "Without a date of birth the identity is provisional."),
    ),
    Code.NUMBER_SAYS_OTHER: (
        _N, Text("Numri personal thotë një datëlindje tjetër ({why}). Kontrollojini të dyja.",
                 "The personal number says another date of birth ({why}). Check both."),
    ),
    Code.BAD_FATHER_NAME: (_N, Text("Atësia nuk lexohet si emër; mbetet bosh.", "The father's name cannot be read as a name; it stays empty.")),
    Code.UNKNOWN_SEX: (_N, Text("Gjinia nuk kuptohet; mbetet e panjohur.", "The sex is not understood; it stays unknown.")),
    Code.UNKNOWN_UNIT: (
        _N, Text("Bashkia nuk ka njësi administrative me këtë emër; mbetet bosh.",
                 "The municipality has no administrative unit of this name; it stays empty."),
    ),
    Code.BAD_PHONE: (_N, Text("Ky nuk është numër telefoni; nuk merret.", "This is no telephone number; it is left out.")),
    Code.ADDRESS_CUT: (_N, Text("Adresa është më e gjatë se 200 shkronja dhe shkurtohet.", "The address is longer than 200 letters and is cut.")),
    Code.REFERENCE_CUT: (
        _N, Text("Numri i regjistrit është më i gjatë se 40 shenja dhe nuk mbahet mend.",
                 "The number in the register is longer than 40 signs and is not remembered."),
    ),
}  # fmt: skip
SEVERITY = {code: severity for code, (severity, _) in _ALL.items()}
SENTENCES = {code: text for code, (_, text) in _ALL.items()}


def sentence_of(code: Code, other_row: int | None = None, why: str = "") -> str:
    """The sentence in the language of the page."""
    return str(SENTENCES[code]).replace("{row}", str(other_row or "")).replace("{why}", why)
