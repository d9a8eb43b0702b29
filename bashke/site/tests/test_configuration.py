"""A wrong setting is told in a sentence that says what to do, never in a stack of code."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bashke.site import configuration
from bashke.site.configuration import ConfigurationError, Mode


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BASHKE_HOME", str(tmp_path))
    return tmp_path


def bashke(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command as an operator types it."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("BASHKE_", "DATABASE_URL", "DJANGO_"))}
    return subprocess.run([sys.executable, "-m", "bashke.site.command", *words], capture_output=True, text=True, env=settings | environment)


def test_it_is_production_unless_something_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BASHKE_MODE")
    assert configuration.mode() is Mode.PRODUCTION


def test_an_unknown_mode_names_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASHKE_MODE", "live")
    with pytest.raises(ConfigurationError, match="BASHKE_MODE is 'live'; write one of: demo, test, production"):
        configuration.mode()


@pytest.mark.parametrize("url", ["mysql://a:b@c/d", "postgresql:///bashke", "nonsense", "postgresql://a:b@:5432/x"])
def test_a_database_url_that_is_none_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ConfigurationError, match="DATABASE_URL must read postgresql://"):
        configuration.external_server()


def test_a_database_url_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:p%40ss%2Fword@db.example.org:6432/care")
    assert configuration.external_server() == configuration.Server("db.example.org", 6432, "admin", "p@ss/word", "care")


def test_a_missing_secret_says_where_it_was_looked_for_and_what_to_do(home: Path) -> None:
    with pytest.raises(ConfigurationError) as said:
        configuration.secret("wall")
    for part in ("BASHKE_SECRET_WALL", str(home / "var" / "secrets.json"), "bashke provision"):
        assert part in str(said.value)


def test_the_secrets_file_is_for_its_owner_alone(home: Path) -> None:
    configuration.make_secrets()
    path = home / "var" / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = json.loads(path.read_text())
    assert set(kept) == set(configuration.SECRET_NAMES)
    assert len(set(kept.values())) == len(kept)
    assert all(len(value) == 64 for value in kept.values())


def test_secrets_that_are_there_stay_and_what_is_missing_comes(home: Path) -> None:
    (home / "var").mkdir()
    path = home / "var" / "secrets.json"
    path.write_text(json.dumps({"wall": "kept"}))
    configuration.make_secrets()
    kept = json.loads(path.read_text())
    assert kept["wall"] == "kept"
    assert set(kept) == set(configuration.SECRET_NAMES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    configuration.make_secrets()
    assert path.read_bytes() == before


def test_a_spoilt_secrets_file_is_not_overwritten(home: Path) -> None:
    """Overwriting it would lock everybody out of what is encrypted."""
    (home / "var").mkdir()
    path = home / "var" / "secrets.json"
    path.write_text('{"wall": "kept"')
    with pytest.raises(ConfigurationError, match="cannot be read"):
        configuration.make_secrets()
    assert path.read_text() == '{"wall": "kept"'


def test_the_environment_wins_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration.make_secrets()
    monkeypatch.setenv("BASHKE_SECRET_WALL", "from outside")
    assert configuration.secret("wall") == "from outside"


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (("check",), {"BASHKE_MODE": "live"}, "BASHKE_MODE is 'live'"),
        (("check",), {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must read"),
        (("check",), {"BASHKE_SECRET_DJANGO": ""}, "Run `bashke provision` first"),
        (("provision",), {"PG_BIN": "/nowhere"}, "PG_BIN is /nowhere, and there is no initdb in it."),
    ],
)
def test_the_command_says_it_in_one_line(words: tuple[str, ...], environment: dict[str, str], says: str, home: Path) -> None:
    if "BASHKE_SECRET_DJANGO" not in environment:
        configuration.make_secrets()
    done = bashke(*words, BASHKE_HOME=str(home), **environment)
    assert done.returncode == 1
    assert done.stderr.startswith("bashke: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("mode", "given", "back_end"),
    [
        ("production", {}, ""),
        ("demo", {}, "django.core.mail.backends.filebased.EmailBackend"),
        ("production", {"HOST": "mail.example.org", "FROM": "bashke@example.org"}, "django.core.mail.backends.smtp.EmailBackend"),
        (
            "production",
            {"HOST": "localhost", "FROM": "bashke@example.org", "SECURITY": "none"},
            "django.core.mail.backends.smtp.EmailBackend",
        ),
    ],
)
def test_e_mail_leaves_as_the_environment_says(mode: str, given: dict[str, str], back_end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"BASHKE_EMAIL_{name}", value)
    assert configuration.mail(Mode(mode)).back_end == back_end


@pytest.mark.parametrize(
    "given",
    [{"HOST": "mail.example.org"}, {"HOST": "mail.example.org", "FROM": "bashke@example.org", "SECURITY": "none"}],
)
def test_a_mail_server_without_a_sender_or_in_the_clear_is_refused(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"BASHKE_EMAIL_{name}", value)
    with pytest.raises(ConfigurationError, match="BASHKE_EMAIL"):
        configuration.mail(Mode.PRODUCTION)
