"""For the machines that watch over us: is it alive, is it ready, how is it going. Answered to where the operator allows, to nobody else.

They stand outside the wall: they open no context and read no table but the list of migrations, so that they answer also when the
database does not. From elsewhere, or through the reverse proxy, they are pages that do not exist.
"""

import os
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest, multiprocess

from bashke.ground.access.guards import View, public

# A proxy that serves production must send X-Forwarded-Proto (without it every page would be sent to https for ever), so this shows
# every request that came through one, however it is set up otherwise.
THROUGH_A_PROXY = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


class Probes:
    """Answers the watchers' addresses before the wall and before the redirect to https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = ANSWERS.get(request.path_info.lstrip("/"))
        if answer is None or not may_ask(request):
            return self.get_response(request)
        return answer(request)


def may_ask(request: HttpRequest) -> bool:
    """Does the request come straight from one of the networks in BASHKE_PROBES_FROM?"""
    if any(name in request.META for name in THROUGH_A_PROXY):
        return False
    try:
        asker = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a unix socket: only a proxy asks there
        return False
    return any(asker in network for network in settings.PROBES_FROM)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing is asked of the database: restarting us would not bring it back."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served: the database answers, and every migration of this version is in it. Else 503."""
    answers, missing = database()
    fine = answers and not missing
    return JsonResponse({"ready": fine, "database": answers, "migrations_missing": missing}, status=200 if fine else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: counts of all processes of this server, and how the database is now."""
    now = CollectorRegistry()
    answers, missing = database()
    Gauge("bashke_database_up", "1 when the database answers.", registry=now).set(answers)
    Gauge("bashke_migrations_missing", "Migrations of this version that the database does not have.", registry=now).set(missing)
    counts = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counts = CollectorRegistry()
        multiprocess.MultiProcessCollector(counts)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(counts) + generate_latest(now), content_type=CONTENT_TYPE_LATEST)


def database() -> tuple[bool, int]:
    """(answers, how many migrations are missing). A connection that died while idle gets one more try."""
    for _ in range(2):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT app, name FROM django_migrations")
                return True, len(_migrations() - set(cursor.fetchall()))
        except DatabaseError:
            connection.close()
    return False, 0


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """All that this version of the code brings."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _nowhere(name: str) -> View:
    @public
    def elsewhere(request: HttpRequest) -> HttpResponse:
        """Whoever comes this far was not allowed to ask: for her there is no such page."""
        raise Http404(name)

    return elsewhere


ANSWERS: dict[str, View] = {"health/live": live, "health/ready": ready, "metrics": metrics}
urlpatterns = [path(address, _nowhere(address), name=address.rpartition("/")[2]) for address in ANSWERS]
app_name = "probes"
