"""A field you may not write does not change: every form of every page, by everybody whose page shows it, with every column added that it does not ask for.

No list says which columns are allowed: what a form writes when it is sent as it is, it may write; with all the other columns of those tables
sent along (`municipality=AL343`, `status=closed`, `worker=…`), and words no form knows, exactly the same must be written.
"""

from collections import Counter, deque
from collections.abc import Iterator
from itertools import chain
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from bashke.person.people.models import Person

from . import objects
from .clones import Clone, django_on
from .matrix import MATRIX, NO_SUCH_METHOD, ROLES
from .objects import Thing
from .pressing import Change, Form, acts, fillings, forms_of, listen, ways_from, written
from .story import Told
from .test_matrix import arguments_of, fresh, is_own

FORGED = "QKZ-forged"
FORGED_ID = UUID(int=7)
UNKNOWN = {
    "is_staff": "on",
    "is_superuser": "on",
    "role": "supervisor",
    "by": FORGED,
    "actor": FORGED,
    "at": "2001-01-01",
    "pk": str(FORGED_ID),
}
OURS = [row for row in MATRIX if row.guard in {"staff", "code", "public"} and ":" in row.name and not row.name.startswith("api:")]
MODELS = {model._meta.db_table: model for model in apps.get_models() if model.__module__.startswith("bashke.")}
OBJECTS, PAGES = 2, 8
NAMES = {row.name for row in OURS if row.gets != NO_SUCH_METHOD and not row.ends_session} - {"portal:language"}
WHO = [who for who in ROLES if who not in {"half"}]


