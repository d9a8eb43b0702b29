"""Identity never bleeds from one request to the next: 61 municipalities take turns on three connections.

The requests go through the real middleware, eight at a time, and meet what requests meet: errors, rollbacks, broken
transactions, pages that forgot to ask who is there. The control lets a context outlive its transaction, and must leak.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Queue
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from bashke.ground.access.middleware import Wall
from bashke.person.people.models import Person

from .clones import Clone, django_on

REQUESTS, POOL, THREADS, EACH = 10_000, 3, 8, 3
CONTROL_REQUESTS = 600
# What happens on a page, and how often in a hundred; a page that fails costs its connection, so failures are the rarer ones.
WAYS = {
    "reads": 55, "reads twice": 24, "rolls a part back": 15, "raises": 1, "answers 500": 1, "breaks the transaction": 1,
    "forgets to enter": 2, "comes unsigned": 1,
}  # fmt: skip
FORGETFUL = WAYS | {"forgets to enter": 50}
# The control: the same functions with the usual shortcuts, a context of the session and nobody who checks its seal.
OUTLIVES = """
CREATE OR REPLACE FUNCTION guard.seal(VARIADIC fields text[]) RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
    $$ SELECT set_config('guard.context', array_to_string(fields, '|', '-'), false) $$;
CREATE OR REPLACE FUNCTION guard.field_of(asked text, place integer) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT CASE WHEN asked <> split_part(c, '|', 1) THEN NULL ELSE nullif(split_part(c, '|', place), '-') END
         FROM current_setting('guard.context', true) AS c $$;
CREATE OR REPLACE FUNCTION guard.enter(token text, door text DEFAULT '', proof text DEFAULT '') RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE answer jsonb := guard.begin(token, door, proof);
BEGIN
    PERFORM set_config('role', 'bashke_' || (answer ->> 'kind'), false);
    RETURN answer;
END $$;
"""


class Refused(Exception):
    """The page failed on purpose."""


class Forgetful(Wall):
    """A page that does not say who is asking."""

    def _enter(self, request: HttpRequest) -> None:
        pass


def seen() -> list[str]:
    """The municipality of every person the database shows, without any filter of ours."""
    return list(Person.objects.values_list("municipality_id", flat=True))


def page(request: HttpRequest) -> HttpResponse:
    way, rows = request.META["way"], seen()
    if way == "reads twice":
        rows += seen()[EACH:]
    if way == "raises":
        raise Refused(",".join(rows))
    if way == "rolls a part back":
        with transaction.atomic():
            Person.objects.update(phone="1")
            transaction.set_rollback(True)
        rows = seen()
    if way == "breaks the transaction":
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("SELECT 1/0")
        return HttpResponse(",".join(rows), status=500)
    return HttpResponse(",".join(rows), status=500 if way == "answers 500" else 200)


def told(request: HttpRequest) -> HttpResponse:
    """Django's part: what a view raises becomes an answer before the wall sees it."""
    try:
        return page(request)
    except Refused as error:
        return HttpResponse(str(error), status=500)
    except ProgrammingError as error:
        return HttpResponse(f"refused {error.__cause__.sqlstate}", status=500)


def one(pool: "Queue[object]", seed: int, laus: list[str], ways: dict[str, int]) -> tuple[str, str, str]:
    """One request on whichever connection is free: what it was, whose it was, what it saw."""
    chance = random.Random(seed)
    way, lau = chance.choices([*ways], [*ways.values()])[0], chance.choice(laus)
    request = RequestFactory().get("/desk/", way=way)
    if way != "comes unsigned":
        request.COOKIES["bashke"] = f"pool-{lau}"
    taken = pool.get()
    connections["default"] = taken
    try:
        wall = Forgetful(told) if way == "forgets to enter" else Wall(told)
        return way, lau, wall(request).content.decode()
    finally:
        pool.put(taken)


@contextmanager
def three_connections() -> Iterator["Queue[object]"]:
    pool: Queue[object] = Queue()
    made = [connections["default"].copy() for _ in range(POOL)]
    for each in made:
        each.inc_thread_sharing()
        pool.put(each)
    try:
        yield pool
    finally:
        for each in made:
            each.close()


def storm(requests: int, laus: list[str], ways: dict[str, int]) -> Counter[str]:
    """How many requests saw exactly their own rows, were refused, or saw rows of others."""
    found: Counter[str] = Counter()
    with three_connections() as pool, ThreadPoolExecutor(THREADS) as threads:
        for way, lau, content in threads.map(lambda seed: one(pool, seed, laus, ways), range(requests)):
            signed = way not in {"comes unsigned", "forgets to enter"}
            if content == ",".join([lau] * EACH):
                found["own rows" if signed else "foreign rows"] += 1
            elif content == "refused 42501":
                found["refused wrongly" if signed else "refused"] += 1
            else:
                found["foreign rows" if set(content.split(",")) - {lau} else "rows missing"] += 1
            found[way] += 1
    return found


@pytest.fixture
def sixty_one(fresh_clone: Clone, cast: SimpleNamespace) -> list[str]:
    """In each municipality three people, and a worker who is signed in."""
    with fresh_clone.superuser() as oracle:
        laus = [str(row[0]) for row in oracle.execute("SELECT lau FROM territory_municipality ORDER BY 1").fetchall()]
        oracle.execute(
            """
            SET session_replication_role = replica;
            DELETE FROM people_person;
            INSERT INTO people_person (id, municipality_id, given_name, family_name, sort_key, sex, phone, address, language, created_at, synthetic)
            SELECT gen_random_uuid(), lau, 'Dila', 'Gjoni', 'gjoni dila', 'f', '', '', 'sq', now(), true
              FROM territory_municipality, generate_series(1, 3);
            WITH worker AS (
                INSERT INTO access_worker (id, username, name, email, phone, is_active, session_salt, synthetic)
                SELECT gen_random_uuid(), 'pool' || lau, 'Worker', '', '', true, '', true FROM territory_municipality RETURNING id, username
            ), post AS (
                INSERT INTO access_post (worker_id, institution_id, role, kind, valid_from)
                SELECT w.id, i.id, 'social_worker', 'municipality', '2025-01-01' FROM worker w
                  JOIN institutions_institution i ON i.kind = 'municipality' AND 'pool' || i.municipality_id = w.username
                RETURNING id, worker_id
            )
            INSERT INTO guard.session (token_hash, expires, worker, post)
            SELECT sha256(convert_to('pool-' || substr(w.username, 5), 'UTF8')), now() + interval '1 hour', w.id, p.id
              FROM worker w JOIN post p ON p.worker_id = w.id;
            """
        )
    assert len(laus) == 61
    return laus


def test_ten_thousand_requests_over_three_connections_see_their_own_rows_only(fresh_clone: Clone, sixty_one: list[str]) -> None:
    with django_on(fresh_clone):
        found = storm(REQUESTS, sixty_one, WAYS)
        assert found["foreign rows"] == found["rows missing"] == found["refused wrongly"] == 0, found
        assert found["refused"] == found["comes unsigned"] + found["forgets to enter"]
        assert found["own rows"] + found["refused"] == REQUESTS
        assert all(found[way] > REQUESTS / 200 for way in WAYS), found

        with fresh_clone.superuser() as vandal:
            vandal.execute(OUTLIVES)
        control = storm(CONTROL_REQUESTS, sixty_one, FORGETFUL)
        assert control["foreign rows"] > CONTROL_REQUESTS / 20, f"the control must leak, else this test proves nothing: {control}"
