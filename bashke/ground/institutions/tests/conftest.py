"""Institutions are written by the operator's commands, so these tests borrow the jobs' login, as those do."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connections, transaction

# By name: the site stands above the ground, and only this installation knows the jobs' password.
configuration = import_module("bashke.site.configuration")


@pytest.fixture
def as_job(db: None) -> Iterator[None]:
    """Everything inside runs as the jobs' login and is rolled back."""
    web = connections["default"]
    job = web.copy()
    job.settings_dict = {**web.settings_dict, "USER": "bashke_job", "PASSWORD": configuration.secret("job")}
    connections["default"] = job
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        job.close()
        connections["default"] = web
