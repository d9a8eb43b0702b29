"""The way of a request, its code, and how urgent it is. No database, no clock."""

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.law.rules import NotAllowed, Text, TriageClass


class Status(StrEnum):
    RECEIVED = "received"
    REGISTERED = "registered"  # tied to a person and a case
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NEXT: dict[Status, set[Status]] = {
    Status.RECEIVED: {Status.REGISTERED, Status.REFUSED, Status.WITHDRAWN},
    Status.REGISTERED: {Status.WITHDRAWN},
    Status.REFUSED: {Status.RECEIVED},  # an appeal reopens it
    Status.WITHDRAWN: set(),
}


WORDS: dict[Status, Text] = {
    Status.RECEIVED: Text("në pritje", "waiting"),
    Status.REGISTERED: Text("e regjistruar", "registered"),
    Status.REFUSED: Text("e refuzuar", "refused"),
    Status.WITHDRAWN: Text("e tërhequr", "withdrawn"),
}


class ForWhom(StrEnum):
    SELF = "self"
    OTHER = "other"


class Channel(StrEnum):
    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"
    OUTREACH = "outreach"  # a worker or mediator in the field tells it
    OFFICE = "office"  # a school, a health centre, the police, another municipality
    PROVIDER = "provider"
    TIP = "tip"  # somebody who does not say who she is


SENT_BY_AN_OFFICE = frozenset({Channel.OFFICE, Channel.PROVIDER})


class AppealStatus(StrEnum):
    WAITING = "waiting"
    REOPENED = "reopened"  # the request is received again
    STANDS = "stands"  # the refusal stands, with reasons


NEXT_APPEAL: dict[AppealStatus, set[AppealStatus]] = {
    AppealStatus.WAITING: {AppealStatus.REOPENED, AppealStatus.STANDS},
    AppealStatus.REOPENED: set(),
    AppealStatus.STANDS: set(),
}


class Relation(StrEnum):
    """What a worker is to a person, when it keeps her from the person's file."""

    FAMILY = "family"
    FRIEND = "friend"
    BUSINESS = "business"
    DISPUTE = "dispute"
    OTHER = "other"


HOLDERS = ("social_worker", "supervisor")  # the roles that may answer for a request or a case


class TriageStatus(StrEnum):
    FINAL = "final"
    WAITING = "waiting"  # less urgent than the worst flag: needs a second person
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"  # judged anew before the second person answered


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did."""
    if wanted not in NEXT[current]:
        raise NotAllowed(
            "This request is %(now)s and cannot become %(wanted)s. Nothing was changed.", now=WORDS[current], wanted=WORDS[wanted]
        )


SENT_ONCE = NotAllowed("This request was already sent. We have it once.")


class AlreadySent(NotAllowed):
    """The same press of the button arrived twice. The page shows what the first one gave."""

    def __init__(self) -> None:
        super().__init__(SENT_ONCE.msgid)


def body_mark(body: Mapping[str, Any]) -> str:
    """A mark of what was sent with a key: the same key with another mark is a mistake (409), with the same mark a second press."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def check_asking(
    for_whom: str, domains: Collection[str], given_name: str, asker_name: str, permission_given: bool, *, without: str = "",
    dangers: Collection[str] = (),
) -> None:  # fmt: skip
    """A request says what is needed and for whom; for another it needs her permission and the name of who asks.

    Permission may be missing only for a sign of danger: `without` is that sign, `dangers` the codes that count.
    """
    if not domains:
        raise NotAllowed("Choose at least one thing you need help with.")
    if not given_name.strip():
        raise NotAllowed("Write the first name of the person who needs help.")
    if for_whom == ForWhom.OTHER and not asker_name.strip():
        raise NotAllowed("Write your own name too, because you are asking for somebody else.")
    if for_whom == ForWhom.OTHER and not permission_given:
        if not without:
            raise NotAllowed("Ask the person first. We can take the request only with her or his permission.")
        if without not in dangers:
            raise NotAllowed("Without permission we take a request only for a sign of danger. Choose the sign that was seen.")


def check_tip(for_whom: str, domains: Collection[str], asker: Collection[str], words: str, where: str) -> None:
    """A tip says what was seen and where, and nothing at all of who tells: we promise her nothing and keep nothing of her."""
    if not domains:
        raise NotAllowed("Choose at least one thing that is needed.")
    if for_whom != ForWhom.OTHER or any(text.strip() for text in asker):
        raise NotAllowed("An anonymous tip keeps no name, telephone or relation of who told us. Leave them out.")
    if not words.strip():
        raise NotAllowed("Write what was seen or heard.")
    if not where.strip():
        raise NotAllowed("Write where the person can be found: without it nobody can help.")


def check_sender(channel: str, office: str) -> None:
    """Another office or a provider says which one it is, so that it can be told what became of it."""
    if channel in SENT_BY_AN_OFFICE and not office.strip():
        raise NotAllowed("Write which office or provider sends the request.")


def check_code(channel: str, registered: bool) -> None:
    """A tip has no code to give: who told us stays unknown. The person herself gets hers once we know who she is."""
    if channel == Channel.TIP and not registered:
        raise NotAllowed("A tip has no code. The person gets one when the request is registered.")


