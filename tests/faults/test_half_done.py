"""Whatever an action was writing when the disk failed: nothing of it stays. Each action of the story fails at its first insert, its second, its third …"""

import copy
import importlib
import inspect
import json
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.db import Error, OperationalError, connection, models

import bashke.person

from . import clones, story

# One number in the transaction's own settings counts down with every insert; at nought the insert fails as a broken disk would.
PREPARE = """
CREATE FUNCTION public.test_fail() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE left_over int := coalesce(nullif(current_setting('test.inserts', true), ''), '0');
BEGIN
    IF left_over = 0 THEN RETURN NULL; END IF;
    PERFORM set_config('test.inserts', (left_over - 1)::text, true);
    IF left_over = 1 THEN RAISE EXCEPTION 'the disk failed' USING ERRCODE = 'io_error'; END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.test_everything() RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE found jsonb := '{}'; of_table text; name text;
BEGIN
    FOR name IN SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT md5(coalesce(string_agg(md5(t::text), '''' ORDER BY md5(t::text)), '''')) FROM %s t', name) INTO of_table;
        found := found || jsonb_build_object(name, of_table);
    END LOOP;
    RETURN found;
END $$;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('CREATE TRIGGER test_fail BEFORE INSERT ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.test_fail()', name);
    END LOOP;
END $$;
"""

# A look across the wall is written down even when what should follow it fails.
STAYS = {"people.send_enquiry": {"journal_entry"}}


def ask(query: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def everything() -> dict[str, str]:
    """Of each table a sum over all its rows."""
    found: dict[str, str] = json.loads(ask("SELECT public.test_everything()"))
    return found


def packages_of_actions() -> Iterator[ModuleType]:
    for package in pkgutil.iter_modules(bashke.person.__path__, "bashke.person."):
        try:
            yield importlib.import_module(f"{package.name}.actions")
        except ModuleNotFoundError:
            continue


class Failing:
    """Calls an action until it passes, each time with one more insert allowed; after every failure everything must be as before."""

    def __init__(self) -> None:
        self.inserts: Counter[str] = Counter()  # by action: how many inserts it made at most
        self.wrong: list[str] = []
        self.inside = False

    def wrap(self, name: str, action: Callable[..., Any]) -> Callable[..., Any]:
        def until_it_passes(*given: Any, **named: Any) -> Any:
            if self.inside or not connection.in_atomic_block:  # an action inside another fails with it
                return action(*given, **named)
            self.inside = True
            try:
                return self._until_it_passes(name, action, given, named)
            finally:
                self.inside = False

        return until_it_passes

    def _until_it_passes(self, name: str, action: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        for allowed in range(1, 1000):
            before = everything()
            ask("SELECT set_config('test.inserts', %s, true)", str(allowed))
            # A caller fetches again before trying again: what failed must not be seen through a changed object.
            fresh = {key: copy.copy(value) if isinstance(value, models.Model) else value for key, value in named.items()}
            try:
                done = action(*given, **fresh)
            except OperationalError as failed:
                if "the disk failed" not in str(failed):
                    raise
                self._compare(name, allowed, before)
            else:
                if ask("SELECT current_setting('test.inserts')") == "0":
                    self.wrong.append(f"{name} went on although its insert {allowed} failed")
                ask("SELECT set_config('test.inserts', '', true)")
                self.inserts[name] = max(self.inserts[name], allowed - 1)
                return done
        raise AssertionError(f"{name} never ends")

    def _compare(self, name: str, allowed: int, before: dict[str, str]) -> None:
        try:
            after = everything()
        except Error as aborted:
            raise AssertionError(f"{name} is not atomic: after insert {allowed} failed the caller's transaction was lost too") from aborted
        changed = sorted(table for table in after if after[table] != before.get(table) and table not in STAYS.get(name, ()))
        if changed:
            self.wrong.append(f"{name} left {', '.join(changed)} changed after its insert {allowed} failed")


def test_an_action_that_fails_leaves_nothing_behind(cast: SimpleNamespace, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Failing()
    for module in packages_of_actions():
        package = module.__name__.removesuffix(".actions")
        for name, action in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and action.__module__.startswith(module.__name__) and "by" in inspect.signature(action).parameters:
                monkeypatch.setattr(module, name, failing.wrap(f"{package.rsplit('.', 1)[1]}.{name}", action))
    with django_db_blocker.unblock():
        made = clones.make("bashke_half_done")
        with made.superuser() as oracle:
            oracle.execute(PREPARE)
        with clones.django_on(made):
            story.tell(made, cast)
        clones.drop(made)
    assert not failing.wrong, "\n".join(failing.wrong)
    several = {name for name, inserts in failing.inserts.items() if inserts > 1}
    assert len(several) > 25, f"only {sorted(several)} wrote more than one row: the story is too short for this test"
