"""The words a visitor sees, in her language: the compiled catalogues and the law's sheets, so that no test knows two languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext, override

from bashke.ground.design.queries import LANGUAGE_NAMES
from bashke.ground.law.queries import anchors, label, terms
from bashke.site.commands.messages import packages, strings

SHARED = Path(__file__).resolve().parents[1] / "house" / "shared_words.txt"
HOLE = re.compile(r"%\\\((\w+)\\\)[sd]|%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Words:
    """`words("Continue")` says it in the language; `words.domain("housing")` takes the law's own word."""

    language: str

    def __call__(self, text: str, **filled: Any) -> str:
        """A string of the screens; what stands in its holes comes as keywords."""
        with override(self.language):
            said = gettext(text)
            return said % filled if filled else said.replace("%%", "%")

    def many(self, one: str, more: str, counted: int, **filled: Any) -> str:
        with override(self.language):
            return ngettext(one, more, counted) % ({"count": counted, "counter": counted} | filled)

    def of(self, kind: str, code: str) -> str:
        """A word of the law's sheets: `words.of("closure_reason", "goals_met")`."""
        with override(self.language):
            return label(kind, code)

    def plainly(self, domain: str) -> str:
        """A need domain as a person says it."""
        with override(self.language):
            return next(str(row.extra["plain"]) for row in terms("domain") if row.code == domain)

    def rung(self, domain: str, number: int) -> str:
        """The anchor sentence of one rung of a domain's ladder."""
        with override(self.language):
            return str(anchors(domain)[number])

    def say(self, make: Callable[[], Any]) -> str:
        """Whatever this makes while the language is on."""
        with override(self.language):
            return str(make())


@cache
def _english() -> tuple[frozenset[str], re.Pattern[str]]:
    """Every English string of the screens: those without holes, and a pattern of those with."""
    shared = set(SHARED.read_text(encoding="utf-8").split("\n")) if SHARED.exists() else set()
    said = {text for package in packages() for msgid in strings(package) for text in ([msgid] if isinstance(msgid, str) else msgid)}
    said = (
        {text.strip() for text in said if re.search(r"[A-Za-z]{3}", text)} - shared - set(LANGUAGE_NAMES.values())
    )  # a language says its own name
    whole = {text for text in said if "%(" not in text}
    filled = sorted(text for text in said if "%(" in text and len(re.findall(r"[A-Za-z]{2,}", HOLE.sub("", text))) > 1)
    pattern = "|".join(re.sub(r"%\\\(\w+\\\)[sd]", ".{1,80}?", re.escape(text).replace(r"\ ", r"\s+")) for text in filled)
    return frozenset(whole), re.compile(pattern or r"(?!)")


def english_left(texts: list[str]) -> list[str]:
    """Those of the texts of an Albanian page that are English strings of ours."""
    whole, filled = _english()
    return [text for text in dict.fromkeys(re.sub(r"\s+", " ", t).strip() for t in texts) if text in whole or filled.fullmatch(text)]
