"""What the door says of itself: the OpenAPI description, the same for people, and an answer for addresses that are none."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import public

from ..queries.description import chapters, described
from .door import PROBLEM, ProblemShape, api, problem


@public
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1, in the language that is asked for."""
    return JsonResponse(_description())


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every address in words, on a page of our own."""
    return render(request, "api/docs.html", {"chapters": chapters(_description())})


@csrf_exempt
@public
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/."""
    return problem(request, 404)


def _description() -> dict[str, Any]:
    return described(
        dict(api.get_openapi_schema(path_prefix="api/")),
        ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}"),
        PROBLEM,
    )
