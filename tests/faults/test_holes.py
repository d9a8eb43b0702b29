"""The check that runs before every start finds each planted hole, and nothing when there is none."""

import pytest

from bashke.ground.access.wall import holes

from .clones import Clone, django_on

ROW_SECURITY = "ALTER TABLE public.gossip ENABLE ROW LEVEL SECURITY; ALTER TABLE public.gossip FORCE ROW LEVEL SECURITY"
PEOPLE = "ALTER TABLE people_person"
POLICY = "CREATE POLICY planted ON people_person"
NO_POLICY = "DROP POLICY planted ON people_person"

# plant, what the check must say, how to take it out again
PLANTS: list[tuple[str, str, str]] = [
    ("CREATE TABLE public.gossip (name text)", "gossip: a table without row security", "DROP TABLE public.gossip"),
    (f"{PEOPLE} NO FORCE ROW LEVEL SECURITY", "people_person: a table without row security", f"{PEOPLE} FORCE ROW LEVEL SECURITY"),
    (f"{PEOPLE} DISABLE ROW LEVEL SECURITY", "people_person: a table without row security", f"{PEOPLE} ENABLE ROW LEVEL SECURITY"),
    (f"CREATE TABLE public.gossip (name text); {ROW_SECURITY}", "gossip: a table with row security but no policy", "DROP TABLE public.gossip"),
    (f"{POLICY} FOR SELECT TO PUBLIC USING (true)", "people_person: a policy open to everybody", NO_POLICY),
    (
        f"{POLICY} FOR SELECT TO bashke_nation USING (people_person.municipality_id = guard.municipality())",
        "people_person: a policy that calls a guard function once per row", NO_POLICY,
    ),
    (f"{POLICY} FOR SELECT TO bashke_nation USING (true)", "people_person.planted: a policy that believes the role", NO_POLICY),
    (
        f"{POLICY} FOR UPDATE TO bashke_nation USING ((SELECT guard.kind()) = 'nation') WITH CHECK (true)",
        "people_person.planted: a policy that believes the role", NO_POLICY,
    ),
    ("CREATE VIEW public.everybody AS SELECT * FROM people_person", "everybody: a view that does not run", "DROP VIEW public.everybody"),
    (
        "CREATE MATERIALIZED VIEW public.everybody AS SELECT * FROM people_person", "everybody: a materialised view",
        "DROP MATERIALIZED VIEW public.everybody",
    ),
    (
        "CREATE FUNCTION public.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.people_person'",
        "peek: a definer function without a fixed search path", "DROP FUNCTION public.peek()",
    ),
    (
        "CREATE FUNCTION public.sure(text) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT true'", "sure: a function marked leakproof",
        "DROP FUNCTION public.sure(text)",
    ),
    ("ALTER ROLE bashke_web BYPASSRLS", "bashke_web: a login of the web or the jobs that bypasses", "ALTER ROLE bashke_web NOBYPASSRLS"),
    ("ALTER ROLE bashke_job SUPERUSER", "bashke_job: a login of the web or the jobs that bypasses", "ALTER ROLE bashke_job NOSUPERUSER"),
    ("ALTER ROLE bashke_municipality BYPASSRLS", "bashke_municipality: a login", "ALTER ROLE bashke_municipality NOBYPASSRLS"),
    (f"{PEOPLE} OWNER TO bashke_web", "people_person: a table owned by a login", f"{PEOPLE} OWNER TO bashke_owner"),
    ("GRANT bashke_owner TO bashke_web", "bashke_web is bashke_owner: a login", "REVOKE bashke_owner FROM bashke_web"),
    ("GRANT bashke_statistics TO bashke_web", "bashke_web: the counting role", "REVOKE bashke_statistics FROM bashke_web"),
    ("GRANT SELECT ON people_person TO PUBLIC", "people_person: a table granted to everybody", "REVOKE SELECT ON people_person FROM PUBLIC"),
    ("GRANT SELECT ON guard.session TO bashke_web", "session to bashke_web: a table of the guard", "REVOKE SELECT ON guard.session FROM bashke_web"),
    ("ALTER ROLE bashke_web SET log_statement = 'all'", "bashke_web: the server's log would repeat", "ALTER ROLE bashke_web SET log_statement = 'none'"),
    ("ALTER ROLE bashke_web SET log_min_messages = 'error'", "bashke_web: the server's log would", "ALTER ROLE bashke_web SET log_min_messages = 'fatal'"),
    ("ALTER ROLE bashke_web SET track_activities = on", "bashke_web: the web's logins can read", "ALTER ROLE bashke_web SET track_activities = off"),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "says", "undo"), PLANTS, ids=[f"{number} {says}" for number, (_, says, _) in enumerate(PLANTS, 1)])
def test_a_planted_hole_is_found(plant: str, says: str, undo: str, clone: Clone) -> None:
    with clone.superuser() as vandal:
        vandal.execute(plant)
        try:
            with django_on(clone):
                found = holes()
        finally:
            vandal.execute(undo)
    assert any(says in hole for hole in found), found
    with django_on(clone):
        assert holes() == []


def test_a_connection_with_too_much_power_does_not_serve(clone: Clone) -> None:
    with django_on(clone, "owner"):
        assert any("not the web's or the jobs' own login" in hole for hole in holes())
