"""What may be added to a file, and under which name. Pure."""

import re
import unicodedata
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed

LONGEST_NAME = 100
SHORTEST_REASON = 5
NAMELESS = "dokument"


class Kind(StrEnum):
    """What is kept. Whatever photograph came in is kept as JPEG."""

    PHOTO = "jpg"
    PDF = "pdf"


class Fault(StrEnum):
    """Why a file is not taken: the cleaner's own words for it."""

    EMPTY = "empty"
    TYPE = "type"
    BROKEN = "broken"
    LOCKED = "locked"
    PIXELS = "pixels"
    PAGES = "pages"
    HEAVY = "heavy"


def refusal(fault: Fault, *, megabytes: int, megapixels: int, pages: int) -> NotAllowed:
    """The sentence for a file that is not taken."""
    sentences = {
        Fault.EMPTY: NotAllowed("This file is empty. Choose another."),
        Fault.TYPE: NotAllowed("Only photographs (JPEG, PNG, WebP) and PDF are taken. Save other documents as PDF first."),
        Fault.BROKEN: NotAllowed("This file cannot be read: it is damaged, or it is not what its name says."),
        Fault.LOCKED: NotAllowed("This PDF is locked with a password. Save it without one first."),
        Fault.PIXELS: NotAllowed("This picture has more than %(most)s million points. Make it smaller first.", most=megapixels),
        Fault.PAGES: NotAllowed("This PDF has more than %(most)s pages. Add it in parts.", most=pages),
        Fault.HEAVY: NotAllowed("This file is larger than %(most)s MB. Make it smaller first.", most=megabytes),
    }
    return sentences[fault]


def clean_name(name: str, kind: Kind) -> str:
    """The name without folders, control characters and tricks, with the ending of what it really is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    letters = "".join(letter for letter in last if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    stem = re.sub(r'[<>:"|?*\s]+', " ", letters.rpartition(".")[0] or letters).strip(" .")[:LONGEST_NAME]
    return f"{stem or NAMELESS}.{kind}"


def check_room(held: int, most: int) -> None:
    if held >= most:
        raise NotAllowed("This case holds %(most)s documents already. Remove one that is no longer needed.", most=most)


def check_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("Write why this document is removed.")


def check_there(removed: bool) -> None:
    if removed:
        raise NotAllowed("This document was removed already.")
