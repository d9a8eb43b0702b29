"""Django's own PostgreSQL, which gives a key of text one index and not two.

Beside each index on a key of text Django makes another that serves only `LIKE 'AL1%'`. Nobody looks for a municipality by the beginning
of its code, and every row of every table that names one would pay for it, in time and in room.
"""

from typing import Any

from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _create_like_index_sql(self, model: type[Model], field: "Field[Any, Any]") -> "Statement | None":
        return None if field.is_relation else super()._create_like_index_sql(model, field)  # type: ignore[misc]  # not in the stubs


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
