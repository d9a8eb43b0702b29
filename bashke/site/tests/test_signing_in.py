"""Accounts are given, never taken; what proves a second factor is unreadable in the table and in every backup."""

from types import SimpleNamespace

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from bashke.site.signing_in import AccountAdapter, MFAAdapter, display


def test_nobody_signs_up_alone(rf: object) -> None:
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False


def test_a_second_factor_is_kept_encrypted() -> None:
    kept = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in kept
    assert MFAAdapter().encrypt("JBSWY3DPEHPK3PXP") != kept, "the same secret never looks the same twice"
    assert MFAAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_another_key_opens_nothing() -> None:
    kept = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    with override_settings(VAULT_KEY="f" * 64), pytest.raises(InvalidToken):
        MFAAdapter().decrypt(kept)


def test_a_worker_is_shown_by_name() -> None:
    assert display(SimpleNamespace(name="Besa Gjoka")) == "Besa Gjoka"
