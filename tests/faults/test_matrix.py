"""Every address × everybody × area × state, from the one table in matrix.py, through the real pages."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bashke.person.exports.rules import Listing

from . import objects
from .browsers import browser, program_of
from .canaries import WORD, Canaries, allowed, plant, told_by
from .clones import Clone, django_on
from .matrix import MATRIX, NO_SUCH_METHOD, PEOPLE, ROLES, STAFF, Row
from .objects import Thing
from .story import Told

METHODS = ("get", "post")
OBJECTS = [row for row in MATRIX if row.kind]
PAGES = [row for row in MATRIX if not row.kind]
AREA = {"besa": "AL154", "drita": "AL154", "mira": "AL154", "lule": "AL154", "half": "AL154", "vera": "AL343", "person": "Marku"}
# Names that must stand on no page this asker gets, whatever it shows.
ALL_NAMES = (b"Marku", b"Dervishi", b"Gjini", b"Ndoja", b"Prela", b"0692000101")
SECRET = dict.fromkeys(("nobody", "half", "mira", "genc"), ALL_NAMES) | {
    "lule": (ALL_NAMES[1], ALL_NAMES[5]),  # she sees who asks about her data, and nothing else of anybody
    "person": ALL_NAMES[1:5], "besa": ALL_NAMES[1:2], "drita": ALL_NAMES[1:2], "vera": ALL_NAMES[:1], "ilir": ALL_NAMES[1:5], "luan": ALL_NAMES[4:5],
}  # fmt: skip
LOG_IN, SECOND_STEP, CODE = "/account/login/", "/account/second-step/", "/follow/"


def addresses(resolver: URLResolver | None = None, space: tuple[str, ...] = ()) -> Iterator[tuple[str, int]]:
    """(name, number of arguments) of every address the site answers."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, (*space, pattern.namespace) if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*space, pattern.name or "?")), len(pattern.pattern.converters)


def named(row: Row) -> str:
    return " ".join((row.name, *row.arguments))


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    """The table is complete: whoever adds a page says here who may open it."""
    arguments = {"invitation": 2, None: 0}
    rows = {(row.name, arguments.get(row.kind, 1) or len(row.arguments)) for row in MATRIX}
    assert rows == set(addresses())
    assert len(MATRIX) == len({(row.name, row.arguments) for row in MATRIX}), "no address twice"


