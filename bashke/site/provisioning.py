"""Making a database ready: logins, the guard's keys, tables, walls and reference data. Safe to run again.

The superuser (of our own cluster, or the login in DATABASE_URL) is used here and nowhere else.
"""

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg
from psycopg import sql

from . import configuration, postgres

# The text of a query names people and carries session tokens, and an error's text repeats what was typed: shown to no other
# connection, kept in no log. The web and the jobs log every error themselves, by its SQLSTATE.
SILENT = {
    "track_activities": "off", "log_min_error_statement": "panic", "log_min_messages": "fatal", "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1", "log_min_duration_sample": "-1", "log_statement": "none", "log_parameter_max_length_on_error": "0",
}  # fmt: skip
KINDS = ("public", "signin", "person", "municipality", "provider", "nation", "statistics")


def provision(say: Callable[[str], None] = lambda _: None) -> None:
    """From a running server to a database that can serve."""
    configuration.make_secrets()
    name = configuration.database_name()
    with _superuser("postgres") as server:
        say("logins")
        _make_roles(server)
        if not _has(server, name):
            server.execute(sql.SQL("CREATE DATABASE {} OWNER bashke_owner").format(sql.Identifier(name)))
    with _superuser(name) as database:
        close_schemas(database, name)
    say("tables and walls")
    run_as_owner("migrate")
    with _superuser(name) as database:
        _set_keys(database)
    say("reference data")
    run_as_owner("reference")


def exists() -> bool:
    """Is there a database of this name already?"""
    with _superuser("postgres") as server:
        return _has(server, configuration.database_name())


def _has(server: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def run_as_owner(what: str) -> None:
    """Run one owner's task in a process of its own: this process never holds the owner's connection."""
    environment = os.environ | {"BASHKE_LOGIN": "owner", "DJANGO_SETTINGS_MODULE": "bashke.site.settings"}
    done = subprocess.run([sys.executable, "-m", "bashke.site.owner", what], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise configuration.ConfigurationError(f"Preparing the database failed ({what}):\n{done.stderr[-3000:]}")


def _superuser(database: str) -> psycopg.Connection[tuple[object, ...]]:
    if server := configuration.external_server():
        return _entered(server, database)
    return postgres.connect(postgres.cluster_in(configuration.var()), configuration.secret("superuser"), database)


def _entered(server: configuration.Server, database: str) -> psycopg.Connection[tuple[object, ...]]:
    """The operator's own server, as the login of DATABASE_URL. It sets what only a superuser may: what the log must not say."""
    try:
        connection = psycopg.connect(server.conninfo(database), autocommit=True)
    except psycopg.OperationalError as refused:
        raise configuration.ConfigurationError(f"The server in DATABASE_URL does not let us in: {refused}") from None
    known = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if not (known and known[0]):
        connection.close()
        raise configuration.ConfigurationError(
            f"The login {server.user} in DATABASE_URL is no superuser. Preparing needs one; afterwards only bashke_web and bashke_job are used."
        )
    return connection


def _make_roles(server: psycopg.Connection[tuple[object, ...]]) -> None:
    """Logins that own nothing and bypass nothing, and one role for each kind of asker."""
    have = {row[0] for row in server.execute("SELECT rolname FROM pg_roles").fetchall()}
    groups = ["bashke_guard", "bashke_kinds", *(f"bashke_{kind}" for kind in KINDS)]
    for role in groups:
        if role not in have:
            server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    for login in ("owner", "web", "job"):
        role = f"bashke_{login}"
        if role not in have:
            server.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT").format(sql.Identifier(role))
            )
        server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(configuration.secret(login))))
        for setting, value in SILENT.items():
            server.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(role), sql.SQL(setting), sql.Literal(value)))
    server.execute("GRANT bashke_guard TO bashke_owner")
    for kind in KINDS:
        server.execute(sql.SQL("GRANT bashke_kinds TO {}").format(sql.Identifier(f"bashke_{kind}")))
        for login in ("web", "job"):
            if not (login == "web" and kind == "statistics"):
                server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(f"bashke_{kind}"), sql.Identifier(f"bashke_{login}")))


def close_schemas(database: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    database.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    database.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO bashke_owner, bashke_web, bashke_job").format(sql.Identifier(name)))
    database.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO bashke_job").format(sql.Identifier(name)))
    database.execute("CREATE SCHEMA IF NOT EXISTS guard AUTHORIZATION bashke_guard")
    database.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    database.execute("ALTER SCHEMA public OWNER TO bashke_owner")
    database.execute("GRANT USAGE ON SCHEMA public TO bashke_guard, bashke_web, bashke_job, bashke_kinds")


def _set_keys(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """The wall's keys as HMAC pads: `context` is made once and known to the database alone; `proof` is shared with the web process."""
    database.execute(
        """INSERT INTO guard.secret (name, inner_pad, outer_pad)
           SELECT 'context', i, o FROM (SELECT string_agg(set_byte('\\x00', 0, b # 54), ''::bytea ORDER BY n) AS i,
                                               string_agg(set_byte('\\x00', 0, b # 92), ''::bytea ORDER BY n) AS o
             FROM (SELECT n, CASE WHEN n < 32 THEN get_byte(k, n) ELSE 0 END AS b
                     FROM (SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')) AS k) key,
                          generate_series(0, 63) AS n) bytes) pads
           ON CONFLICT (name) DO NOTHING"""
    )
    key = bytes.fromhex(configuration.secret("wall")).ljust(64, b"\0")
    pads = (bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key))
    database.execute(
        "INSERT INTO guard.secret (name, inner_pad, outer_pad) VALUES ('proof', %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        pads,
    )
