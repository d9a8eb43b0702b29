"""The database wall: row policies for migrations, and the check that finds a hole in it.

Every table that can name a person is walled in the migration that makes it:

    operations = [walled("people_person", municipality=Door(read=OWN, write=OWN), person=Door(read="people_person.id = (SELECT guard.person())"))]

Conditions are SQL, every column qualified by its table (an unqualified column inside a sub-query binds to the wrong
table), every guard function wrapped in a SELECT (unwrapped it runs once per row: 38 times slower when measured).
A role proves nothing: whoever can slip SQL into a page can change it. So every condition asks the signed context too,
and where it does not already name the kind, the kind is asked for.
A table without people is opened: `opened("territory_unit")`. A table with neither is a hole, and `holes()` finds it.
"""

from dataclasses import dataclass, replace

from django.db import connection
from django.db.migrations.operations import RunSQL

KINDS = ("public", "signin", "person", "municipality", "provider", "nation", "statistics")
# Functions of the context that answer only to one kind: a condition built on them needs no further question.
BOUND = {
    "municipality": ("guard.municipality()",), "provider": ("guard.provider()",), "person": ("guard.person()", "guard.request()"),
}  # fmt: skip
DOORS = (*KINDS, "job")  # the jobs' own login, without a role: only where an operator's command must write
OWNER_OF_GUARD = "bashke_guard"


@dataclass(frozen=True)
class Door:
    """What one kind of asker may do with the rows of a table: conditions in SQL, None for never.

    `write` lets rows be added and changed; `add` lets them be added only. `columns` narrows reading,
    `add_columns` narrows adding, `change_columns` narrows changing: who may answer a row need not be able to move it.
    """

    read: str | None = None
    write: str | None = None
    add: str | None = None
    change: str | None = None
    remove: str | None = None
    columns: tuple[str, ...] = ()
    add_columns: tuple[str, ...] = ()
    change_columns: tuple[str, ...] = ()


def own(table: str) -> str:
    """Rows of the asker's own municipality."""
    return f"{table}.municipality_id = (SELECT guard.municipality())"