@pytest.fixture(scope="module")
def things(clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> dict[str, list[Thing]]:
    with django_on(clone):
        objects.make(clone, cast, told)
    found = objects.find_all(clone)
    with clone.superuser() as oracle:
        keys = oracle.execute("SELECT id FROM mfa_authenticator").fetchall()
    found["key"] = [Thing("key", key, "of another", None, None) for (key,) in keys]
    found["invitation"] = [Thing("invitation", cast.vera.worker, "a guess", None, None)]
    return found


@pytest.fixture(scope="module")
def birds(clone: Clone, things: dict[str, list[Thing]], told: dict[str, Told]) -> Canaries:
    """Every free field holds a canary while the pages are asked for."""
    return plant(clone, told)


@pytest.fixture(scope="module")
def browsers(clone: Clone, things: dict[str, list[Thing]], told: dict[str, Told], cast: SimpleNamespace) -> Iterator[dict[str, Client]]:
    with django_on(clone):
        yield {name: fresh(name, told, cast) for name in ROLES}


def fresh(name: str, told: dict[str, Told], cast: SimpleNamespace) -> Client:
    if name == "nobody":
        return browser()
    if name == "person":
        return browser(code=told["AL154"].code)
    return browser(getattr(cast, "besa" if name == "half" else name), two_factors=name != "half")


@pytest.fixture(scope="module")
def programs(clone: Clone, browsers: dict[str, Client], cast: SimpleNamespace) -> dict[str, Client]:
    """For the door of programs: staff with a token of their own; everybody else with what she has, which counts as nothing there."""
    return {name: program_of(getattr(cast, name)) if name in STAFF else browsers[name] for name in ROLES}


def program_says() -> dict[str, Any]:
    return {"data": "{}", "content_type": "application/json", "headers": {"Idempotency-Key": str(uuid4())}}


@pytest.fixture
def ask(browsers: dict[str, Client], programs: dict[str, Client], birds: Canaries) -> Any:
    """`ask("besa", "get", row, thing)`: the answer, leaving the browser as it was."""

    def answer(who: str, method: str, row: Row, *arguments: object) -> Any:
        client = programs[who] if row.guard == "token" else browsers[who]
        kept = client.cookies.copy()
        try:
            sent = program_says() if row.guard == "token" and method == "post" else {}
            response = getattr(client, method)(reverse(row.name, args=arguments or row.arguments), **sent)
        finally:
            client.cookies = kept
        birds.listen(who, response)
        told = [name for name in SECRET[who] if name in response.content]
        assert told == [], f"{PEOPLE[who]} reads {told} on {row.name}"
        return response

    return answer


def arguments_of(row: Row, pk: object) -> tuple[object, ...]:
    return (pk, "a-guess") if row.kind == "invitation" else (pk,)


def absent(row: Row, thing: Thing) -> object:
    """An id of the same shape that nothing has."""
    return 987654321 if isinstance(thing.pk, int) else uuid4()


def is_own(who: str, thing: Thing, cast: SimpleNamespace) -> bool:
    if thing.kind in {"token", "seat"}:  # hers alone, not her office's
        return who in STAFF and thing.other == str(getattr(cast, who).worker)
    if who in AREA:
        return AREA[who] in (thing.municipality, thing.other)
    return who in {"ilir", "luan"} and thing.other == getattr(cast, who).institution


def expected(who: str, row: Row, method: str) -> set[int]:
    """What this asker gets from the guard; for those who may, from the row."""
    mine = set(row.gets if method == "get" else row.posts)
    if row.guard == "public" or who in row.may or (row.guard == "token" and mine == NO_SUCH_METHOD):
        return mine
    if row.guard == "token":
        return {403} if who in STAFF else {401}
    return {403} if row.guard == "staff" and who in STAFF else {302}


def check_turned_away(who: str, row: Row, response: Any) -> None:
    """Nobody is sent to a wrong place."""
    if response.status_code == 302 and who not in row.may and row.guard != "public":
        place = {"staff": SECOND_STEP if who == "half" else LOG_IN, "code": CODE, "signin": "/account/"}[row.guard]
        assert response.headers["Location"].startswith(place), (PEOPLE[who], row.name, response.headers["Location"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("row", [row for row in PAGES if not row.ends_session], ids=named)
def test_a_page_without_an_object(row: Row, method: str, ask: Any) -> None:
    for who in ROLES:
        response = ask(who, method, row)
        assert response.status_code in expected(who, row, method), (PEOPLE[who], row.name, method, response.status_code)
        check_turned_away(who, row, response)


@pytest.mark.parametrize("row", OBJECTS, ids=named)
def test_not_yours_looks_like_not_there(row: Row, things: dict[str, list[Thing]], ask: Any, cast: SimpleNamespace) -> None:
    """Status, body and headers, byte for byte, on both methods and in every state of the foreign object."""
    for who in ROLES:
        foreign = [thing for thing in things[row.kind or ""] if not is_own(who, thing, cast)]
        if row.guard == "public" and row.kind == "service":
            foreign = [thing for thing in foreign if thing.state == "closed"]
        for thing in foreign if who in row.may else foreign[:2]:
            for method in METHODS:
                nothing = absent(row, thing)
                theirs, nobodys = (ask(who, method, row, *arguments_of(row, pk)) for pk in (thing.pk, nothing))
                where = (PEOPLE[who], row.name, method, thing)
                assert fingerprint(theirs, thing.pk) == fingerprint(nobodys, nothing), where
                if who in row.may:
                    assert theirs.status_code in {404, 302, 405, 422}, where
                elif row.guard != "public":
                    assert theirs.status_code in {302, 401, 403, 404, 405}, where
                    check_turned_away(who, row, theirs)


def fingerprint(response: Any, pk: object) -> tuple[int, bytes, dict[str, str]]:
    """Everything that reaches the browser but the date and the request's random number. A place it is sent to, or a form that comes back, may repeat what was asked."""
    headers = {name: value for name, value in response.headers.items() if name not in {"Date", "Expires", "Content-Length", "X-Request-ID"}}
    if "Location" in headers:
        headers["Location"] = re.sub(rf"(/|%2F){pk}(/|%2F)", "/PK/", headers["Location"])
    cookies = dict.fromkeys(response.cookies, "set")  # their values are random by design
    body = response.content
    if b"csrfmiddlewaretoken" in body or b"welcome" in body:
        body = re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", body.replace(str(pk).encode(), b"PK"))
    return response.status_code, body, headers | cookies


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("row", OBJECTS, ids=named)
def test_an_own_object_in_every_state(row: Row, method: str, things: dict[str, list[Thing]], ask: Any, cast: SimpleNamespace) -> None:
    seen = set()
    for who in ROLES:
        own = [thing for thing in things[row.kind or ""] if is_own(who, thing, cast) or row.guard == "public"]
        for thing in own if who in row.may else own[:1]:
            response = ask(who, method, row, *arguments_of(row, thing.pk))
            allowed = {404} if not row.may else expected(who, row, method)
            assert response.status_code in allowed, (PEOPLE[who], row.name, method, thing, response.status_code)
            check_turned_away(who, row, response)
            seen.add((who, thing.state))
    assert row.may <= {who for who, _ in seen}, "somebody who may has no object of her own in this test"


@pytest.mark.parametrize("row", [row for row in PAGES if row.ends_session], ids=named)
def test_a_page_that_ends_the_session(row: Row, clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> None:
    with django_on(clone):
        for who in ROLES:
            client = fresh(who, told, cast)
            assert client.get(reverse(row.name)).status_code in row.gets
            token = client.cookies.get(settings.SESSION_COOKIE_NAME)
            assert client.post(reverse(row.name)).status_code in row.posts
            if token and token.value and (who in STAFF or row.name == "portal:leave"):
                client.cookies[settings.SESSION_COOKIE_NAME] = token.value  # whoever kept the old cookie has nothing in hand
                assert client.get("/desk/").headers["Location"].startswith(LOG_IN)
                assert client.get("/my/").headers["Location"].startswith(CODE)


def test_every_kind_of_object_has_more_than_one_state(things: dict[str, list[Thing]]) -> None:
    single = {
        "absence",
        "appeal",
        "assessment",
        "file",
        "member",
        "opening",
        "relation",
        "person",
        "seat",
        "training",
        "worker",
        "post",
        "key",
        "invitation",
    }
    assert {kind for kind, found in things.items() if len({thing.state for thing in found}) < 2} == single


def test_every_field_is_read_only_by_whom_it_is_for(birds: Canaries, browsers: dict[str, Client], clone: Clone) -> None:
    """After every page was asked for by everybody; the lists that leave as files are asked for here."""
    with django_on(clone):
        for who in ("besa", "drita", "vera"):
            for listing in Listing:
                wanted = {"listing": listing, "format": "csv", "reason": "For the weekly meeting.", "given_name": "Ana", "family_name": ""}
                browsers[who].post(reverse("desk:export_new"), wanted)
            for export in _own_exports(clone, who):
                birds.listen(who, browsers[who].post(reverse("desk:export_file", args=[export])))
    if not {who for who, _, _ in birds.read} >= {"besa", "drita", "vera", "ilir", "luan", "mira", "lule", "person"}:
        pytest.skip("only a part of the pages was asked for")
    assert told_by(found for found in birds.read if not allowed(*found)) == ""


def _own_exports(clone: Clone, who: str) -> list[Any]:
    with clone.superuser() as oracle:
        found = oracle.execute(
            "SELECT e.id FROM exports_export e JOIN access_worker w ON w.id = e.asked_by_id WHERE w.username = %s", (who,)
        ).fetchall()
    return [pk for (pk,) in found]


def test_no_message_and_no_queue_holds_a_word_of_a_file(birds: Canaries, clone: Clone) -> None:
    """After every page was asked for, every form sent: what waits to be sent, and what the queue will do."""
    with clone.superuser() as oracle:
        for table in ("notices_notice", "notices_delivery", "procrastinate_jobs", "statistics_tally"):
            rows: Any = f"SELECT t::text FROM {table} t"
            text = "\n".join(row for (row,) in oracle.execute(rows).fetchall())
            assert [birds.fields[int(number)] for number, _ in WORD.findall(text)] == [], table
