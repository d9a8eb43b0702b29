"""Every address × every asker: the page, a refusal, or an answer that cannot be told from "there is no such thing"."""

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bashke.person.casework.models import PlanAction

from .browsers import browser
from .clones import Clone
from .matrix import ASKERS, MATRIX, STAFF, Row
from .story import Told

VARYING = {"Date", "Set-Cookie"}
FINE = {200, 302, 303, 405, 409, 422}


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_every_address_has_its_row() -> None:
    rows = Counter(row.name for row in MATRIX)
    assert {"without a row": set(names()) - set(rows), "row without address": set(rows) - set(names())} == {
        "without a row": set(),
        "row without address": set(),
    }
    assert [name for name, n in rows.items() if n > 1] == []


@pytest.fixture(scope="module")
def ids(clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> dict[str, Any]:
    """The objects that stand in the addresses, all of Shkodër, and of Luan where a provider owns them."""
    ours = told["AL154"]
    with clone.superuser() as oracle:

        def first(query: str, *values: object) -> Any:
            row = oracle.execute(query, values).fetchone()
            assert row is not None, query
            return row[0]

        return {
            "request": ours.waiting, "person": ours.person, "case": ours.case, "closing": ours.closing, "need": ours.needs["income"],
            "referral": ours.referral, "enrolment": ours.enrolment, "worker": cast.besa.worker, "post": cast.besa.post,
            "service": first("SELECT service_id FROM referrals_referral WHERE id = %s", ours.referral),
            "enquiry": first("SELECT enquiry_id FROM people_enquirytarget WHERE municipality_id = 'AL154'"),
            "action": first(f"SELECT id FROM {PlanAction._meta.db_table} WHERE municipality_id = 'AL154' LIMIT 1"),
        }  # fmt: skip


def browse(asker: str, told: dict[str, Told], cast: SimpleNamespace) -> Client:
    if asker == "nobody":
        return browser()
    return browser(code=told["AL154"].code) if asker == "ana" else browser(getattr(cast, asker))


def address(row: Row, of: Any) -> str:
    return reverse(row.name, args=[*row.words] if not row.of else [of, *row.words])


def ask(client: Client, row: Row, of: Any) -> Any:
    """Ask and undo: the next asker finds everything as it was."""
    with transaction.atomic():
        response = client.generic("POST" if row.posts else "GET", address(row, of), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


def wanted(row: Row, asker: str) -> str:
    if row.area == "account":
        return "account"
    if asker in row.page:
        return "page"
    if row.area == "code":
        return "asked for the code"
    if asker not in STAFF:
        return "asked to sign in"
    return "nothing there" if asker in row.hidden else "not allowed"


def got(response: Any) -> str:
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith("/account/login/"):
        return "asked to sign in"
    if response.status_code == 302 and where == "/follow/":
        return "asked for the code"
    if response.status_code in FINE:
        return "page"
    return {403: "not allowed", 404: "nothing there"}.get(response.status_code, f"status {response.status_code}")


def bytes_of(response: Any) -> tuple[Any, ...]:
    """Status, body and headers; what was asked for is echoed in the language link and told nobody anything new."""
    headers = {name: value for name, value in response.headers.items() if name not in VARYING | {"Content-Length"}}
    body = response.content
    for path in (response.request["PATH_INFO"], quote(response.request["PATH_INFO"], safe="")):
        body = body.replace(path.encode(), b"HERE")
    return response.status_code, body, headers


@pytest.mark.parametrize("asker", ASKERS)
def test_each_address_answers_each_asker_as_the_matrix_says(
    on_clone: Clone, ids: dict[str, Any], told: dict[str, Told], cast: SimpleNamespace, asker: str
) -> None:
    client = browse(asker, told, cast)
    wrong = []
    for row in MATRIX:
        if row.name in {"portal:leave", "account_logout"} or (row.area == "account" and asker == "ana"):
            continue  # they end the session this test lives on
        answer, expected = got(ask(client, row, ids.get(row.of))), wanted(row, asker)
        if expected == "account":
            if answer.startswith("status"):
                wrong.append((row.name, answer))
        elif answer != expected and not (expected == "page" and row.area == "open" and answer in {"asked for the code", "nothing there"}):
            wrong.append((row.name, f"{answer}, not {expected}"))
    assert wrong == []


@pytest.mark.parametrize("asker", [a for a in ASKERS if a in STAFF])
def test_what_is_not_yours_looks_like_what_does_not_exist(
    on_clone: Clone, ids: dict[str, Any], told: dict[str, Told], cast: SimpleNamespace, asker: str
) -> None:
    client = browse(asker, told, cast)
    looked = 0
    for row in MATRIX:
        if row.of and asker not in row.page and row.area in {"municipality", "provider", "staff"}:
            nothing = uuid4() if not isinstance(ids[row.of], int) else 2_000_000_000
            theirs, none = bytes_of(ask(client, row, ids[row.of])), bytes_of(ask(client, row, nothing))
            assert theirs == none, row.name
            looked += 1
    assert looked > 0


def test_the_matrix_would_notice_a_leak(on_clone: Clone, ids: dict[str, Any], told: dict[str, Told], cast: SimpleNamespace) -> None:
    """The opposite claims fail: Besa opens Ana's case, and it does not look like nothing."""
    row = next(row for row in MATRIX if row.name == "desk:case")
    client = browse("besa", told, cast)
    assert got(ask(client, row, ids["case"])) == "page"
    assert bytes_of(ask(client, row, ids["case"])) != bytes_of(ask(client, row, uuid4()))
