"""Words of the typologies in the reader's language, and refusals too."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.utils.functional import lazystr

from ..rules import NotAllowed, Term, Text, UnknownTerm, pick_term
from .papers import all_terms


def kinds() -> list[str]:
    """Every kind of word there is."""
    return list(all_terms())


def terms(kind: str, on: date | None = None) -> list[Term]:
    """The words of a kind in the order of the sheet; with a day, only those valid on it. Raises UnknownTerm."""
    if kind not in all_terms():
        raise UnknownTerm(f"No sheet has the kind {kind!r}.")
    return [row for row in all_terms()[kind] if on is None or row.valid_on(on)]


def term(kind: str, code: str) -> Term:
    """One word, also when it is no longer valid: old files keep their words. Raises UnknownTerm."""
    return pick_term(terms(kind), kind, code)


def label(kind: str, code: str) -> str:
    """The label of one word in the active language."""
    return str(term(kind, code).label)


def choices(kind: str, on: date | None = None) -> list[tuple[str, str]]:
    """(code, label) pairs for a form field; each label speaks the language active when it is shown."""
    return [(row.code, cast(str, lazystr(row.label))) for row in terms(kind, on)]


def anchors(domain: str) -> Mapping[int, Text]:
    """The five rungs of a need domain's ladder, 1 crisis to 5 thriving, each with its anchor sentence."""
    ladder: Mapping[int, Text] = term("domain", domain).extra["ladder"]
    return ladder


def sentence(broken: NotAllowed) -> str:
    """A refusal in the active language. Parameters that should be translated are the caller's to pass as lazy texts."""
    return broken.sentence()
