"""Identity without a database: what a personal number looks like, who may be one person, homes, ties and consents."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.rules import NotAllowed


class Sex(StrEnum):
    FEMALE = "f"
    MALE = "m"
    UNKNOWN = "u"


class EnquiryStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class PairStatus(StrEnum):
    """Two records that may be one person."""

    FOUND = "found"  # by the nightly comparison
    PROPOSED = "proposed"  # somebody looked at both and says: one person
    MERGED = "merged"
    DIFFERENT = "different"  # remembered, so that nobody is asked again
    SPLIT = "split"  # it was put together and undone


NEXT: dict[PairStatus, set[PairStatus]] = {
    PairStatus.FOUND: {PairStatus.PROPOSED, PairStatus.DIFFERENT},
    PairStatus.PROPOSED: {PairStatus.MERGED, PairStatus.DIFFERENT},
    PairStatus.MERGED: {PairStatus.SPLIT},
    PairStatus.DIFFERENT: {PairStatus.PROPOSED},
    PairStatus.SPLIT: {PairStatus.PROPOSED},
}


class Likeness(StrEnum):
    """How likely it is that two records are one person, as the comparison judges it; empty when somebody found them by hand."""

    NEARLY_SURE = "nearly_sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Share(StrEnum):
    """What of a person one institution may learn. The need and the purpose always go with a sharing: without them it has no sense."""

    NAME = "name"
    AGE = "age"
    PHONE = "phone"
    LANGUAGE = "language"
    SAFETY = "safety"  # what somebody must know to keep her or others safe; never unless it is chosen


USUALLY_SHARED = (Share.NAME, Share.AGE, Share.PHONE, Share.LANGUAGE)


class Given(StrEnum):
    """How a person consented."""

    SPOKEN = "spoken"
    SIGNED = "signed"
    GUARDIAN = "guardian"  # by whoever may decide for her


class Reach(StrEnum):
    """How a person wants to be reached."""

    CALL = "call"
    SMS = "sms"
    VISIT = "visit"
    LETTER = "letter"
    ANY = "any"


EARLIEST, LATEST = 7, 21  # the hours of a day that can be chosen, in Tirana
WEEK = frozenset(range(1, 8))  # Monday 1 … Sunday 7


@dataclass(frozen=True)
class SafeTimes:
    """When it is safe to call: from one full hour to another, on some days of the week. Nothing said: at any hour of the day."""

    days: frozenset[int] = WEEK
    since: int = EARLIEST
    until: int = LATEST

    def next(self, now: datetime) -> datetime:
        """The first safe moment at or after `now`, which says the hour in Tirana."""
        if self.is_safe(now):
            return now
        hour = now.replace(minute=0, second=0, microsecond=0)
        return next(then for more in range(1, 24 * 8) if self.is_safe(then := hour + timedelta(hours=more)))

    def is_safe(self, now: datetime) -> bool:
        return now.isoweekday() in self.days and self.since <= now.hour < self.until


def check_times(days: frozenset[int], since: int, until: int) -> None:
    if not days or not days <= WEEK:
        raise NotAllowed("Choose at least one day.")
    if not EARLIEST <= since < until <= LATEST:
        raise NotAllowed("The safe hours end after they begin.")


FIRST_YEAR = 1900
PERSONAL_NUMBER = re.compile(r"^[A-Z][0-9]{8}[A-Z]$")


def home_of(by: Actor) -> str:
    """The municipality (LAU code) whose people this actor keeps."""
    if by.kind is not Kind.MUNICIPALITY or by.municipality is None:
        raise NotAllowed("Only a municipality keeps people's files.")
    return by.municipality


def signer(by: Actor) -> UUID:
    """The worker who answers for an act by name; a job has none."""
    if by.worker is None:
        raise NotAllowed("This needs a worker who answers for it.")
    return by.worker


def age_on(born: date | None, day: date) -> int | None:
    """Whole years on a day; None when the birth date is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def clean_personal_number(text: str) -> str | None:
    """Upper case without spaces; None when empty. Raises ValueError when it has not the form letter, 8 digits, letter."""
    number = re.sub(r"\s+", "", text).upper()
    if not number:
        return None
    if not PERSONAL_NUMBER.match(number):
        raise ValueError(number)
    return number


def checked_personal_number(text: str | None) -> str | None:
    """As `clean_personal_number`, refusing in a sentence."""
    try:
        return clean_personal_number(text or "")
    except ValueError:
        raise NotAllowed("A personal number is one letter, eight digits and one letter, for example J50101001A.") from None


def check_birth_date(birth_date: date | None, today: date) -> None:
    if birth_date is None:
        return
    if birth_date > today:
        raise NotAllowed("The date of birth lies in the future.")
    if birth_date.year < FIRST_YEAR:
        raise NotAllowed("The date of birth must be in %(year)s or later.", year=FIRST_YEAR)


CHOSEN = (
    "given_name", "family_name", "father_name", "birth_date", "sex", "personal_number", "phone", "unit_id", "address", "language",
)  # fmt: skip
UNTOLD: dict[str, object] = {"sex": Sex.UNKNOWN}


def is_told(field: str, value: object) -> bool:
    """Does a record say something here?"""
    return value not in (None, "") and value != UNTOLD.get(field)


