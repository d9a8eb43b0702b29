"""The language, one click away and without a form: a link works on the oldest phone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bashke.ground.access.guards import public

YEAR = 365 * 24 * 3600


@public
@require_GET
@never_cache
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the choice in a cookie for a year and go back to where the reader was, on this site only."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else reverse("portal:home"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", httponly=True
    )
    return response
