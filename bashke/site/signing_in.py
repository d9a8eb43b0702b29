"""How allauth is told about our workers: nobody signs up alone, guessing shuts out nobody, second factors are kept encrypted."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from bashke.ground.access.guards import client_address
from bashke.ground.access.kept import one
from bashke.ground.access.models import Worker
from bashke.ground.access.vault import vault

PURPOSE = "second factors"
DEVICE = "bashke_device"
DEVICE_SECONDS = 180 * 24 * 3600


def display(user: Worker) -> str:
    return user.name


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Who is signed in is asked with every page: a kept question."""

    def get_user(self, user_id: UUID) -> Worker | None:
        user = one(_worker, user_id)
        return user if user and self.user_can_authenticate(user) else None


def _worker(pk: UUID) -> QuerySet[Worker]:
    return Worker.objects.filter(pk=pk)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account is given by the institution (`bashke staff add`, or the staff page), never taken."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind a proxy every office would else be one address, and the mistakes of one would slow all."""
        return client_address(request)

    def post_login(self, request: HttpRequest, user: Worker, **told: Any) -> HttpResponse:
        """Whoever signed in here once is known on this device, so that strangers who guess her password cannot shut her out."""
        response: HttpResponse = super().post_login(request, user, **told)
        response.set_cookie(
            DEVICE, signing.dumps([user.username, get_random_string(16)], salt=DEVICE), max_age=DEVICE_SECONDS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, path="/account/",
        )  # fmt: skip
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted for each known device of a worker alone, and for all strange devices together (OWASP: device cookies)."""
        name = str(credentials.get("username", "")).lower()
        try:
            whose, device = signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=DEVICE_SECONDS)
        except signing.BadSignature:
            whose, device = "", ""
        return f"{name}:{device if whose == name else 'strange'}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps TOTP secrets and recovery codes unreadable in the table and in every backup."""

    def encrypt(self, text: str) -> str:
        return vault(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault(PURPOSE).decrypt(encrypted_text.encode()).decode()
