"""Albanian first: the page speaks Albanian until the person chooses English. A phone's own setting does not decide."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from bashke.ground.access.middleware import is_api

KNOWN = {code for code, _ in settings.LANGUAGES}


def asked_by_program(request: HttpRequest) -> str:
    """A program has no cookie: it says in a header what it reads."""
    said = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code for code in (text.partition("-")[0] for text, _weight in said) if code in KNOWN), "")


class Language:
    """Takes the language from the cookie that `portal:language` sets; for a program, which reads no pages, from Accept-Language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        program = is_api(request) and "text/html" not in request.headers.get("Accept", "")
        chosen = asked_by_program(request) if program else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in KNOWN else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