@pytest.fixture(scope="module")
def things(clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> dict[str, list[Thing]]:
    with django_on(clone):
        objects.make(clone, cast, told)
    found = objects.find_all(clone)
    listen(clone)
    return found


def pages_of(who: str, things: dict[str, list[Thing]], cast: SimpleNamespace) -> Iterator[str]:
    for row in OURS:
        if who in row.may and row.gets != NO_SUCH_METHOD and not row.ends_session:
            if row.kind is None:
                yield reverse(row.name, args=row.arguments)
            else:
                own = [thing for thing in things.get(row.kind, []) if is_own(who, thing, cast)]
                yield from (reverse(row.name, args=arguments_of(row, thing.pk)) for thing in own)


def forms_for(client: Client, pages: Iterator[str]) -> dict[str, list[Form]]:
    """By address, at most OBJECTS forms of each shape, from those pages and the pages they lead to."""
    found: dict[str, dict[Any, list[Form]]] = {}
    asked: Counter[str] = Counter()
    waiting, seen = deque(pages), set()
    while waiting:
        path = waiting.popleft()
        name = _named(path)
        if path in seen or name not in NAMES or asked[name] > PAGES:
            continue
        seen.add(path)
        asked[name] += 1
        answer = client.get(path, follow=True)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for form in forms_of(answer.request["PATH_INFO"], answer.content):
            shape = found.setdefault(form.name, {}).setdefault((frozenset(form.fields), len(form.buttons)), [])
            if len(shape) < OBJECTS:
                shape.append(form)
        waiting.extend(ways_from(path, answer.content))
    return {name: [form for same in shapes.values() for form in same] for name, shapes in found.items()}


def _named(path: str) -> str:
    try:
        return str(resolve(path.partition("?")[0]).view_name)
    except Resolver404:
        return ""


def forged(table: str, changes: list[Change], known: dict[str, Any]) -> dict[str, str]:
    """For every column of the table a value that nobody gave and a careless view would take. `known` holds ids of other rows, by table."""
    model = MODELS.get(table)
    if model is None:
        return {}
    given = next(one.columns for one in changes if one.table == table)
    words: dict[str, str] = {}
    for column in model._meta.concrete_fields:
        value = _forged(column, given.get(column.column), known)
        words |= {column.name: value, column.attname: value, f"{column.name}_id": value}
    return words


def _forged(column: Any, now: Any, known: dict[str, Any]) -> str:
    if column.remote_field:
        return str(next((pk for pk in known.get(column.remote_field.model._meta.db_table, ()) if str(pk) != str(now)), FORGED_ID))
    if column.choices:
        return str(next((code for code, _ in reversed(column.flatchoices) if code != now), FORGED))
    kinds = (
        (models.BooleanField, "false" if now else "true"), (models.UUIDField, str(FORGED_ID)), (models.IntegerField, "1" if now == 4 else "4"),
        (models.DateTimeField, "2001-01-01T10:00:00Z"), (models.DateField, "2001-01-01"), (models.JSONField, f'["{FORGED}"]'),
    )  # fmt: skip
    return next((value for kind, value in kinds if isinstance(column, kind)), FORGED)


def difference(plain: list[Change], again: list[Change], with_more: list[Change]) -> list[str]:
    """What was written only because more was sent. What differs between two equal sendings (ids, moments, codes) is chance."""
    shapes = [[(one.table, one.verb) for one in told] for told in (plain, with_more)]
    if shapes[0] != shapes[1]:
        return [f"writes {shapes[1]} and not {shapes[0]}"]
    wrong = []
    for one, same, more in zip(plain, again, with_more, strict=True):
        chance = {column for column in one.columns if one.columns[column] != same.columns.get(column)}
        for column in {*one.columns, *more.columns}:
            value = more.columns.get(column)
            if (column not in chance and one.columns.get(column) != value) or FORGED in str(value) or value == str(FORGED_ID):
                wrong.append(f"{one.verb} {one.table}.{column} = {str(value)[:60]}")
    return wrong


def tried(client: Client, form: Form, known: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether the form wrote anything, and what it wrote that it should not."""
    for data in fillings(form):
        _, plain = written(client, form.path, data)
        if not acts(plain):
            continue
        _, again = written(client, form.path, data)
        wrong = []
        for table in {one.table for one in acts(plain)}:
            extra = UNKNOWN | forged(table, plain, known)
            more = {
                name: value for name, value in extra.items() if name not in form.fields | set(data) and f"{name}_day" not in form.fields
            }
            wrong += difference(plain, again, written(client, form.path, more | data)[1])
        return True, wrong
    return False, []


@pytest.fixture(scope="module")
def known(clone: Clone, things: dict[str, list[Thing]]) -> dict[str, Any]:
    """Ids of rows that a forged field may point at: of both municipalities."""
    with clone.superuser() as oracle:
        return {
            table: [
                row[0]
                for row in oracle.execute(
                    f"SELECT {model._meta.pk.column} FROM {table} ORDER BY md5({model._meta.pk.column}::text) LIMIT 3"
                ).fetchall()
            ]
            for table, model in MODELS.items()
            if model._meta.pk.column  # none: a key of two columns
        }


PRESSED: set[str] = set()
DONE: set[str] = set()  # who pressed all of hers
LEAST = 50  # of some ninety addresses: the others need several pages, or something in a state that the story does not hold


@pytest.mark.parametrize("who", WHO)
def test_a_form_writes_nothing_but_its_own_fields(
    who: str, clone: Clone, things: dict[str, list[Thing]], told: dict[str, Told], cast: SimpleNamespace, known: dict[str, Any]
) -> None:
    with django_on(clone):
        client = fresh(who, told, cast)
        wrong = []
        shown = forms_for(client, pages_of(who, things, cast))
        for form in chain(*shown.values()):
            wrote, found = tried(client, form, known)
            wrong += [f"{who} {form.name}: {one}" for one in found]
            if wrote:
                PRESSED.add(form.name)
    DONE.add(who)
    assert wrong == [], "\n".join(wrong)


def test_most_forms_were_pressed() -> None:
    """A form that wrote nothing proves nothing."""
    if set(WHO) != DONE:
        pytest.skip("only a part of the forms was pressed")
    writes = {row.name for row in OURS if {302, 422, 400} & row.posts}
    assert len(writes & PRESSED) >= LEAST, sorted(writes - PRESSED)


class Careless:
    """The fault this file is for: a page that takes whatever is sent for the row."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        answer = self.get_response(request)
        if request.method == "POST" and "is_staff" in request.POST and request.resolver_match.view_name == "desk:contact":
            Person.objects.filter(pk=request.resolver_match.kwargs["pk"]).update(address=request.POST["actor"])
        return answer


def test_a_careless_page_is_found(
    clone: Clone, things: dict[str, list[Thing]], told: dict[str, Told], cast: SimpleNamespace, known: dict[str, Any], settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.faults.test_writes.Careless"]
    with django_on(clone):
        client = fresh("besa", told, cast)
        page = reverse("desk:contact", args=[told["AL154"].person])
        form = next(one for one in forms_of(page, client.get(page).content) if one.name == "desk:contact")
        wrote, wrong = tried(client, form, known)
    assert wrote
    assert any("people_person" in one for one in wrong), wrong
