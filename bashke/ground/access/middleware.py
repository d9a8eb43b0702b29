"""One request, one transaction, one context: the place where the second wall is closed behind every visitor.

Outermost but for static files, so that sessions, messages and views all run inside it. When the database is away,
the answer is 503 with Retry-After, not an error page.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext

from . import queries
from .actions import NotThere

log = logging.getLogger("bashke.wall")
AWAY = (OperationalError, InterfaceError)
RETRY_SECONDS = 10
SIGNIN_PREFIX = "/account/"
API_PREFIX = "/api/"
BEARER = "Bearer "


class Wall:
    """Opens the transaction, enters the session's context, rolls back what failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for last_try in (False, True):
            try:
                with transaction.atomic():
                    self._enter(request)
                    response = self._answer(request)
                if response.status_code >= 500 and not connection.in_atomic_block:
                    connection.close()  # whatever went wrong, the next visitor gets a connection nothing was done to
                return response
            except (*AWAY, ProgrammingError) as gone:
                fresh = not getattr(request, "actor", None)
                connection.close()
                if last_try or not fresh:  # a connection that died or was spoilt while idle deserves one more try; a half-done request none
                    if not isinstance(gone, AWAY):
                        raise
                    log.warning("database away: %s", type(gone).__name__)
                    return unavailable(request)
        raise AssertionError("unreachable")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, AWAY):
            log.warning("database went away during a request")
            return unavailable(request)
        if isinstance(error, NotThere):
            raise Http404 from error
        return None

    def _enter(self, request: HttpRequest) -> None:
        api = is_api(request)
        token = bearer(request) if api else request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.actor = queries.enter(token, signin=request.path_info.startswith(SIGNIN_PREFIX), api=api)  # type: ignore[attr-defined]

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        if response.streaming:
            # It would be read after the transaction ended, outside every context.
            raise RuntimeError("A page behind the wall must not stream; build it inside the request or in a job.")
        return response


def is_api(request: HttpRequest) -> bool:
    """Where programs ask: a staff token counts there and no cookie."""
    return request.path_info.startswith(API_PREFIX)


def bearer(request: HttpRequest) -> str:
    """The staff token of a program's request; nothing when it brings none."""
    said = request.headers.get("Authorization", "")
    return said[len(BEARER) :].strip() if said.startswith(BEARER) else ""


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: a page for a person, a problem (RFC 9457) for a program."""
    wait = {"Retry-After": str(RETRY_SECONDS)}
    if is_api(request):
        title = gettext("We cannot answer just now")
        problem = {
            "type": "about:blank",
            "title": title,
            "status": 503,
            "detail": gettext("Try again in some seconds. Nothing was changed."),
        }
        return JsonResponse(problem, status=503, headers=wait, content_type="application/problem+json")
    return HttpResponse(render_to_string("503.html"), status=503, headers=wait)
