"""One-time links with which a worker chooses her first password, or a new one when she forgot it.

No mail server is needed: whoever manages the staff hands the link over. It dies when the password is set, and after
three days (Django's PASSWORD_RESET_TIMEOUT).
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from .models import Worker


class Invitations(PasswordResetTokenGenerator):
    """Django's generator, bound to the session salt instead of the password: the staff page may not read a password's hash."""

    key_salt = "bashke.ground.access.invitations"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk}{user.session_salt}{timestamp}"


INVITATIONS = Invitations()


def invitation_path(worker: Worker) -> str:
    """The address of the page where this worker chooses her password. Every password set makes all earlier links useless."""
    return reverse("access:welcome", args=[worker.pk, INVITATIONS.make_token(worker)])


def invited(worker_id: UUID, token: str) -> Worker | None:
    """The active worker this link was made for; None when it was used, has expired or was made up."""
    worker = Worker.objects.filter(pk=worker_id, is_active=True).first()
    return worker if worker is not None and INVITATIONS.check_token(worker, token) else None
