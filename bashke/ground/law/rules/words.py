"""Texts that are data and exist in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Albanian and English. Printed, it speaks the language of the page (Albanian when there is none)."""

    sq: str
    en: str
    speaking: ClassVar[Callable[[], str | None]] = staticmethod(lambda: "sq")

    def spoken(self, language: str | None) -> str:
        """The text in `language` ("en", "en-gb", "sq", ...): English for English, Albanian for everything else."""
        return self.en if (language or "").lower().startswith("en") else self.sq

    def __str__(self) -> str:
        return self.spoken(type(self).speaking())
