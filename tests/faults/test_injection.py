"""Whoever slips SQL into a page of her own municipality gets her own rows or an error: the wall asks the signed context.

The page in injectable.py is really injectable (`the_hole_is_real`), and with an unsigned context, the usual way, the
same payloads get everything (the control).
"""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from .askers import Asker
from .clones import Clone, django_on
from .story import Told

END = " --"
EVERYBODY = "SELECT given_name || family_name || municipality_id FROM people_person"
SECRETS = "SELECT worker_id || password FROM access_credential"
KEEP = "SELECT set_config('x.kept', current_setting('guard.context'), false)"
FORGE = "SELECT set_config('guard.context', replace(current_setting('guard.context'), 'AL154', 'AL343'), true)"

PAYLOADS = {
    "or true": "' OR true" + END,
    "stacked": f"'; {EVERYBODY}{END}",
    "union": f"' UNION {EVERYBODY}{END}",
    "union with the passwords": f"' UNION {SECRETS}{END}",
    "a context typed in": "'; SELECT set_config('guard.context', 'municipality|AL343|2|-|-|-|1|supervisor|1|1|' || repeat('0', 64), true); "
    + EVERYBODY + END,
    "the context rewritten": f"'; {FORGE}; {EVERYBODY}{END}",
    "the context rewritten in the same statement": f"' OR ({FORGE}) IS NOT NULL{END}",
    "reset role": f"'; RESET ROLE; {EVERYBODY}{END}",
    "role of the owner": f"'; SET ROLE bashke_owner; {EVERYBODY}{END}",
    "role of the guard": "'; SET ROLE bashke_guard; SELECT token_hash FROM guard.session" + END,
    "role of the counting job": f"'; SET ROLE bashke_statistics; {EVERYBODY}{END}",
    "role of the sign-in pages": f"'; SET ROLE bashke_signin; {SECRETS}{END}",
    "role of the sign-in pages, in one statement": f"' UNION SELECT set_config('role', 'bashke_signin', true)"
    f" UNION SELECT query_to_xml('{SECRETS.replace(chr(39), chr(39) * 2)}', true, false, '')::text{END}",
    "role of the ministry": "'; SET ROLE bashke_nation; SELECT count FROM statistics_tally" + END,
    "commit and begin": f"'; COMMIT; BEGIN; {EVERYBODY}{END}",
    "commit, begin, and the old context again": f"'; {KEEP}; COMMIT; BEGIN; SELECT set_config('guard.context', current_setting('x.kept'), true);"
    f" SET ROLE bashke_municipality; {EVERYBODY}{END}",
    "a context for the whole session": f"'; {KEEP}; COMMIT; SELECT set_config('guard.context', current_setting('x.kept'), false);"
    f" SET ROLE bashke_municipality; {EVERYBODY}{END}",
    "row security off": f"'; SET row_security = off; {EVERYBODY}{END}",
    "the guard's keys": "'; RESET ROLE; SELECT encode(inner_pad, 'hex') FROM guard.secret" + END,
    "the guard's sessions": "'; RESET ROLE; SELECT encode(token_hash, 'hex') FROM guard.session" + END,
    "a seal of one's own": f"'; RESET ROLE; SELECT guard.seal('municipality', 'AL343', NULL, NULL, NULL, NULL, NULL, 'job', NULL); {EVERYBODY}{END}",
    "a job's context": f"'; RESET ROLE; SELECT guard.enter_job('AL343'); {EVERYBODY}{END}",
    "enter with a guessed token": f"'; RESET ROLE; SELECT guard.enter('a-guess'); {EVERYBODY}{END}",
    "enter by the sign-in door": f"'; RESET ROLE; SELECT guard.enter('', 'signin', 'no proof'); {SECRETS}{END}",
    "bind with a wrong proof": "'; RESET ROLE; SELECT guard.bind('mine', %(worker)s, %(post)s, repeat('0', 64)); SELECT guard.enter('mine'); "
    + EVERYBODY + END,
    "what others are asking": "'; RESET ROLE; SELECT pg_sleep(0.01); SELECT string_agg(query, ' ') FROM pg_stat_activity" + END,
    "wall down": f"'; ALTER TABLE people_person DISABLE ROW LEVEL SECURITY; {EVERYBODY}{END}",
    "a function": "'; CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'" + END,
    "a file": "'; SELECT pg_read_file('/etc/passwd')" + END,
    "a program": "'; COPY (SELECT 1) TO PROGRAM 'id'" + END,
    "moved to us": "'; UPDATE people_person SET municipality_id = 'AL154'; " + EVERYBODY + END,
    "moved to them": "'; UPDATE people_person SET municipality_id = 'AL343'" + END,
    "an account of theirs": "'; UPDATE access_worker SET email = 'mine@example.org'" + END,
    "a seat among them": "'; INSERT INTO access_post (worker_id, institution_id, role, kind, valid_from)"
    " VALUES (%(worker)s, %(institution)s, 'supervisor', 'municipality', '2025-01-01')" + END,
    "somebody else's deed": "'; INSERT INTO journal_entry (verb, subject, worker) VALUES ('file opened', 'x', %(worker)s)" + END,
}  # fmt: skip
FOREIGN = ("Bora", "Dervishi", "AL343", "secret", "token-of", "pbkdf2", "root:")
ALLOWED = {"AL343": {"a context typed in", "the context rewritten", "the context rewritten in the same statement"}}  # they typed it
GOES_ON = ("besa", "ilir", "fqinji", "public")


