"""Programs of the cast: each with its worker's own key, made by the verb itself."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from bashke.doors.desk.tests.conftest import anas, desk, lule, make_case, make_request
from bashke.ground.access.actions import make_token

__all__ = ["anas", "desk", "lule", "make_case", "make_request"]


class Program:
    """A worker's own program, which reads English."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.client = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/{path}", query)

    def post(self, path: str, body: Any = None, key: object = None, **headers: str) -> HttpResponse:
        headers = {"Idempotency-Key": str(key or uuid4())} | headers
        return self.client.post(f"/api/{path}", json.dumps(body or {}), content_type="application/json", headers=headers)


@pytest.fixture
def program(acting: Callable[..., Any]) -> Callable[[str], Program]:
    def of(username: str) -> Program:
        with acting(username) as worker:
            _made, token = make_token(by=worker, at=timezone.now(), name="Tests")
        return Program(token)

    return of