def walled(table: str, *, guard: tuple[str, ...] = (), **doors: Door) -> RunSQL:
    """Raise the wall on one table: row security forced, one policy per kind and verb, nothing for anyone else.

    `guard` names the columns the context functions must read to find out who is asking.
    """
    sql = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    for kind, door in doors.items():
        if kind not in DOORS:
            raise ValueError(f"{kind!r} is not a kind of asker; choose from {', '.join(DOORS)}")
        sql += _door(table, f"bashke_{kind}", _of_kind(kind, door))
    if guard:
        sql += _door(table, OWNER_OF_GUARD, Door(read="true", columns=guard))
    return RunSQL([f"{statement};" for statement in sql], reverse_sql=f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")


def barred(table: str, column: str = "person_id", *, reads_only: bool = False) -> RunSQL:
    """Keep a worker from the rows of a person she declared a relation to, on top of every other policy.

    `guard.barred()` gives the persons as one array, asked once per query; a row of nobody (null) stays. History is only hidden:
    its rows are added by triggers.
    """
    verb = "SELECT" if reads_only else "ALL"
    return RunSQL(
        f"CREATE POLICY bashke_municipality_barred ON {table} AS RESTRICTIVE FOR {verb} TO bashke_municipality"
        f" USING (({table}.{column} = ANY ((SELECT guard.barred())::uuid[])) IS NOT TRUE);",
        reverse_sql=f"DROP POLICY bashke_municipality_barred ON {table};",
    )


def narrowed(table: str, condition: str, *, verb: str = "ALL") -> RunSQL:
    """What workers of a municipality may read and change of a table, narrowed further: rows of files that are closed to them are not there.

    A restrictive policy: it can only take away, whatever the doors of the table allow.
    """
    name = "bashke_municipality_narrowed" + ("" if verb == "ALL" else f"_{verb.lower()}")
    check = f" WITH CHECK ({condition})" if verb == "ALL" else ""
    return RunSQL(
        f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR {verb} TO bashke_municipality USING ({condition}){check};",
        reverse_sql=f"DROP POLICY {name} ON {table};",
    )


def opened(table: str, *, write: tuple[str, ...] = (), add: tuple[str, ...] = (), guard: bool = False) -> RunSQL:
    """A table without people: every kind reads; only the kinds named write."""
    sql = [
        f"COMMENT ON TABLE {table} IS 'no people: open to all kinds'",
        f"GRANT SELECT ON {table} TO bashke_kinds, bashke_web, bashke_job",
    ]
    sql += [f"GRANT INSERT, UPDATE, DELETE ON {table} TO bashke_{kind}" for kind in write]
    sql += [f"GRANT INSERT ON {table} TO bashke_{kind}" for kind in add]
    if guard:
        sql.append(f"GRANT SELECT ON {table} TO {OWNER_OF_GUARD}")
    return RunSQL([f"{statement};" for statement in sql], reverse_sql=RunSQL.noop)


def _of_kind(kind: str, door: Door) -> Door:
    """The same door, closed to whoever took the role without the context."""

    def ask(condition: str | None) -> str | None:
        bound = condition is None or (" OR " not in condition and any(f in condition for f in BOUND.get(kind, ())))
        if bound or kind == "job":
            return condition
        asked = f"(SELECT guard.as_kind('{kind}')) IS NOT NULL"
        return asked if condition == "true" else f"{asked} AND ({condition})"

    return replace(
        door, read=ask(door.read), write=ask(door.write), add=ask(door.add), change=ask(door.change), remove=ask(door.remove)
    )  # fmt: skip


def _door(table: str, role: str, door: Door) -> list[str]:
    sql = []
    if door.read is not None:
        sql.append(f"GRANT SELECT {_only(door.columns)} ON {table} TO {role}")
        sql.append(f"CREATE POLICY {role}_read ON {table} FOR SELECT TO {role} USING ({door.read})")
    adding, changing = door.add or door.write, door.change or door.write
    if adding is not None:
        sql.append(f"GRANT INSERT {_only(door.add_columns)} ON {table} TO {role}")
        sql.append(f"CREATE POLICY {role}_add ON {table} FOR INSERT TO {role} WITH CHECK ({adding})")
    if changing is not None:
        sql.append(f"GRANT UPDATE {_only(door.change_columns)} ON {table} TO {role}")
        sql.append(f"CREATE POLICY {role}_change ON {table} FOR UPDATE TO {role} USING ({changing}) WITH CHECK ({changing})")
    if door.remove is not None:
        sql.append(f"GRANT DELETE ON {table} TO {role}")
        sql.append(f"CREATE POLICY {role}_remove ON {table} FOR DELETE TO {role} USING ({door.remove})")
    return sql


def _only(columns: tuple[str, ...]) -> str:
    return f"({', '.join(columns)})" if columns else ""


# Tables of libraries that hold no person, and our own queue of jobs (arguments are ids).
LIBRARY_TABLES = (
    "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations", "pghistory_context",
    "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers",
)  # fmt: skip

_HOLES = {
    "a table without row security, not marked as free of people": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relname = ANY(%(libraries)s)
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
           AND coalesce(obj_description(c.oid), '') NOT LIKE 'no people:%%'""",
    "a table with row security but no policy": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)""",
    "a policy open to everybody": """
        SELECT p.polrelid::regclass::text FROM pg_policy p WHERE p.polroles = '{0}'""",
    "a policy that calls a guard function once per row (wrap it in a SELECT)": r"""
        SELECT tablename FROM pg_policies
         WHERE regexp_replace(coalesce(qual, '') || coalesce(with_check, ''),
                              '\( SELECT guard\.\w+\((''\w+''::text)?\) AS \w+\)', '', 'g') ~ 'guard\.'""",
    "a policy that believes the role without asking the context": r"""
        SELECT tablename || '.' || policyname FROM pg_policies
         WHERE permissive = 'PERMISSIVE' AND roles && %(kinds)s::name[]
           AND (coalesce(qual, 'guard.') !~ 'guard\.' OR coalesce(with_check, 'guard.') !~ 'guard\.')""",
    "a login of the web that may become more than a kind of asker": """
        SELECT m.rolname || ' is ' || r.rolname FROM pg_roles m, pg_roles r
         WHERE m.rolname IN ('bashke_web', 'bashke_job') AND m.oid <> r.oid AND pg_has_role(m.oid, r.oid, 'MEMBER')
           AND NOT r.rolname = ANY(%(kinds)s || '{bashke_kinds}'::text[])""",
    "the counting role in the hands of the web": """
        SELECT 'bashke_web' WHERE pg_has_role('bashke_web', 'bashke_statistics', 'MEMBER')""",
    "a table granted to everybody": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
         WHERE n.nspname IN ('public', 'guard') AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.grantee = 0""",
    "a table of the guard granted to a login": """
        SELECT c.relname || ' to ' || a.grantee::regrole FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
         WHERE n.nspname = 'guard' AND c.relkind IN ('r', 'p', 'v', 'm') AND a.grantee <> c.relowner""",
    "a view that does not run as its reader": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'v' AND NOT coalesce(c.reloptions::text LIKE '%%security_invoker=true%%', false)""",
    "a materialised view (it has no policies at all)": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'm'""",
    "a definer function without a fixed search path": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('public', 'guard') AND p.prosecdef AND NOT coalesce(p.proconfig::text LIKE '%%search_path=%%', false)""",
    "a function marked leakproof": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('public', 'guard') AND p.proleakproof""",
    "a login of the web or the jobs that bypasses row security": """
        SELECT rolname FROM pg_roles
         WHERE rolname LIKE 'bashke\\_%%' AND (rolsuper OR rolbypassrls OR (rolcreaterole AND rolname <> 'bashke_owner'))""",
    "a table owned by a login that serves requests": """
        SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname IN ('public', 'guard') AND r.rolname IN ('bashke_web', 'bashke_job')""",
    "a connection that is not the web's or the jobs' own login": """
        SELECT session_user::text WHERE session_user NOT IN ('bashke_web', 'bashke_job')""",
    "the web's logins can read each other's running queries (ALTER ROLE … SET track_activities = off)": """
        SELECT session_user::text WHERE current_setting('track_activities') = 'on'""",
    "the server's log would repeat what people typed (ALTER ROLE … SET log_min_messages = fatal)": """
        SELECT session_user::text WHERE current_setting('log_min_messages') NOT IN ('fatal', 'panic')
            OR current_setting('log_statement') <> 'none' OR current_setting('log_error_verbosity') <> 'terse'""",
    "a server older than PostgreSQL 15.14 (row security had known leaks)": """
        SELECT current_setting('server_version') WHERE current_setting('server_version_num')::int < 150014""",
}


def holes() -> list[str]:
    """Every hole in the wall as a sentence; an empty list lets the system serve. Asked before every start."""
    found = []
    with connection.cursor() as cursor:
        for what, sql in _HOLES.items():
            cursor.execute(sql, {"libraries": list(LIBRARY_TABLES), "kinds": [f"bashke_{kind}" for kind in KINDS]})
            found += [f"{name}: {what}" for (name,) in cursor.fetchall()]
    return found
