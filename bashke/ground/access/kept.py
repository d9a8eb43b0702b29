"""Questions that are composed once and asked again with other values.

Django draws the text of a question anew each time it is asked, which for a page of twenty questions is more work than asking them
(`docs/decisions/kept-plans.md`). What is asked by `first`, `one` or `number`, or marked `@kept`, is composed once for each *shape* of
what it is given, with places where the values will stand; from then on only the values are filled in. The wall is not touched: the text
is the one `visible_to` composed for such an actor, and the database's policies judge each asking as before.
"""

from collections.abc import Callable, Container, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    ForeignKey,
    Lookup,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.sql.compiler import SQLCompiler

from .rules import Actor

P = ParamSpec("P")
M = TypeVar("M")

FIELDS: dict[type, tuple["type[Field[Any, Any]]", str]] = {
    UUID: (UUIDField, "uuid"), datetime: (DateTimeField, "timestamptz"), date: (DateField, "date"), int: (BigIntegerField, "bigint"),
    str: (TextField, "text"),
}  # fmt: skip
VALUES = frozenset({UUID, datetime, date})  # elsewhere than in an actor a number or a word is a limit or a choice, not a value
MANY = (list, tuple, set, frozenset)
# What of an actor is a value. Everything else of her is her shape: it decides which question is asked.
OF_ACTOR = ("municipality", "institution", "person", "request", "worker", "post", "files")


@dataclass(frozen=True)
class Place:
    """Where a value will stand among the parameters of a question."""

    name: str


class Later(Expression):
    """A value that comes later, as an expression in a question that is being composed."""

    def __init__(self, name: str, kind: type, *, many: bool = False) -> None:
        field, sort = FIELDS[kind]
        super().__init__(output_field=ArrayField(field()) if many else field())
        self.name, self.sort = name, f"{sort}[]" if many else sort

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"%s::{self.sort}", [Place(self.name)]


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """`column = ANY(identities)`: one text, and so one plan, for any number of them, where `in` has a text for each number."""

    lookup_name = "among"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        return ("%s", [list(self.rhs)]) if self.rhs_is_direct_value() else super().process_rhs(compiler, connection)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        values, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", (*params, *more)


def kept(compose: Callable[P, "QuerySet[Any, M]"]) -> Callable[P, list[M]]:
    """Let a function that composes a question give its rows, and compose it only once for each shape of its arguments.

    Identities, moments, days and lists of them are values; of an actor those in `OF_ACTOR`; everything else (a status, a limit, whether
    something is None) is the shape: give it nothing of which there are many. The function may not look into a value, and not at the
    clock: a moment of its own is refused when the question is composed, because it would be asked with that moment for ever.
    """

    @wraps(compose)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        return first(None, compose, *args, **kwargs)

    return ask


def first(most: int | None, compose: Callable[P, "QuerySet[Any, M]"], *args: P.args, **kwargs: P.kwargs) -> list[M]:
    """So many rows (None: all) of what a function composes, kept as `kept` does: `first(6, of_workers, actor, whose)`."""
    values: dict[str, Any] = {}
    return _question(compose, lambda asked: asked[:most], most, args, kwargs, values).rows(values)


def one(compose: Callable[P, "QuerySet[Any, M]"], *args: P.args, **kwargs: P.kwargs) -> M | None:
    """The first row of what a function composes, or None."""
    return next(iter(first(1, compose, *args, **kwargs)), None)


def number(compose: Callable[P, "QuerySet[Any, Any]"], *args: P.args, **kwargs: P.kwargs) -> int:
    """How many rows a function composes, counted by the database."""
    values: dict[str, Any] = {}
    return _question(compose, lambda asked: asked.order_by().values("pk"), number, args, kwargs, values).number(values)


def _question(
    compose: Callable[..., "QuerySet[Any, Any]"], cut: Callable[..., Any], how: Hashable, args: Any, kwargs: Any, values: dict[str, Any]
) -> "_Question":
    """The question for this shape, composed when it is asked for the first time; `values` receives what stands in its places."""
    given = {**{str(n): arg for n, arg in enumerate(args)}, **kwargs}
    shape = (compose, how, *[(name, _shape(name, value, values)) for name, value in given.items()])
    question = _questions.get(shape)
    if question is None:
        if "<locals>" in compose.__qualname__:
            raise TypeError("A question inside another function is made anew each time and cannot be kept.")
        stand_ins = [_stand_in(str(n), arg) for n, arg in enumerate(args)]
        asked = compose(*stand_ins, **{name: _stand_in(name, arg) for name, arg in kwargs.items()})
        question = _questions[shape] = _Question(cut(asked))
    return question


_questions: dict[Hashable, "_Question"] = {}


class _Question:
    """A composed question: its text, and where the values belong."""

    def __init__(self, asked: "QuerySet[Any, Any]") -> None:
        self.asked = asked
        self.compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.text, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.text, params = "", ()
        self.params = tuple(params)
        if any(isinstance(param, date) for param in self.params):
            raise TypeError("A kept question holds a moment of its own, with which it would be asked for ever: give it as an argument.")

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        if not self.text:
            return []
        asked: Any = self.asked.all()
        asked.query.get_compiler = _Drawn(self.compiler, self.text, self._filled(values))
        return list(asked)

    def number(self, values: Mapping[str, Any]) -> int:
        if not self.text:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.text}) asked", self._filled(values))  # noqa: S608  the text is Django's own
            return int(cursor.fetchone()[0])

    def _filled(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple([values[param.name] if param.__class__ is Place else param for param in self.params])


class _Drawn(SQLCompiler):
    """A compiler that has nothing to compose: the text is there. It is what the query is asked for, and what it is given."""

    def __init__(self, composed: SQLCompiler, text: str, params: tuple[Any, ...]) -> None:
        self.__dict__.update(composed.__dict__)
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.text, self.values = text, params

    def __call__(self, *args: Any, **kwargs: Any) -> "_Drawn":
        return self

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        return self.text, self.values


def _shape(name: str, given: Any, values: dict[str, Any], sorts: Container[type] = VALUES) -> Any:
    """What decides the text; the values are put aside under their names."""
    if isinstance(given, Actor):
        parts = tuple([_shape(f"{name}.{part}", getattr(given, part), values, FIELDS) for part in OF_ACTOR])
        return given.kind, given.role, given.related, parts
    if given.__class__ in sorts:
        values[name] = given
        return given.__class__
    if isinstance(given, MANY):
        values[name] = list(given)
        return "many", next((one.__class__ for one in given), None)
    return given


def _stand_in(name: str, given: Any, sorts: Container[type] = VALUES) -> Any:
    if isinstance(given, Actor):
        later: dict[str, Any] = {part: _stand_in(f"{name}.{part}", getattr(given, part), FIELDS) for part in OF_ACTOR}
        return replace(given, **later, worker_name="", institution_name_sq="", institution_name_en="")  # names are in no question
    if given.__class__ in sorts:
        return Later(name, given.__class__)
    if isinstance(given, MANY):
        return Later(name, next(iter(given)).__class__, many=True) if given else given
    return given