def differing(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The fields in which both records say something, and not the same."""
    return [f for f in CHOSEN if one[f] != other[f] and is_told(f, one[f]) and is_told(f, other[f])]


def filled(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The fields of which only the other record knows something: nothing to choose, it is taken over."""
    return [f for f in CHOSEN if not is_told(f, one[f]) and is_told(f, other[f])]


# From how probable on two records are called so; what is less is not shown. Ours, chosen so that few are shown for nothing.
BANDS = ((0.99, Likeness.NEARLY_SURE), (0.9, Likeness.LIKELY), (0.0, Likeness.POSSIBLE))
# How well two records agree in one thing, as the comparer counts it: from which level on, in which words (queries.SAME says them).
REASONS: dict[str, tuple[tuple[int, str], ...]] = {
    "given_family": ((6, "same_name"), (1, "similar_name")),
    "born": ((4, "same_birth_date"), (1, "similar_birth_date")),
    "father": ((2, "same_father"), (1, "similar_father")),
    "phone": ((2, "same_phone"), (1, "similar_phone")),
    "address": ((4, "same_address"), (1, "similar_address")),
    "number": ((1, "same_number"),),
    "third": ((1, "third_record"),),
}


def likeness(probability: float) -> Likeness:
    return next(word for least, word in BANDS if probability >= least)


def reasons_of(levels: dict[str, int]) -> list[str]:
    """Why two records look like one person, the strongest kind first; what does not agree is seen side by side."""
    return [
        next(word for least, word in words if levels.get(kind, 0) >= least)
        for kind, words in REASONS.items() if levels.get(kind, 0) >= words[-1][0]
    ]  # fmt: skip


def check_pair_move(current: PairStatus, wanted: PairStatus) -> None:
    """The second of two people who decide at once is told."""
    if wanted not in NEXT[current]:
        raise NotAllowed("Somebody decided about these two records meanwhile. Look at them again.")


def check_together(one: dict[str, object], other: dict[str, object]) -> None:
    """A personal number is given to one human being once: two numbers are two people, until one of them is corrected."""
    numbers = {one["personal_number"], other["personal_number"]} - {None}
    if len(numbers) > 1:
        raise NotAllowed("The two records have different personal numbers. If one of them is wrong, correct it first.")


def check_second_person(*, proposer: UUID | None, proposer_decides: bool, confirmer: UUID | None, confirmer_decides: bool) -> None:
    """Two people look before two records become one, and one of them is a supervisor."""
    if confirmer is None or confirmer == proposer:
        raise NotAllowed("Somebody else than who proposed it confirms it.")
    if not (proposer_decides or confirmer_decides):
        raise NotAllowed("One of the two who look must be a supervisor.")


def check_reason(words: str) -> str:
    """Why two records are put together, kept apart or separated, without blanks around it."""
    if not words.strip():
        raise NotAllowed("Say why. The next person who looks at these records reads it.")
    return words.strip()


def check_consent(*, purpose: str, until: date | None, today: date) -> None:
    """A consent says what for, and has not ended on the day it is given (Law 124/2024: for a purpose, for a time, to somebody)."""
    if not purpose.strip():
        raise NotAllowed("A consent says what it is for.")
    if until is not None and until < today:
        raise NotAllowed("The last day of the consent has already passed.")


def check_withdrawal(withdrawn: bool) -> None:
    """The second of two people who act at once is told."""
    if withdrawn:
        raise NotAllowed("This consent was already withdrawn. Nothing was changed.")


def consent_holds(*, withdrawn: bool, until: date | None, today: date) -> bool:
    """No last day: as long as what it was given for lasts."""
    return not withdrawn and (until is None or today <= until)


def check_stay(since: date | None, until: date | None, today: date) -> None:
    """A time of living somewhere, or of being something to somebody: it has begun, and does not end before it began."""
    if since is not None and since > today:
        raise NotAllowed("The first day lies in the future. Write it down when it has come.")
    if since is not None and since.year < FIRST_YEAR:
        raise NotAllowed("The first day must be in %(year)s or later.", year=FIRST_YEAR)
    if until is not None and until > today:
        raise NotAllowed("The last day lies in the future. Write it down when it has come.")
    if since is not None and until is not None and until < since:
        raise NotAllowed("The last day lies before the first.")


GUARDIAN = "guardian"


def check_tie(person: UUID, other: UUID, kind: str, basis: str) -> None:
    """Nobody is related to herself, and whoever decides for another says by what right."""
    if person == other:
        raise NotAllowed("Choose somebody else: this is the same person.")
    if (kind == GUARDIAN) != bool(basis):
        raise NotAllowed("Say by what right the guardian decides for the other person, and only for a legal guardian.")


def one_way(person: UUID, other: UUID, kind: str, inverse: str, order: Sequence[str]) -> tuple[UUID, UUID, str]:
    """A tie as it is kept, from whichever side it is told: under the one of its two words that comes first in the sheet."""
    if kind == inverse:
        return min(person, other), max(person, other), kind
    if order.index(kind) < order.index(inverse):
        return person, other, kind
    return other, person, inverse


ALONE = frozenset({"none", "untold"})


def check_groups(codes: Collection[str], agreed: bool) -> None:
    """What a person says of herself: something, or one of the answers that stand alone; and only when she agrees to be counted."""
    if not agreed:
        raise NotAllowed("Without agreeing to be counted nothing is written down.")
    if not codes:
        raise NotAllowed("Choose at least one answer; “I prefer not to say” is one.")
    if len(set(codes)) > 1 and ALONE & set(codes):
        raise NotAllowed("“None of these” and “I prefer not to say” stand alone.")
