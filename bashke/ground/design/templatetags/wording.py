"""The wording of dates, spans, numbers, money and distances as filters; part of `{% load design %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django import template
from django.utils import timezone

from bashke.ground.design import rules
from bashke.ground.design.queries import page_language

register = template.Library()


def as_day(value: date | datetime) -> date:
    """The day in Albania of a date or a moment."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def date_long(value: date | None) -> str:
    """3 mars 2026."""
    return rules.date_long(as_day(value), page_language()) if value else ""


@register.filter
def date_short(value: date | None) -> str:
    """03.03.2026 · 3 Mar 2026."""
    return rules.date_short(as_day(value), page_language()) if value else ""


@register.filter
def date_weekday(value: date | None) -> str:
    """e martë, 3 mars 2026."""
    return rules.date_weekday(as_day(value), page_language()) if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:05, in Albania."""
    if not value:
        return ""
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%H:%M}"


@register.filter
def moment(value: date | datetime | None) -> str:
    """3 mars 2026, 14:05; without the time when the value is a day."""
    return f"{date_long(value)}, {clock_time(value)}" if isinstance(value, datetime) else date_long(value)


@register.filter
def days_from(value: date | None, today: date | None = None) -> str:
    """sot, nesër, pas 3 ditësh, 3 ditë më parë."""
    return rules.days_from(as_day(value), today or timezone.localdate(), page_language()) if value else ""


@register.filter
def days_left(value: date | None, today: date | None = None) -> str:
    """mbeten 2 ditë, afati është sot, 3 ditë vonesë."""
    return rules.days_left(as_day(value), today or timezone.localdate(), page_language()) if value else ""


@register.filter
def thousands(value: float | Decimal | None, places: int = 0) -> str:
    """12 345; nothing for nothing."""
    return "" if value is None or value == "" else rules.thousands(value, page_language(), places)


@register.filter
def percent(value: float | Decimal | None, places: int = 0) -> str:
    """0.125 is 13%; with `:1` it is 12,5%."""
    return "" if value is None or value == "" else rules.percent(value, page_language(), places)


@register.filter
def lek(value: int | Literal[""] | None) -> str:
    """12 345 lekë."""
    return "" if value is None or value == "" else rules.lek(value, page_language())


@register.filter
def km(value: float | Decimal | None) -> str:
    """3,4 km."""
    return "" if value is None or value == "" else rules.km(value, page_language())


@register.filter
def phone_number(value: str | None) -> str:
    """069 200 0101."""
    return rules.phone_number(value) if value else ""
