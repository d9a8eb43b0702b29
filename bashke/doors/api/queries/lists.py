"""Lists in pages that follow keys: the mark of the next page is signed, for one list, and says nothing that the page did not show."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=Model)
PAGE = 25


class Answered(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"


class BadMark(ValueError):
    """Not a mark that we gave out for this list."""

    sentence = _("This page mark was not given out by us.")


def sign(place: str | None, of: str) -> str | None:
    """The mark of what comes after a place in a list; None on the last page."""
    return None if place is None else signing.dumps(place, salt=f"api.{of}")


def place(mark: str | None, of: str) -> str | None:
    """The place behind a mark. Raises BadMark."""
    if mark is None:
        return None
    try:
        return str(signing.loads(mark, salt=f"api.{of}"))
    except signing.BadSignature as error:
        raise BadMark from error


def page(rows: QuerySet[M], moment: str, mark: str | None, of: str, *, newest: bool = False) -> tuple[list[M], str | None]:
    """One page by one moment, the nearest or the newest first, and the mark of the next."""
    sign_of, beyond = ("-", "lt") if newest else ("", "gt")
    if text := place(mark, of):
        at, last = _read(text)
        rows = rows.filter(Q(**{f"{moment}__{beyond}": at}) | Q(**{moment: at, f"pk__{beyond}": last}))
    found = list(rows.order_by(f"{sign_of}{moment}", f"{sign_of}pk")[: PAGE + 1])
    last_row = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], sign(_place_of(last_row, lambda row: getattr(row, moment)), of)


def _place_of(row: Model | None, moment: Callable[[Any], datetime]) -> str | None:
    return None if row is None else f"{moment(row).isoformat()}~{row.pk}"


def _read(text: str) -> tuple[datetime, UUID]:
    at, _sep, last = text.partition("~")
    return datetime.fromisoformat(at), UUID(last)
