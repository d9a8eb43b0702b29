"""Who acts in the story, and on which day it begins."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from bashke.ground.access import queries
from bashke.ground.access.rules import Actor

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


@contextmanager
def as_worker(someone: Any) -> Iterator[Actor]:
    """A worker's context in a transaction that is committed."""
    with transaction.atomic():
        token = secrets.token_hex(16)
        queries.bind(token, someone.worker, someone.post)
        yield queries.enter(token)


@contextmanager
def as_public() -> Iterator[Actor]:
    with transaction.atomic():
        yield queries.enter("")


@contextmanager
def as_holder(code: str) -> Iterator[Actor]:
    """What a code opens."""
    with transaction.atomic():
        token = secrets.token_hex(16)
        assert queries.open_by_code(token, code)
        yield queries.enter(token)
