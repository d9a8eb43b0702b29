"""The watchers' addresses: answered to this machine, not there for anybody else, and without a word about a person."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from bashke.site import probes

ADDRESSES = ("/health/live", "/health/ready", "/metrics")
pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher(cast: Any) -> Client:
    """A program on this machine."""
    return Client(REMOTE_ADDR="127.0.0.1")


def test_it_lives_and_is_ready(watcher: Client) -> None:
    assert watcher.get("/health/live").json() == {"alive": True}
    assert watcher.get("/health/ready").json() == {"ready": True, "database": True, "migrations_missing": 0}


def test_it_is_not_ready_while_a_migration_is_missing(watcher: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = probes._migrations()
    monkeypatch.setattr(probes, "_migrations", lambda: known | {("casework", "0999_not_yet")})
    answer = watcher.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations_missing"]) == (503, 1)
    assert b"bashke_migrations_missing 1.0" in watcher.get("/metrics").content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "comes",
    [
        {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=127.0.0.1"}, {"HTTP_VIA": "1.1 proxy"}, {"REMOTE_ADDR": "10.0.0.9"},
    ],
    ids=str,
)  # fmt: skip
def test_from_elsewhere_or_through_the_proxy_there_is_no_such_page(address: str, comes: dict[str, str], watcher: Client) -> None:
    assert watcher.get(address).status_code == 200
    stranger = watcher.get(address, **comes)
    assert stranger.status_code == 404
    assert b"bashke_" not in stranger.content
    assert stranger.content == watcher.get("/no/such/page", **comes).content


def test_the_operator_may_let_another_machine_ask(settings: Any) -> None:
    settings.PROBES_FROM = [ip_network("10.0.0.0/24")]
    assert Client(REMOTE_ADDR="10.0.0.9").get("/health/live").status_code == 200
    assert Client(REMOTE_ADDR="10.0.1.9").get("/health/live").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/health/live").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_they_only_answer_and_take_nothing(address: str, watcher: Client) -> None:
    assert watcher.post(address, {"name": "Ana"}).status_code == 405
    assert "Set-Cookie" not in watcher.get(address).headers


def test_pages_are_counted_by_name_and_nobody_by_hers(watcher: Client, client_as: Any) -> None:
    client_as("besa").get("/desk/people/", {"name": "Kanarina Marku"})
    watcher.get("/Kanarina/Marku/")
    watcher.post("/follow/", {"code": "KANA-RINA"})
    text = watcher.get("/metrics").content.decode()
    for seen in (
        'route="desk:people"',
        'route="unknown"',
        'route="portal:code"',
        'method="POST"',
        "bashke_answer_seconds_bucket",
        "bashke_database_up 1.0",
    ):
        assert seen in text
    for name in ("Kanarina", "Marku", "KANA", "besa", "Besa"):
        assert name not in text
