"""Under /api/: the operations of the door, each refused without a token, and the open description of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt

from .views import doing, following, pages, reading, searching
from .views.door import api, problem

app_name = "api"
OPERATIONS = (reading, doing, following, searching)  # each writes its addresses into the door when it is read


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No answer is kept by anybody on the way; a method that is none is refused in the one shape. The token is asked by every operation."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers["Allow"]
            response = problem(request, 405)
            response.headers["Allow"] = allowed
        if getattr(request, "replayed", False):
            response.headers["Idempotency-Replayed"] = "true"
        response.headers["Cache-Control"] = "no-store"
        return response

    answered.permission = "token"  # type: ignore[attr-defined]
    return answered


class Anything(StringConverter):
    """Every address below /api/, one with a line break too, which `path:` would leave to the pages of people."""

    regex = "(?s:.+)"


register_converter(Anything, "anything")

# One address may be both read and acted on: the framework names it for each, and we keep one name.
named = {str(one.pattern): one for one in api.urls[0] if isinstance(one, URLPattern)}
operations = [
    path(address, guarded(one.callback), name=str(one.name))
    for address, one in named.items()
    if one.name not in {"api-root", "openapi-json"}
]

urlpatterns = [
    path("openapi.json", pages.openapi, name="openapi"),
    path("docs", pages.docs, name="docs"),
    *operations,
    path("<anything:rest>", pages.nothing, name="nothing"),
]
