"""What every page frame needs to know about the request: language, demo mode, where it is, where the quick exit goes."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

LANGUAGE_NAMES = {"sq": "Shqip", "en": "English"}
HARMLESS_PAGE = "https://sq.wikipedia.org/"


class OtherLanguage(TypedDict):
    """The language one can switch to: its code, and its name in itself."""

    code: str
    name: str


def page_language() -> str:
    """The language of this page: "sq" unless the person chose English."""
    return "en" if (get_language() or "sq").lower().startswith("en") else "sq"


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor of the page frame. `here` is where the language switch returns to."""
    language = page_language()
    other = "sq" if language == "en" else "en"
    return {
        "demo_mode": getattr(settings, "DEMO_MODE", False),
        "page_language": language,
        "other_language": OtherLanguage(code=other, name=LANGUAGE_NAMES[other]),
        "here": request.get_full_path(),
        "exit_url": getattr(settings, "QUICK_EXIT_URL", HARMLESS_PAGE),
        "today": timezone.localdate(),
    }
