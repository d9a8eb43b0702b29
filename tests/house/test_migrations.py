"""While a new version is being started, the one before it goes on writing to the tables that were changed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.models import TextField

HISTORY = "event"  # written by triggers, which are of the new version at once


def later_columns(loader: MigrationLoader) -> Iterator[tuple[str, str]]:
    """(table, column) of every field that was added to a table of an earlier migration."""
    models = loader.project_state().models
    for (package, _), migration in loader.disk_migrations.items():
        made_here = {one.name_lower for one in migration.operations if isinstance(one, CreateModel)}
        for added in migration.operations:
            if migration.__module__.startswith("bashke.") and isinstance(added, AddField) and added.model_name_lower not in made_here:
                model = models.get((package, added.model_name_lower))
                if model is not None and added.name in model.fields and not added.model_name_lower.endswith(HISTORY):
                    yield f"{package}_{added.model_name_lower}", added.name + "_id" * bool(added.field.remote_field)


def refusing() -> set[tuple[str, str]]:
    """(table, column) that an insert must name: NOT NULL without a default."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND a.attnotnull AND NOT a.atthasdef"
        )
        return {(table, column) for table, column in cursor.fetchall()}


@pytest.mark.django_db
def test_a_column_that_came_later_and_may_not_be_empty_has_a_default_in_the_database() -> None:
    """The version before does not name the column when it inserts, and would be refused every row."""
    later = set(later_columns(MigrationLoader(None)))
    assert later & refusing() == set(), "give the field a db_default, or add ALTER COLUMN … SET DEFAULT to the migration"


@pytest.mark.django_db
def test_such_a_column_would_be_found() -> None:
    loader = MigrationLoader(None)

    class Later(Migration):
        __module__ = "bashke.person.people.migrations.later"
        operations = (AddField("Person", "given_name", TextField()),)

    loader.disk_migrations["people", "later"] = Later("later", "people")
    assert set(later_columns(loader)) & refusing() == {("people_person", "given_name")}


@pytest.mark.django_db
def test_no_key_has_a_second_index_that_serves_only_like() -> None:
    """Django makes one beside each index on a key of text; nobody looks for a municipality by the beginning of its code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_opclass o ON o.oid = i.indclass[0] JOIN pg_constraint k"
            " ON k.conrelid = i.indrelid AND k.contype = 'f' AND k.conkey = ARRAY[i.indkey[0]] WHERE o.opcname = 'varchar_pattern_ops'"
        )
        assert cursor.fetchall() == []
