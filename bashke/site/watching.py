"""One line and one count for every answer: which page by its name, how it went, how long it took, what kind of asker. Nobody's name.

Outermost of all, so that nothing is answered unseen. The request's number goes to the log and back to the browser: who
reports a fault can say it, and the operator finds the line.
"""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from prometheus_client import Counter, Histogram

from .logs import request_id

log = logging.getLogger("bashke.request")
HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ANSWERS = Counter("bashke_answers", "Answers given, by page and status.", ["route", "method", "status"])
SECONDS = Histogram(
    "bashke_answer_seconds", "How long an answer took.", ["route"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)  # fmt: skip


class Watch:
    """Numbers the request, and writes down its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid4().hex  # always our own: what a browser sends could be anything
        known = request_id.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            self._write_down(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(known)
        response.headers[HEADER] = number
        return response

    def _write_down(self, request: HttpRequest, status: int, seconds: float) -> None:
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        ANSWERS.labels(route, method, status).inc()
        SECONDS.labels(route).observe(seconds)
        if route == "static" and status < 400:
            return
        kind = getattr(getattr(request, "actor", None), "kind", None)
        fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1), "kind": str(kind) if kind else None}
        log.info("answered", extra={"fields": fields})


def route_of(request: HttpRequest) -> str:
    """The name of the page. The address itself may hold ids, and a query may hold anything."""
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    try:
        found = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "unknown"
    return found.view_name or "unnamed"
