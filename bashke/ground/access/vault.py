"""What is kept encrypted in the database: second factors, codes that wait to be sent, safe addresses.

PostgreSQL of the wheel has no pgcrypto, so it is done here; whoever has the database without `BASHKE_SECRET_VAULT` reads nothing of it.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


def vault(purpose: str) -> Fernet:
    """The key of one purpose, made from the vault's secret: what was sealed for one cannot be opened as another."""
    return _fernet(purpose, settings.VAULT_KEY)


@cache
def _fernet(purpose: str, key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}|{key}".encode()).digest()))
