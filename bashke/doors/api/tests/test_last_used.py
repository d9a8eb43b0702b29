"""A worker sees when each of her keys was used last; a key that is used all day costs one write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.models import Token

from .conftest import Program


def version() -> Any:
    """Which write the row is of: every change of a row makes another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid, last_used_on FROM access_token")
        return cursor.fetchone()


def test_the_first_use_of_a_day_is_written_and_no_other(program: Callable[[str], Program], acting: Callable[..., Any]) -> None:
    besa = program("besa")
    with acting("besa"):
        assert Token.objects.get().last_used_on is None
    assert besa.get("cases").status_code == 200
    with acting("besa"):
        first = version()
        assert first[1] == timezone.localdate()
    for _ in range(3):
        besa.get("cases")
        besa.post("searches", {"listing": "cases", "name": str(uuid4()), "filters": {}})
    with acting("besa"):
        assert version() == first


def test_the_page_says_when_and_nobody_writes_it_by_hand(
    program: Callable[[str], Program], acting: Callable[..., Any], client_as: Callable[..., Client]
) -> None:
    besa, page = program("besa"), reverse("access:tokens")
    assert "ende i papërdorur" in client_as("besa").get(page).content.decode()
    besa.get("cases")
    assert "përdorur së fundi më" in client_as("besa").get(page).content.decode()
    with acting("besa"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Token.objects.update(last_used_on=timezone.localdate() - timedelta(days=9))


def test_a_key_that_opens_nothing_is_not_used(program: Callable[[str], Program], acting: Callable[..., Any]) -> None:
    besa = program("besa")
    with acting("besa"):
        Token.objects.update(ended_at=timezone.now())
    assert besa.get("cases").status_code == 401
    with acting("besa"):
        assert Token.objects.get().last_used_on is None
