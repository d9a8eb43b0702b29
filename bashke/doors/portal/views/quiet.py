"""Pages that a protected file does not show to whoever holds the code."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bashke.ground.access.guards import StaffRequest

from ..queries import is_quiet

View = Callable[..., HttpResponse]


def not_of_protected_files(view: View) -> View:
    """Leads back to the quiet page when the person has a protected file. Inside `with_code`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_quiet(cast(StaffRequest, request).actor):
            return redirect("portal:follow")
        return view(request, *args, **kwargs)

    return guarded
