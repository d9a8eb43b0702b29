"""What a paper is made of: plain values, no markup. And which characters may stand on it. Pure."""

import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST = 200_000  # characters on one paper; a hundred pages
KEPT_CONTROLS = "\n"


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Lead:
    """The sentence one must not miss."""

    text: str
    kind: str = "lead"


@dataclass(frozen=True)
class Quote:
    """What a person said, in her own words."""

    text: str
    kind: str = "quote"


@dataclass(frozen=True)
class Heading:
    """A heading below the title."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Facts:
    """Names and what stands beside them: (name, value, small print)."""

    rows: tuple[tuple[str, str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """A table with a head; `widths` are shares of the width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = "table"


@dataclass(frozen=True)
class Steps:
    """What happens one after the other."""

    items: tuple[str, ...]
    kind: str = "steps"


@dataclass(frozen=True)
class Points:
    """Several things, in no order."""

    items: tuple[str, ...]
    kind: str = "points"


@dataclass(frozen=True)
class Boxes:
    """Answers to tick by hand."""

    items: tuple[str, ...]
    kind: str = "boxes"


@dataclass(frozen=True)
class Notice:
    """A right, or a warning, in a frame."""

    title: str
    text: str
    kind: str = "notice"


@dataclass(frozen=True)
class Code:
    """A code in large letters; `qr` is the text that a telephone's camera reads, `alt` says what the picture is."""

    label: str
    code: str
    text: str
    qr: str = ""
    alt: str = ""
    kind: str = "code"


@dataclass(frozen=True)
class Signatures:
    """A line to sign on for each name."""

    names: tuple[str, ...]
    kind: str = "sign"


Block = Words | Lead | Quote | Heading | Facts | Table | Steps | Points | Boxes | Notice | Code | Signatures


@dataclass(frozen=True)
class Sender:
    """Whose letterhead it is."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One paper in one language. `demo` and `page` are filled in when it is set; `page` has the places {n} and {m}."""

    title: str
    sender: Sender
    blocks: tuple[Block, ...]
    recipient: tuple[str, ...] = ()
    date: str = ""
    reference: str = ""
    foot: str = ""
    language: str = "sq"
    demo: str = ""
    page: str = field(default="{n} / {m}")


class PaperTooLong(ValueError):
    """More words than a paper may carry."""


def values(paper: Paper) -> dict[str, Any]:
    """The paper as plain values with clean words. Raises PaperTooLong."""
    cleaned: dict[str, Any] = _clean(asdict(paper))
    if _length(cleaned) > LONGEST:
        raise PaperTooLong(f"A paper carries at most {LONGEST} characters.")
    return cleaned


def plain(words: str) -> str:
    """Words as they may stand on paper: composed letters, no control characters, nothing that turns the reading direction around."""
    lines = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        letter for letter in lines if letter in KEPT_CONTROLS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(_length(one) for one in inner)
