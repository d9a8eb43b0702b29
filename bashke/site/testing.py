"""The ground of every test, a pytest plugin: a PostgreSQL of our own, made ready exactly as in production, and the fixed cast.

A plugin and not a conftest, because the settings must be the test's own before anything reads them (`-p` in pyproject.toml).

Tests connect as the web login, never as owner or superuser. Each test runs inside a transaction that is rolled back.
`acting("besa")` enters Besa's context for direct calls; `client_as("besa")` is a browser in which she is signed in.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

HOME = Path(tempfile.mkdtemp(prefix="bashke-test-"))
HOME.chmod(0o755)  # PostgreSQL's own user must pass through when the tests run as root
os.environ |= {
    "BASHKE_MODE": "test",
    "BASHKE_HOME": str(HOME),
    "BASHKE_DATABASE": "bashke_test",
    "BASHKE_LOGIN": "web",
    "DJANGO_SETTINGS_MODULE": "bashke.site.settings",
}
os.environ.pop("DATABASE_URL", None)

from django.db import connection  # noqa: E402

from bashke.site import configuration, postgres, provisioning  # noqa: E402

configuration.make_secrets()
CLUSTER = postgres.cluster_in(configuration.var())


@atexit.register
def _clean_up() -> None:
    CLUSTER.remove()
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Provision once a session, in processes of their own, so that this one only ever holds the web login."""
    CLUSTER.start(configuration.secret("superuser"))
    provisioning.provision()
    done = subprocess.run(
        [sys.executable, "-m", "bashke.site.demo.cast"], env=os.environ | {"BASHKE_LOGIN": "job"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    yield


@pytest.fixture(scope="session")
def cast(django_db_setup: None) -> SimpleNamespace:
    """Ids that every story needs: `cast.besa.worker`, `cast.besa.post`, `cast.shkoder`, `cast.services["day"]`."""
    with postgres.connect(CLUSTER, configuration.secret("superuser"), configuration.database_name()) as database:
        rows = database.execute(
            "SELECT w.username, w.id, p.id, p.institution_id, w.name FROM access_worker w JOIN access_post p ON p.worker_id = w.id"
        ).fetchall()
        services = {str(name): pk for name, pk in database.execute("SELECT name_en, id FROM directory_service").fetchall()}
    people = {
        str(username): SimpleNamespace(worker=worker, post=post, institution=institution, name=name)
        for username, worker, post, institution, name in rows
    }
    return SimpleNamespace(shkoder="AL154", korce="AL343", services=services, **people)


def _leave() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; SELECT set_config('guard.context', '', true)")


class StepOutside:
    """Test-only: requests of one test share a transaction, so the role of the last one is laid down before the next."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        inside = connection.in_atomic_block
        if inside:
            _leave()
        response = self.get_response(request)
        if inside:
            _leave()
        return response


@pytest.fixture(autouse=True)
def _separate_requests(settings: Any) -> None:
    wall = "bashke.ground.access.middleware.Wall"
    at = settings.MIDDLEWARE.index(wall)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], "bashke.site.testing.StepOutside", *settings.MIDDLEWARE[at:]]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": secrets.token_hex(4)}}


@pytest.fixture
def acting(db: None, cast: SimpleNamespace) -> Callable[..., Any]:
    """`with acting("besa") as besa:` for a worker, `acting(None)` for the public, `acting(code=...)` for a person with her code."""
    from bashke.ground.access import queries

    @contextmanager
    def enter(username: str | None = None, *, code: str | None = None) -> Iterator[Any]:
        token = secrets.token_hex(16)
        _leave()
        if username is not None:
            someone = getattr(cast, username)
            queries.bind(token, someone.worker, someone.post)
        if code is not None:
            assert queries.open_by_code(token, code), "no such code"
        try:
            yield queries.enter(token)
        finally:
            if not connection.needs_rollback:
                _leave()

    return enter


@pytest.fixture
def client_as(db: None, cast: SimpleNamespace, settings: Any) -> Callable[..., Any]:
    """A Django test client in which this worker is signed in, with both factors unless told otherwise."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import Client

    from bashke.ground.access import queries
    from bashke.ground.access.models import Worker
    from bashke.ground.access.sessions import SessionStore

    def sign_in(username: str | None, *, two_factors: bool = True, code: str | None = None) -> Client:
        client = Client()
        _leave()
        session = SessionStore()
        session.create()
        token = str(session.session_key)
        if username is not None:
            someone = getattr(cast, username)
            queries.bind(token, someone.worker, someone.post)
            queries.enter(token)
            worker = Worker.objects.get(pk=someone.worker)
            _leave()
            session[SESSION_KEY] = str(worker.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}] if two_factors else []
            session.save()
        if code is not None:
            assert queries.open_by_code(token, code), "no such code"
        client.cookies[settings.SESSION_COOKIE_NAME] = token
        return client

    return sign_in


@pytest.fixture
def outside_the_wall(cast: SimpleNamespace) -> Iterator[Any]:
    """The superuser's own connection: an oracle for what is really in the database, committed rows only."""
    with postgres.connect(CLUSTER, configuration.secret("superuser"), configuration.database_name()) as database:
        yield database
