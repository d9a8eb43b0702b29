"""Many rows at once, through the wall: COPY into temporary tables of the jobs' login, then INSERT as whoever may write them.

Row security allows no COPY into a walled table, so each row passes its policy and its constraints on the second step, exactly as
a row of the real system does. Entries of the journal go through the guard, which reads the sealed context once for all of them and
not five times for each. The temporary tables empty themselves when the transaction ends.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED

from bashke.ground.journal.models import Entry

POST = "in_post"  # in the temporary table only: in whose context a row is written; 0 is the municipality's own job
ACTS = f"""
SELECT guard.journal_acts(array_agg(verb), array_agg(subject), array_agg(person), array_agg(municipality), array_agg(reason))
  FROM demo_{Entry._meta.db_table} WHERE {POST} = %s"""  # noqa: S608


class Pouring:
    """Rows of several models, kept until `flush`. The order of `models` is the order of writing."""

    def __init__(self, kinds: Iterable[type[models.Model]]) -> None:
        self.kinds = list(kinds)
        self.rows: dict[type[models.Model], list[tuple[Any, ...]]] = {kind: [] for kind in self.kinds}
        self._shape = {kind: _defaults(kind) for kind in self.kinds}

    def add(self, kind: type[models.Model], post: int = 0, /, **values: Any) -> None:
        """One row; columns that are not named take the model's default. Raises KeyError for a column the model has not."""
        row = self._shape[kind] | values
        if len(row) != len(self._shape[kind]):
            raise KeyError(f"{kind.__name__} has no {sorted(values.keys() - self._shape[kind].keys())}")
        self.rows[kind].append((post, *row.values()))

    def prepare(self) -> None:
        """Make the temporary tables of this connection. As the jobs' own login, before any role is entered."""
        with connection.cursor() as cursor:
            for kind in self.kinds:
                columns = ", ".join(f"{column} {_type(kind, column)}" for column in self._shape[kind])
                cursor.execute(f"CREATE TEMPORARY TABLE {_pool(kind)} ({POST} bigint, {columns}) ON COMMIT DELETE ROWS")
                cursor.execute(f"GRANT SELECT, INSERT, TRUNCATE ON {_pool(kind)} TO bashke_kinds")

    def copy(self) -> dict[int, list[type[models.Model]]]:
        """Bring everything that was added to the temporary tables; returns which rows wait in the context of which post."""
        waiting: dict[int, list[type[models.Model]]] = {}
        with connection.cursor() as cursor:
            for kind, rows in self.rows.items():
                if not rows:
                    continue
                for post in {row[0] for row in rows}:
                    waiting.setdefault(post, []).append(kind)
                columns = ", ".join((POST, *self._shape[kind]))
                with cursor.copy(f"COPY {_pool(kind)} ({columns}) FROM STDIN") as stream:
                    for row in rows:
                        stream.write_row(row)
                rows.clear()
        return waiting

    def write(self, post: int, kinds: Iterable[type[models.Model]]) -> None:
        """Write what waits for this post, in the context that is open now."""
        with connection.cursor() as cursor:
            for kind in kinds:
                if kind is Entry:
                    cursor.execute(ACTS, [post])
                    continue
                columns = ", ".join(self._shape[kind])
                fill = f"INSERT INTO {kind._meta.db_table} ({columns}) SELECT {columns} FROM {_pool(kind)} WHERE {POST} = %s"  # noqa: S608
                cursor.execute(fill, [post])

    def clear(self) -> None:
        """Empty the temporary tables for the next part of the same transaction, after the foreign keys of this part were checked.

        TRUNCATE looks through every check that still waits, for each table again: a large town would spend its time on that.
        """
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(_pool(kind) for kind in self.kinds)}")


def _pool(kind: type[models.Model]) -> str:
    return f"demo_{kind._meta.db_table}"


def _columns(kind: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Every column that we fill: not the numbers and moments that the database gives."""
    return [
        field for field in kind._meta.concrete_fields
        if field.column and not isinstance(field, models.AutoField) and getattr(field, "db_default", NOT_PROVIDED) is NOT_PROVIDED
    ]  # fmt: skip


def _defaults(kind: type[models.Model]) -> dict[str, Any]:
    return {field.column: _plain(field) for field in _columns(kind)}


def _plain(field: "models.Field[Any, Any]") -> Any:
    """The default as COPY takes it. A key has none: whoever adds a row names it."""
    if field.primary_key:
        return None
    if field.has_default():
        value = field.get_default()
        return json.dumps(value) if isinstance(field, models.JSONField) else value
    return None if field.null else ""


def _type(kind: type[models.Model], column: str) -> str:
    return str(next(field for field in _columns(kind) if field.column == column).db_type(connection))


def step_out() -> None:
    """Lay the role down inside a transaction: be the jobs' login again, which may enter the next context."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
