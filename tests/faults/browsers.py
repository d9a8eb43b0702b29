"""Browsers on a copy of the database, and several things at the same moment."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from bashke.ground.access import queries
from bashke.ground.access.actions import make_token
from bashke.ground.access.models import Worker
from bashke.ground.access.sessions import SessionStore

from .clones import Clone

T = TypeVar("T")
PATIENCE_SECONDS = 4.0  # below the web login's lock_timeout


def browser(someone: SimpleNamespace | None = None, *, code: str | None = None, two_factors: bool = True, **extra: Any) -> Client:
    """A browser speaking English: of this worker, of whoever holds this code, or of nobody. Its session is committed."""
    client = Client(**extra)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with transaction.atomic():
        session = SessionStore()
        session.create()
        token = str(session.session_key)
        if someone is not None:
            queries.bind(token, someone.worker, someone.post)
            queries.enter(token)
            worker = Worker.objects.get(pk=someone.worker)
            session[SESSION_KEY] = str(worker.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}] if two_factors else []
            session.save()
        if code is not None:
            assert queries.open_by_code(token, code), "no such code"
    if someone is not None or code is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = token
    return client


def program_of(someone: SimpleNamespace) -> Client:
    """A program of this worker, which reads English, with a committed token of its own."""
    with transaction.atomic():
        session = SessionStore()
        session.create()
        queries.bind(str(session.session_key), someone.worker, someone.post)
        _made, token = make_token(by=queries.enter(str(session.session_key)), at=timezone.now(), name="A program")
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


def twin(client: Client) -> Client:
    """The same browser once more: a second tab, or an impatient finger."""
    other = Client()
    other.cookies = client.cookies.copy()
    return other


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Each act in a thread and on a connection of its own, all let go at the same moment."""
    gate = threading.Barrier(len(acts))
    results: dict[int, T | BaseException] = {}

    def run(number: int, act: Callable[[], T]) -> None:
        try:
            gate.wait()
            results[number] = act()
        except BaseException as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results.values():
        if isinstance(result, BaseException):
            raise result
    return [results[number] for number in range(len(acts))]  # every one has its result


@contextmanager
def held(clone: Clone, query: str, values: Sequence[object] = (), *, until: int) -> Iterator[None]:
    """Hold what `query` locks until so many others wait for it: then nobody can have been early or late."""
    with clone.superuser() as holder, clone.superuser() as watcher:

        def let_go() -> None:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < deadline:
                found = watcher.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted").fetchone()
                if found is not None and found[0] >= until:
                    break
                time.sleep(0.02)
            holder.execute("COMMIT")

        holder.execute("BEGIN")
        holder.execute(query, values)
        release = threading.Thread(target=let_go)
        release.start()
        try:
            yield
        finally:
            release.join()
