"""The reference tables are written by their owner alone, so these tests borrow the owner's login."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connections, transaction

# By name: the site stands above the ground, and only this installation knows the owner's password.
configuration = import_module("bashke.site.configuration")


@pytest.fixture
def as_owner(db: None) -> Iterator[None]:
    """Everything inside runs as the tables' owner and is rolled back."""
    web = connections["default"]
    owner = web.copy()
    owner.settings_dict = {**web.settings_dict, "USER": "bashke_owner", "PASSWORD": configuration.secret("owner")}
    connections["default"] = owner
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        owner.close()
        connections["default"] = web
