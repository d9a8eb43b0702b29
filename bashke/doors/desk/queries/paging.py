"""Keyset paging: the next rows begin after the last one shown, so no page is slower than the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)
MARK = "after"


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and the link that shows what comes after them; None on the last page."""

    rows: Sequence[M]
    more: str | None


def newest_first(rows: QuerySet[M], moment: str, query: QueryDict, size: int) -> Page[M]:
    """Rows by one moment, the newest first, from the mark in the address on. A mark that we did not give out is a bad request."""
    return _page(rows.order_by(f"-{moment}", "-pk"), moment, "lt", query, size)


def nearest_first(rows: QuerySet[M], moment: str, query: QueryDict, size: int) -> Page[M]:
    """Rows by one clock, the nearest first, likewise."""
    return _page(rows.order_by(moment, "pk"), moment, "gt", query, size)


def _page(ordered: QuerySet[M], moment: str, beyond: str, query: QueryDict, size: int) -> Page[M]:
    if text := query.get(MARK):
        at, last = _read(text)
        ordered = ordered.filter(Q(**{f"{moment}__{beyond}": at}) | Q(**{moment: at, f"pk__{beyond}": last}))
    found = list(ordered[: size + 1])
    if len(found) <= size:
        return Page(found, None)
    last_row = found[size - 1]
    following = query.copy()
    following[MARK] = f"{getattr(last_row, moment).isoformat()}~{last_row.pk}"
    return Page(found[:size], f"?{following.urlencode()}")


def _read(text: str) -> tuple[datetime, UUID]:
    at, _, last = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment, UUID(last)
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
