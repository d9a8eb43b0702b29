"""The story of two municipalities, told once for the faults, is the ledger counted here."""

from tests.faults.conftest import askers, stage

__all__ = ["askers", "stage"]
