"""How dates, spans, amounts and distances are said, in Albanian and in English. Pure: the day comes as an argument.

Relied on by every page, letter and message: a deadline must read the same everywhere (Code of Administrative
Procedures: the party must understand the term). Languages: "sq" and "en"; anything else is read as Albanian.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import phonenumbers

ALBANIA, SHORTEST = 355, 1_000_000  # below it stand helplines, which are known by heart as they are written
NARROW = "\u202f"  # narrow no-break space: a number never breaks over two lines
HARD = "\u00a0"


@dataclass(frozen=True)
class Wording:
    """The words of one language for days and numbers."""

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    thousands: str
    decimal: str
    today: str
    tomorrow: str
    yesterday: str
    ahead: str
    ahead_one: str
    ago: str
    ago_one: str
    left: str
    left_one: str
    due_today: str
    late: str
    late_one: str
    early: str
    early_one: str
    money: str
    near: str


SQ = Wording(
    months=("janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor"),
    months_short=("jan", "shk", "mar", "pri", "maj", "qer", "kor", "gus", "sht", "tet", "nën", "dhj"),
    weekdays=("e hënë", "e martë", "e mërkurë", "e enjte", "e premte", "e shtunë", "e diel"),
    thousands=NARROW,
    decimal=",",
    today="sot",
    tomorrow="nesër",
    yesterday="dje",
    ahead="pas {n} ditësh",
    ahead_one="pas {n} dite",
    ago="{n} ditë më parë",
    ago_one="{n} ditë më parë",
    left="mbeten {n} ditë",
    left_one="mbetet {n} ditë",
    due_today="afati është sot",
    late="{n} ditë vonesë",
    late_one="{n} ditë vonesë",
    early="{n} ditë para afatit",
    early_one="{n} ditë para afatit",
    money="{n} lekë",
    near="më pak se 1 km",
)
EN = Wording(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    months_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    thousands=",",
    decimal=".",
    today="today",
    tomorrow="tomorrow",
    yesterday="yesterday",
    ahead="in {n} days",
    ahead_one="in {n} day",
    ago="{n} days ago",
    ago_one="{n} day ago",
    left="{n} days left",
    left_one="{n} day left",
    due_today="due today",
    late="{n} days late",
    late_one="{n} day late",
    early="{n} days early",
    early_one="{n} day early",
    money="{n} lek",
    near="less than 1 km",
)


def wording(language: str) -> Wording:
    """The words for a language code such as "sq", "en" or "en-gb"."""
    return EN if language.lower().startswith("en") else SQ


def date_long(day: date, language: str) -> str:
    """3 mars 2026 · 3 March 2026."""
    return f"{day.day}{HARD}{wording(language).months[day.month - 1]}{HARD}{day.year}"


def date_short(day: date, language: str) -> str:
    """03.03.2026 · 3 Mar 2026: for narrow table columns."""
    if wording(language) is SQ:
        return f"{day:%d.%m.%Y}"
    return f"{day.day}{HARD}{EN.months_short[day.month - 1]}{HARD}{day.year}"


def date_weekday(day: date, language: str) -> str:
    """e martë, 3 mars 2026 · Tuesday, 3 March 2026: for appointments."""
    return f"{wording(language).weekdays[day.weekday()]}, {date_long(day, language)}"


def _counted(count: int, many: str, one: str) -> str:
    return (one if count == 1 else many).format(n=count)


def days_from(day: date, today: date, language: str) -> str:
    """How far a day is from today: sot, nesër, pas 3 ditësh, 3 ditë më parë."""
    words, gap = wording(language), (day - today).days
    near = {0: words.today, 1: words.tomorrow, -1: words.yesterday}
    if gap in near:
        return near[gap]
    return _counted(gap, words.ahead, words.ahead_one) if gap > 0 else _counted(-gap, words.ago, words.ago_one)


def days_left(due: date, today: date, language: str) -> str:
    """What is left of a deadline: mbeten 2 ditë, afati është sot, 3 ditë vonesë."""
    words, gap = wording(language), (due - today).days
    if gap == 0:
        return words.due_today
    return _counted(gap, words.left, words.left_one) if gap > 0 else _counted(-gap, words.late, words.late_one)


def urgency(due: date, today: date, *, done: date | None = None, soon_days: int = 3) -> str:
    """How a clock looks: "done", "late", "soon" or "calm". A deed after its day stays "late"."""
    if done is not None:
        return "done" if done <= due else "late"
    gap = (due - today).days
    if gap < 0:
        return "late"
    return "soon" if gap <= soon_days else "calm"


def thousands(number: float | Decimal, language: str, places: int = 0) -> str:
    """12 345,5 · 12,345.5. Rounds half up to `places` decimals; a minus is a true minus sign."""
    words = wording(language)
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", words.thousands)
    sign = "\u2212" if rounded < 0 else ""
    return sign + groups + (words.decimal + rest if rest else "")


def percent(share: float | Decimal, language: str, places: int = 0) -> str:
    """A share of one as a percentage: 0.125 is 12,5% with one place."""
    return f"{thousands(Decimal(str(share)) * 100, language, places)}%"


def lek(amount: int, language: str) -> str:
    """An amount in whole lek: 12 345 lekë · 12,345 lek."""
    return wording(language).money.format(n=thousands(amount, language)).replace(" ", HARD)


def km(distance: float | Decimal, language: str) -> str:
    """A distance in kilometres: one decimal under ten, none above; under one it says so."""
    if distance < 1:
        return wording(language).near.replace(" ", HARD)
    places = 1 if distance < 10 else 0
    return f"{thousands(distance, language, places)}{HARD}km"


def phone_number(number: str) -> str:
    """A telephone number in groups, as people read it aloud: 069 200 0101 at home, +39 06 1234 5678 abroad; anything else as it is."""
    try:
        parsed = phonenumbers.parse(number, "AL")
    except phonenumbers.NumberParseException:
        return number
    if (parsed.national_number or 0) < SHORTEST or not phonenumbers.is_possible_number(parsed):
        return number
    at_home = parsed.country_code == ALBANIA
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, form)).replace(" ", HARD)


def month_number(said: str) -> int | None:
    """The month a person wrote: a number, or its name in Albanian or English; None when it is neither."""
    text = said.strip().lower().replace("nentor", "nëntor")
    if text.isascii() and text.isdigit():
        return int(text)
    for words in (SQ, EN):
        for number, (full, short) in enumerate(zip(words.months, words.months_short, strict=True), start=1):
            if text in (full.lower(), short.lower()):
                return number
    return None


def days_in_month(month: int, year: int) -> int:
    """The number of days in a month from 1 to 12."""
    return monthrange(year, month)[1]


def bar_widths(values: list[float], total: float | None = None) -> list[float]:
    """Lengths of bars in percent of the longest value, or of `total` when given; never below 0 or above 100."""
    top = total if total else max(values, default=0)
    return [round(min(max(value / top, 0), 1) * 100, 2) if top else 0 for value in values]
