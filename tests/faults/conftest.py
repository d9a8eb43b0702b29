"""Faults need real connections and real commits: these fixtures hand out copies of the test database."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from . import clones, story
from .askers import Asker, everybody
from .knocking import walled_tables

_NUMBER = count(1)


@dataclass(frozen=True)
class Stage:
    """The copy in which the story was told once; others are copied from it. Not to be changed."""

    clone: clones.Clone
    told: dict[str, story.Told]
    askers: dict[str, Asker]


@pytest.fixture(scope="session")
def stage(cast: SimpleNamespace, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock():
        made = clones.make("bashke_told")
        with clones.django_on(made):
            told = story.tell(made, cast)
        yield Stage(made, told, everybody(made, told, cast))
        clones.drop(made)


@pytest.fixture(scope="session")
def told(stage: Stage) -> dict[str, story.Told]:
    """Ids of the story by municipality: `told["AL154"].case`."""
    return stage.told


@pytest.fixture(scope="session")
def askers(stage: Stage) -> dict[str, Asker]:
    """Everybody who may knock at the database, by name; their sessions are in every copy."""
    return stage.askers


@pytest.fixture(scope="module")
def clone(stage: Stage, django_db_blocker: Any) -> Iterator[clones.Clone]:
    """A copy with the story for the tests of one module, which may change it."""
    yield from _copy(stage, django_db_blocker)


@pytest.fixture
def fresh_clone(stage: Stage, django_db_blocker: Any) -> Iterator[clones.Clone]:
    """A copy with the story for one test that breaks it."""
    yield from _copy(stage, django_db_blocker)


def _copy(stage: Stage, blocker: Any) -> Iterator[clones.Clone]:
    with blocker.unblock():
        made = clones.make(f"bashke_clone_{next(_NUMBER)}", stage.clone.name)
        yield made
        clones.drop(made)


@pytest.fixture
def on_clone(clone: clones.Clone) -> Iterator[clones.Clone]:
    """Django talks to the module's copy; what it commits stays for the module."""
    with clones.django_on(clone):
        yield clone


@pytest.fixture(scope="module")
def connections(clone: clones.Clone) -> Iterator[dict[str, clones.Connection]]:
    """The web's and the jobs' own login on the module's copy, and the superuser as the oracle."""
    with clone.superuser() as oracle, clone.login("web") as web, clone.login("job") as job:
        yield {"oracle": oracle, "web": web, "job": job}


@pytest.fixture(scope="module")
def tables(connections: dict[str, clones.Connection]) -> list[str]:
    """Every walled table, from the catalogue."""
    return walled_tables(connections["oracle"])
