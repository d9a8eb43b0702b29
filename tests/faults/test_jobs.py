"""Every job runs with the jobs' own login and nothing more: one that reaches for a table it may not touch fails every night, unseen."""

from collections.abc import Callable

import pytest
from procrastinate.contrib.django import app

from bashke.site import jobs

from .clones import Clone, django_on

PERIODIC: dict[str, Callable[..., object]] = {
    name: task for name, task in vars(jobs).items() if getattr(task, "queueing_lock", None) and callable(task)
}


def test_all_of_them_are_here() -> None:
    assert len(PERIODIC) == len(app.periodic_registry.periodic_tasks) > 5


@pytest.mark.parametrize("name", PERIODIC)
def test_it_runs_in_every_municipality(name: str, clone: Clone) -> None:
    with django_on(clone, "job"):
        PERIODIC[name](timestamp=0)
