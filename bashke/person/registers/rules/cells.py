"""One cell at a time: what stands there, and what it means."""

import re
from datetime import date
from functools import lru_cache

from bashke.person.people.rules import FIRST_YEAR, Sex, plain

from .problems import Code

MOST_NAME, MOST_ADDRESS, MOST_REFERENCE = 60, 200, 40
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’`´.\-()])*\Z")
_DATE = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})\.?(?:[ T]00:00(?::00(?:\.0+)?)?)?\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.\-]{5,24}\Z")
_DIGIT = re.compile(r"[0-9]")
_SEXES = {
    **dict.fromkeys(("f", "femer", "femra", "femerore", "grua", "vajze", "female", "woman", "girl"), Sex.FEMALE),
    **dict.fromkeys(("m", "mashkull", "meshkuj", "mashkullore", "burre", "djale", "male", "man", "boy"), Sex.MALE),
}
NOTHING = frozenset({"", "-", "--", "—", "/", ".", "n/a", "na", "null", "none", "s'ka", "ska", "nuk ka", "pa", "0"})


def clean(text: str) -> str:
    """Without blanks around, signs that cannot be seen, and the many ways to write that there is nothing."""
    if not text.isprintable():
        text = _HIDDEN.sub(" ", text)
    text = " ".join(text.split())
    return "" if len(text) < 7 and text.lower() in NOTHING else text


@lru_cache(50_000)  # in a register values repeat
def name(text: str) -> str | Code:
    """A name as written; letters of any alphabet, and what may stand between them."""
    if len(text) > MOST_NAME:
        return Code.NAME_TOO_LONG
    return text if _NAME.match(text) and plain(text) else Code.NOT_A_NAME


@lru_cache(50_000)
def day(text: str, today: date) -> date | Code:
    """A date as Albania writes it (day first) or as machines do (year first)."""
    found = _DATE.match(text)
    if not found:
        return Code.BAD_DATE
    first, month, last = found.groups()
    if len(first) == 4:
        year, number = int(first), int(last)
    elif len(last) == 4:
        year, number = int(last), int(first)
    else:
        return Code.SHORT_YEAR
    try:
        born = date(year, int(month), number)
    except ValueError:
        return Code.BAD_DATE
    if born > today:
        return Code.FUTURE_DATE
    return born if born.year >= FIRST_YEAR else Code.OLD_DATE


@lru_cache(50_000)
def sex(text: str) -> Sex | None:
    return _SEXES.get(plain(text))


def phone(text: str) -> str | None:
    """As written, when somebody could dial it. A sheet takes the first 0 of a number away: it is given back."""
    if not _PHONE.match(text) or not 6 <= len(_DIGIT.findall(text)) <= 15:
        return None
    return f"0{text}" if re.fullmatch(r"6[0-9]{8}", text) else text


def born_by_number(number: str) -> date | None:
    """The date of birth inside a personal number: decade (A is 1900), year, month (women 50 more), day. None when it says none.

    The form of the number is certain; the meaning of its digits is common knowledge and no law we could cite, so it only ever warns.
    """
    year = FIRST_YEAR + 10 * (ord(number[0]) - ord("A")) + int(number[1])
    month = int(number[2:4]) % 50
    try:
        return date(year, month, int(number[4:6]))
    except ValueError:
        return None
