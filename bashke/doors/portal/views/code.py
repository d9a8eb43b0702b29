"""The code opens the way of one request; leaving closes it again. Guessing is slowed down, never told anything."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bashke.ground.access.guards import PAUSE_SECONDS, StaffRequest, may_try, note_wrong, public, tries_key
from bashke.ground.access.queries import open_by_code
from bashke.ground.access.rules import Kind

from ..forms import CodeForm
from ..queries import helplines

OPEN_SECONDS = 3600  # as long as guard.open_by_code opens it


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Every wrong one gets the same sentence, whether it has the form of a code or not."""
    if request.method != "POST":
        return render(request, "portal/code.html", {"form": CodeForm(), "is_open": _is_open(request)})
    tries = tries_key(request, "portal.code")
    if not may_try(tries):
        page = {"seconds": PAUSE_SECONDS, "helplines": helplines(timezone.localdate())}
        response = render(request, "portal/code_wait.html", page, status=429)
        response["Retry-After"] = str(PAUSE_SECONDS)
        return response
    form = CodeForm(request.POST)
    if form.is_valid() and _open(request, form.cleaned_data["code"]):
        return redirect("portal:follow")
    if not form.has_error("code", "required"):
        note_wrong(tries)
        form.say_wrong()
    return render(request, "portal/code.html", {"form": form, "is_open": _is_open(request)}, status=422)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the code's session: on a shared telephone nobody may open the file with the back key."""
    if request.method != "POST":
        return render(request, "portal/leave.html")
    request.session.flush()
    messages.success(request, _("You have left. Nobody can see your request on this phone without the code."))
    return redirect("portal:ask" if "ask" in request.POST else "portal:home")


def _open(request: HttpRequest, typed: str) -> bool:
    """Tie a fresh session to the request: one that somebody prepared on this phone before must not be the one it opens."""
    token = get_random_string(32)
    if not open_by_code(token, typed):
        return False
    request.session.flush()
    request.session = type(request.session)(token)
    request.session.set_expiry(OPEN_SECONDS)
    return True


def _is_open(request: HttpRequest) -> bool:
    """Is a request open on this phone already? Whoever types a code here may be somebody else."""
    return cast(StaffRequest, request).actor.kind is Kind.PERSON