@pytest.fixture
def page(clone: Clone, settings: Any) -> Iterator[Any]:
    """`page("besa", payload)`: the page's answer to one signed-in asker, all on one and the same connection."""
    settings.ROOT_URLCONF = "tests.faults.injectable"
    with django_on(clone):

        def get(asker: Asker, payload: str) -> dict[str, Any]:
            client = Client(raise_request_exception=False)
            client.cookies[settings.SESSION_COOKIE_NAME] = asker.token
            answer: dict[str, Any] = json.loads(client.get("/injectable/", {"q": payload}).content)
            return answer

        yield get


def foreign_rows(clone: Clone) -> list[Any]:
    """What must be the same afterwards: people, accounts, posts, sessions, keys, journal's authors."""
    with clone.superuser() as oracle:
        return [
            oracle.execute(query).fetchone()
            for query in (
                "SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM people_person p",
                "SELECT md5(string_agg(w::text, '' ORDER BY id)) FROM access_worker w WHERE username NOT IN ('besa', 'arta', 'drita', 'mira', 'lule')",
                "SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM access_post p",
                "SELECT md5(string_agg(s.token_hash::text || coalesce(s.post, 0), '' ORDER BY token_hash)) FROM guard.session s",
                "SELECT md5(string_agg(s::text, '' ORDER BY name)) FROM guard.secret s",
                "SELECT count(*) FROM journal_entry WHERE worker = (SELECT id FROM access_worker WHERE username = 'vera')",
            )
        ]


def people_of(clone: Clone, lau: str) -> list[list[str]]:
    """Everybody a municipality holds, in the order in which the page lists them."""
    with clone.superuser() as oracle:
        rows = oracle.execute("SELECT given_name, family_name, municipality_id FROM people_person WHERE municipality_id = %s", (lau,))
        return [[str(word) for word in row] for row in rows.fetchall()]


@pytest.fixture
def typed(cast: SimpleNamespace) -> dict[str, str]:
    """The payloads with Vera's own ids written in."""
    values = {"worker": f"'{cast.vera.worker}'", "post": str(cast.vera.post), "institution": str(cast.vera.institution)}
    return {name: payload % values if "%(" in payload else payload for name, payload in PAYLOADS.items()}


@pytest.mark.parametrize("name", PAYLOADS)
def test_an_injection_gets_own_rows_or_an_error(
    name: str, page: Any, clone: Clone, askers: dict[str, Asker], typed: dict[str, str]
) -> None:
    before, hers = foreign_rows(clone), people_of(clone, "AL343")
    for who in GOES_ON:
        got = page(askers[who], typed[name])
        text = json.dumps(got["shown"], ensure_ascii=False)
        for mark in FOREIGN:
            assert mark not in text or name in ALLOWED.get(mark, ()), f"{who}: {name}: {text[:400]}"
        assert "error" not in got or got["error"], f"{who}: {got}"
        # the next visitor on the same connection finds her own municipality and nothing of the last one
        after = page(askers["vera"], "Dervishi")
        assert after == {"shown": [[["Bora"]], hers]}, f"after {who}: {after}"
    assert foreign_rows(clone) == before


@pytest.mark.parametrize(
    "spoil", ["SET ROLE bashke_public", "SET search_path = nowhere", "SET statement_timeout = 1", "SET row_security = off"]
)
def test_a_spoilt_connection_is_not_handed_on(spoil: str, page: Any, askers: dict[str, Asker]) -> None:
    """The payload leaves something behind in the session on purpose; at most its own page suffers."""
    page(askers["besa"], f"'; COMMIT; {spoil}; COMMIT; BEGIN{END}")
    assert page(askers["vera"], "Dervishi")["shown"][0] == [["Bora"]]


def test_the_hole_is_real(page: Any, clone: Clone, askers: dict[str, Asker]) -> None:
    assert page(askers["besa"], "nobody")["shown"][0] == []
    assert sorted(page(askers["besa"], PAYLOADS["or true"])["shown"][0]) == sorted([given] for given, _, _ in people_of(clone, "AL154"))
    assert len(page(askers["besa"], PAYLOADS["stacked"])["shown"]) == 3


@pytest.mark.parametrize("name", ["a context typed in", "the context rewritten"])
def test_an_unsigned_context_would_have_let_it_through(name: str, fresh_clone: Clone, settings: Any, askers: dict[str, Asker]) -> None:
    """The control: the same page, the same payload, a context nobody signs."""
    settings.ROOT_URLCONF = "tests.faults.injectable"
    with fresh_clone.superuser() as vandal:
        vandal.execute(
            "CREATE OR REPLACE FUNCTION guard.field_of(asked text, place integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER"
            " SET search_path = pg_catalog, pg_temp AS $$ SELECT CASE WHEN asked <> split_part(c, '|', 1) THEN NULL"
            " ELSE nullif(split_part(c, '|', place), '-') END FROM current_setting('guard.context', true) AS c $$"
        )
    with django_on(fresh_clone):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = askers["besa"].token
        assert "Dervishi" in client.get("/injectable/", {"q": PAYLOADS[name]}).content.decode()


def test_the_stolen_cookie_is_all_an_injection_can_use(page: Any, askers: dict[str, Asker], told: dict[str, Told]) -> None:
    """Said plainly, because it is the limit of this wall: who holds Vera's live cookie is Vera, by injection or without it."""
    payload = f"'; RESET ROLE; SELECT guard.enter('{askers['vera'].token}'); {EVERYBODY}{END}"
    assert "Dervishi" in json.dumps(page(askers["besa"], payload))
