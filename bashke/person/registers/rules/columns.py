"""Which column is which: guessed from headings in Albanian and English, from what was said last time, and corrected by a person."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed, Text
from bashke.person.people.rules import plain


class Field(StrEnum):
    REFERENCE = "reference"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FATHER_NAME = "father_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PERSONAL_NUMBER = "personal_number"
    PHONE = "phone"
    ADDRESS = "address"
    UNIT = "unit"


FIELDS = tuple(Field)
NEEDED = (Field.GIVEN_NAME, Field.FAMILY_NAME)
WORDS_OF_FIELDS: dict[Field, Text] = {
    Field.REFERENCE: Text("Numri në regjistër", "Number in the register"),
    Field.GIVEN_NAME: Text("Emri", "Given name"),
    Field.FAMILY_NAME: Text("Mbiemri", "Family name"),
    Field.FATHER_NAME: Text("Atësia", "Father's name"),
    Field.BIRTH_DATE: Text("Datëlindja", "Date of birth"),
    Field.SEX: Text("Gjinia", "Sex"),
    Field.PERSONAL_NUMBER: Text("Numri personal", "Personal number"),
    Field.PHONE: Text("Telefoni", "Telephone"),
    Field.ADDRESS: Text("Adresa", "Address"),
    Field.UNIT: Text("Njësia administrative", "Administrative unit"),
}
# Headings as offices write them, without ë, ç and signs. The whole heading, so that "Emri i nënës" is not taken for the name.
_SPELLINGS: dict[Field, str] = {
    Field.REFERENCE: "nr regjistri|nr i regjistrit|numri i regjistrit|numri ne regjister|nr ne regjister|nr dosje|nr i dosjes|nr dosjes"
    "|numri i dosjes|kodi|kod|id|reference|ref|reference number|register number|number in the register|file number|case number",
    Field.GIVEN_NAME: "emri|emer|em|given name|first name|firstname|name|forename|emri i personit|emri i perfituesit",
    Field.FAMILY_NAME: "mbiemri|mbiemer|mb|family name|last name|lastname|surname|mbiemri i personit|mbiemri i perfituesit",
    Field.FATHER_NAME: "atesia|atesi|emri i babait|emri i atit|emri i atesise|babai|father s name|fathers name|father name|father",
    Field.BIRTH_DATE: "datelindja|datelindje|data e lindjes|data lindjes|dtl|d lindjes|date of birth|birth date|birthdate|dob|born",
    Field.SEX: "gjinia|gjini|seksi|sex|gender",
    Field.PERSONAL_NUMBER: "nid|numri personal|nr personal|numer personal|nr i identifikimit|numri i identitetit|nr identiteti|nr id"
    "|numri i leternjoftimit|nr leternjoftimi|leternjoftim|id karte|nr karte identiteti|karta e identitetit|personal number|personal id"
    "|national id|id number",
    Field.PHONE: "telefoni|telefon|tel|nr telefoni|numri i telefonit|nr tel|nr cel|celular|celulari|cel|phone|telephone|phone number|mobile",
    Field.ADDRESS: "adresa|adrese|vendbanimi|vendbanim|banimi|adresa e banimit|address|residence",
    Field.UNIT: "njesia administrative|njesia|njesi administrative|nj administrative|nja|administrative unit|unit|komuna",
}
_KNOWN = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings.split("|")}
LOOKS_FOR_HEADER = 15


def heading_key(heading: str) -> str:
    """A heading as it is compared and remembered: `Nr. Tel.` and `NR TEL` are one."""
    return plain(re.sub(r"[./_:()*\-]+", " ", heading))[:80]


def guess(headings: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[int, Field]:
    """Column → field. What the municipality said last time comes first; each field is given once, to the leftmost column."""
    found: dict[int, Field] = {}
    for known in (remembered or {}, _KNOWN):
        for place, heading in enumerate(headings):
            word = known.get(heading_key(heading))
            if word and place not in found and Field(word) not in found.values():
                found[place] = Field(word)
    return dict(sorted(found.items()))


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Where the headings stand: the row among the first that holds the most words we know; titles above it are passed over."""
    best, most = next((n for n, row in enumerate(rows) if any(cell.strip() for cell in row)), 0), 1
    for number, row in enumerate(rows[:LOOKS_FOR_HEADER]):
        if (found := len(guess(row))) > most:
            best, most = number, found
    return best


def check_columns(mapping: Mapping[int, Field], width: int) -> None:
    """A person needs two names; one column is one thing, and one thing stands in one column."""
    fields = list(mapping.values())
    for field in FIELDS:
        if fields.count(field) > 1:
            raise NotAllowed("%(field)s was chosen for two columns. Choose it once.", field=WORDS_OF_FIELDS[field])
    for field in NEEDED:
        if field not in fields:
            raise NotAllowed("Say which column is “%(field)s”. Without it nobody can be added.", field=WORDS_OF_FIELDS[field])
    if any(not 0 <= place < width for place in mapping):
        raise NotAllowed("The file has no such column.")
