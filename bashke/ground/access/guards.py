"""What a view says about who may open it. Every view says one of these; a test walks the URLs and fails on a naked one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from .permissions import Permission, may
from .rules import Actor, Kind

View = Callable[..., HttpResponse]
WRONG_MOST = 20  # wrong tries of one address within WRONG_SECONDS that cost no time
WRONG_SECONDS = 15 * 60
PAUSE_SECONDS = 5  # after that, one try in so many seconds is looked at


class StaffRequest(HttpRequest):
    """A request after the wall's middleware: `actor` is who the database says is asking."""

    actor: Actor


def public(view: View) -> View:
    """Open to anybody, signed in or not."""
    return _marked(view, view, "public")


def requires(permission: Permission) -> Callable[[View], View]:
    """Signed-in staff whose role carries the permission, with two factors outside demo mode.

    Not signed in: the sign-in page. Signed in without the permission: 403, you may not do this.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if (detour := _staff_detour(request)) is not None:
                return detour
            if not may(request.actor, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _marked(guarded, view, permission)

    return decorate


def staff(view: View) -> View:
    """Any signed-in worker, whatever the role."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        detour = _staff_detour(request)
        return view(request, *args, **kwargs) if detour is None else detour

    return _marked(guarded, view, "staff")


def with_code(view: View) -> View:
    """A person who gave the code of her request; others are asked for it."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.kind is not Kind.PERSON:
            return redirect("portal:code")
        return view(request, *args, **kwargs)

    return _marked(guarded, view, "code")


def two_factors_done(request: HttpRequest) -> bool:
    """Was a second factor used to sign in? Read from the record allauth keeps in the session."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def tries_key(request: HttpRequest, door: str) -> str:
    """The cache key that counts the wrong tries of one client at one door; it is a keyed hash, never an address."""
    return f"{door}." + salted_hmac(f"bashke.{door}", client_address(request), algorithm="sha256").hexdigest()[:32]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: what our own proxy says when there is one, never what the client says of itself."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", address)).rsplit(",", 1)[-1].strip()
    return address


def may_try(key: str) -> bool:
    """Whether this try is looked at. After too many wrong ones an address is slowed to a try in PAUSE_SECONDS, and never shut out:
    half a town may share it, and whoever holds the right code waits a breath, not a quarter of an hour.
    """
    return bool(cache.get(key, 0) < WRONG_MOST or cache.add(f"{key}.pause", True, PAUSE_SECONDS))


def note_wrong(key: str) -> None:
    """Count a wrong try."""
    cache.set(key, cache.get(key, 0) + 1, WRONG_SECONDS)


def _staff_detour(request: StaffRequest) -> HttpResponse | None:
    if not request.actor.is_staff:
        if SESSION_KEY in request.session:  # signed in, but without a post today
            return redirect("access:no_post")
        return _sign_in(request)
    if not request.user.is_authenticated:  # the password was changed since: Django has just ended this session
        return _sign_in(request)
    if not settings.DEMO_MODE and not two_factors_done(request):
        return redirect("mfa_index")
    return None


def _sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?next={quote(request.get_full_path())}")


def _marked(guarded: View, view: View, permission: str) -> View:
    cast(Any, guarded).permission = permission
    return guarded