def check_channel(by: Actor, channel: str, municipality: str) -> None:
    """The public asks over the web, of any municipality; a worker takes down what is said at her own municipality's counter or telephone."""
    if by.kind is Kind.MUNICIPALITY:
        if by.municipality != municipality:
            raise NotAllowed("You can take down requests of your own municipality only.")
    elif channel != Channel.WEB:
        raise NotAllowed("Only a worker of the municipality takes down requests from the counter or the telephone.")


def check_appeal(current: Status, reason_allows: bool, words: str) -> None:
    """Who was refused may say why she does not agree; nothing else is asked of her."""
    if current is not Status.REFUSED:
        raise NotAllowed("Only a refused request can be appealed.")
    if not reason_allows:
        raise NotAllowed("The person did not want this help, so there is nothing to appeal.")
    if not words.strip():
        raise NotAllowed("Write why the person does not agree, in her or his own words.")


def check_appeal_decision(current: AppealStatus, wanted: AppealStatus, refused_by: UUID | None, decider: UUID | None, words: str) -> None:
    """Decided once, with reasons, and never by whoever refused."""
    if wanted not in NEXT_APPEAL[current]:
        raise NotAllowed("This appeal was decided already. Nothing was changed.")
    if decider is None or decider == refused_by:
        raise NotAllowed("Who refused the request cannot decide the appeal. Another supervisor or the director does.")
    if not words.strip():
        raise NotAllowed("Write to the person, in plain words, why.")


def check_conflict(relation: str, words: str) -> None:
    """A relation is one of the list; the one that is not in it is told in words."""
    if relation not in set(Relation):
        raise NotAllowed("Choose the relation from the list.")
    if relation == Relation.OTHER and not words.strip():
        raise NotAllowed("Say in a few words what the relation is.")


def check_refusal(reason: str, known: Collection[str], words: str) -> None:
    if reason not in known:
        raise NotAllowed("Choose the reason from the list.")
    if not words.strip():
        raise NotAllowed("Write to the person, in plain words, why.")


def check_withdrawal(current: Status, by: Actor) -> None:
    """A request that has become a file belongs to the person; who asked for her can no longer end it."""
    if current is Status.REGISTERED and by.kind is Kind.PERSON and by.person is None:
        raise NotAllowed("The request has become the file of the person herself. Only she can withdraw it now, or ask us to.")


GENERAL = "general"  # the set of signs that is looked at for everybody


@dataclass(frozen=True)
class SetRule:
    """When the signs of a track are looked at: one of `domains` was asked for, or somebody's age (years) is below or from a limit."""

    code: str
    domains: frozenset[str] = frozenset()
    below: int | None = None
    from_age: int | None = None
    team: bool = False

    def fits(self, domains: Collection[str], ages: Iterable[int]) -> bool:
        return not self.domains.isdisjoint(domains) or any(
            (self.below is not None and age < self.below) or (self.from_age is not None and age >= self.from_age) for age in ages
        )


def tracks_of(signed: Iterable[str], looked: Collection[str], rules: Iterable[SetRule]) -> list[str]:
    """The tracks of a request: a named team's only for one of its own signs, an ordinary one when its set fits.

    That there are children in a home makes no child protection case of it.
    """
    return sorted({*signed, *(rule.code for rule in rules if not rule.team and rule.code in looked)})


def held_class(chosen: TriageClass, worst: TriageClass, before: TriageClass | None) -> TriageClass:
    """The class that counts from now on: the highest of what was chosen, what the flags give, and what held until now."""
    return max(chosen, worst, before or TriageClass.ROUTINE)


def is_lowering(chosen: TriageClass, worst: TriageClass, before: TriageClass | None) -> bool:
    """Less urgent than the worst flag, or than the request was until now: leaving a flag out is lowering too."""
    return chosen < held_class(chosen, worst, before)


class ReasonMissing(NotAllowed):
    """Less urgent than its worst sign, and nobody said why."""


def check_lowering(reason: str, known: Collection[str]) -> None:
    if reason not in known:
        raise ReasonMissing("Choose why this is less urgent than its worst sign. A second person will look at it.")


def check_second_person(status: TriageStatus, proposer: UUID, second: UUID | None) -> None:
    if status is not TriageStatus.WAITING:
        raise NotAllowed("This was answered already.")
    if second is None or second == proposer:
        raise NotAllowed("Who proposed that a request is less urgent cannot confirm it. Ask a colleague.")


def sooner(first: datetime | None, second: datetime) -> datetime:
    """A clock may be brought nearer, never pushed away."""
    return second if first is None else min(first, second)


# Crockford's base 32: no I, L, O, U, so that a code read over the telephone is heard one way. 16 letters are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 16
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code() -> str:
    """A fresh code in four groups of four, as it is shown and printed."""
    return show_code("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)))


def show_code(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, CODE_LETTERS, 4))


def clean_code(text: str) -> str | None:
    """What was typed or read aloud, as the code it means; None when it cannot be one."""
    letters = re.sub(r"[\s\-–—.]+", "", text).upper().translate(_HEARD_AS)
    if len(letters) != CODE_LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return show_code(letters)
