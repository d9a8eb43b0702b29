"""Where this installation lives, and its secrets: read from the environment, else from `var/secrets.json`.

Every setting an operator may change is named here once; docs/guides/operator.md explains each.
"""

import json
import os
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

from psycopg.conninfo import make_conninfo

NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


class Mode(StrEnum):
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class ConfigurationError(Exception):
    """A setting that is missing or wrong; the text says which and what to do."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server and the login that may make roles and databases on it."""

    host: str
    port: int
    user: str
    password: str
    database: str
    options: tuple[tuple[str, str], ...] = ()

    def conninfo(self, database: str) -> str:
        """How libpq is told to enter a database of this server."""
        known = {"host": self.host, "port": str(self.port), "user": self.user, "password": self.password, "dbname": database}
        return make_conninfo("", **known, **dict(self.options))


TRUST = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}  # of libpq's settings, what DATABASE_URL may carry
SECRET_NAMES = ("django", "wall", "owner", "web", "job", "superuser", "vault", "backup")
PACKAGE = Path(__file__).resolve().parent.parent


def mode() -> Mode:
    """How the system runs; production unless something says otherwise."""
    word = os.environ.get("BASHKE_MODE", Mode.PRODUCTION)
    try:
        return Mode(word)
    except ValueError:
        raise ConfigurationError(f"BASHKE_MODE is {word!r}; write one of: {', '.join(Mode)}.") from None


def home() -> Path:
    """The folder that holds `var/`: BASHKE_HOME, else the checkout, else the current folder."""
    if named := os.environ.get("BASHKE_HOME"):
        return Path(named).resolve()
    checkout = PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def var() -> Path:
    return home() / "var"


def server_file(bind: str, kind: str) -> Path:
    """Where one web server of this folder keeps its process number (`pid`) and its counts (`counts`)."""
    return var() / f"web-{re.sub(r'[^A-Za-z0-9]+', '-', bind)}.{kind}"


def database_name() -> str:
    """Of the operator's own server when DATABASE_URL names one, else BASHKE_DATABASE in our own."""
    server = external_server()
    return server.database if server else os.environ.get("BASHKE_DATABASE", "bashke")


def external_server() -> Server | None:
    """The operator's own server from DATABASE_URL, or None when we run PostgreSQL ourselves."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return None
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.hostname:
        raise ConfigurationError("DATABASE_URL must read postgresql://login:password@host:port/database.")
    return Server(
        host=unquote(parts.hostname),
        port=parts.port or 5432,
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
        database=unquote(parts.path.lstrip("/")) or os.environ.get("BASHKE_DATABASE", "bashke"),
        options=_options(parts.query),
    )


def _options(query: str) -> tuple[tuple[str, str], ...]:
    """What stands behind the question mark: how to trust the server (sslmode and its kin), and nothing else."""
    given = tuple(parse_qsl(query))
    if unknown := sorted({name for name, _ in given} - TRUST):
        raise ConfigurationError(f"DATABASE_URL may end with {', '.join(sorted(TRUST))}; not with {', '.join(unknown)}.")
    return given


def secret(name: str) -> str:
    """One secret: BASHKE_SECRET_<NAME> from the environment, else from var/secrets.json.

    Raises ConfigurationError when neither has it: `bashke provision` writes the file.
    """
    if value := os.environ.get(f"BASHKE_SECRET_{name.upper()}"):
        return value
    path = var() / "secrets.json"
    try:
        kept: dict[str, str] = json.loads(path.read_text())
        return kept[name]
    except (OSError, KeyError, ValueError):
        raise ConfigurationError(
            f"The secret {name!r} is neither in BASHKE_SECRET_{name.upper()} nor in {path}. Run `bashke provision` first."
        ) from None


@dataclass(frozen=True)
class Mail:
    """How e-mail for workers leaves: Django's back end with its settings. Without a way none is offered."""

    back_end: str = ""
    host: str = ""
    port: int = 587
    login: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = ""


def mail(mode: Mode) -> Mail:
    """BASHKE_EMAIL: smtp, file, console or off. Raises ConfigurationError when a mail server would get messages in the clear."""
    host = os.environ.get("BASHKE_EMAIL_HOST", "")
    way = os.environ.get("BASHKE_EMAIL", "smtp" if host else "off" if mode is Mode.PRODUCTION else "file")
    if way == "off":
        return Mail()
    sender = os.environ.get("BASHKE_EMAIL_FROM", "")
    if way in {"file", "console"}:
        name = {"file": "filebased", "console": "console"}[way]
        return Mail(back_end=f"django.core.mail.backends.{name}.EmailBackend", sender=sender or "bashke@localhost")
    security = os.environ.get("BASHKE_EMAIL_SECURITY", "starttls")
    if way != "smtp" or not host or not sender:
        raise ConfigurationError("BASHKE_EMAIL must be off, file, console, or smtp together with BASHKE_EMAIL_HOST and BASHKE_EMAIL_FROM.")
    if security not in {"starttls", "tls"} and not (security == "none" and host in NEAR):
        raise ConfigurationError("BASHKE_EMAIL_SECURITY must be starttls or tls; none only for a mail server on this machine.")
    return Mail(
        back_end="django.core.mail.backends.smtp.EmailBackend", host=host, login=os.environ.get("BASHKE_EMAIL_LOGIN", ""),
        port=int(os.environ.get("BASHKE_EMAIL_PORT", "465" if security == "tls" else "587")), sender=sender,
        password=os.environ.get("BASHKE_EMAIL_PASSWORD", ""), starttls=security == "starttls", tls=security == "tls",
    )  # fmt: skip


def make_secrets() -> None:
    """Write what is missing of var/secrets.json, readable by its owner only. Existing secrets stay."""
    path = var() / "secrets.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    except (OSError, ValueError):
        raise ConfigurationError(
            f"The secrets in {path} cannot be read. Bring the file back from a backup; a new one would not fit."
        ) from None
    missing = [name for name in SECRET_NAMES if name not in kept]
    if not missing:
        return
    kept.update({name: secrets.token_hex(32) for name in missing})
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(kept, indent=1))
    fresh.replace(path)
