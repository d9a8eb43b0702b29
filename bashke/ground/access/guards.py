"""What a view says about who may open it. Every view says one of these; a test walks the URLs and fails on a naked one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from .permissions import Permission, may
from .rules import Actor, Kind

View = Callable[..., HttpResponse]


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
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    return f"{door}." + salted_hmac(f"bashke.{door}", address, algorithm="sha256").hexdigest()[:32]


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
