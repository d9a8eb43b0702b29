"""The command's tasks: words are gathered, pages of states are fresh, a hole or an absent database keeps the server from starting."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bashke.site import configuration
from bashke.site.commands import check, messages, states
from tests.faults import clones

PLANTED_CODE = """
from django.utils.translation import gettext as _, ngettext

def say(count: int) -> str:
    raise NotAllowed("A planted refusal with %(reason)s.", reason=_("Planted in code"))
    return ngettext("%(count)s planted", "%(count)s planted ones", count)
"""
PLANTED_PAGE = """{% load i18n %}
<h1>{% translate "Planted on a page" %}</h1>
<p title="{% trans 'Planted in quotes' %}">{{ _("Planted in a variable") }}</p>
{% blocktranslate with name=n trimmed %}
  Planted for %(name)s
  on two lines
{% endblocktranslate %}
{% blocktranslate count n=n %}One planted{% plural %}{{ n }} planted{% endblocktranslate %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "views.py").write_text(PLANTED_CODE)
    for folder in ("templates", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "page.html").write_text(PLANTED_PAGE)
    (tmp_path / "tests" / "test_page.py").write_text('from django.utils.translation import gettext as _\n_("Of a test only")\n')
    return tmp_path


def test_planted_strings_are_found(package: Path) -> None:
    found = messages.strings(package)
    flat = {msgid if isinstance(msgid, str) else msgid[0] for msgid in found}
    assert flat >= {
        "Planted in code", "A planted refusal with %(reason)s.", "%(count)s planted", "Planted on a page", "Planted in quotes",
        "Planted in a variable", "One planted",
    }  # fmt: skip
    assert "Of a test only" not in flat
    assert found["Planted on a page"] == {"templates/page.html"}


def test_a_new_string_waits_for_its_albanian_and_a_translated_one_stays(package: Path) -> None:
    messages.update(package)
    path = messages.catalogue(package, "sq")
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Planted in code"\nmsgstr ""' in text
    path.write_text(text.replace('msgid "Planted in code"\nmsgstr ""', 'msgid "Planted in code"\nmsgstr "E mbjellë"'), encoding="utf-8")
    (package / "templates" / "page.html").write_text("")
    messages.update(package)
    again = path.read_text(encoding="utf-8")
    assert 'msgstr "E mbjellë"' in again
    assert "Planted on a page" not in again
    assert 'msgid "Planted in code"\nmsgstr "Planted in code"' in messages.catalogue(package, "en").read_text(encoding="utf-8")


def test_gathering_twice_changes_nothing(package: Path) -> None:
    messages.update(package)
    before = {path: path.read_bytes() for path in package.rglob("*.po")}
    messages.update(package)
    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before


@pytest.mark.parametrize("name", states.pages())
def test_the_page_of_a_state_is_fresh(name: str) -> None:
    assert (states.DOCS / name).read_text(encoding="utf-8") == states.pages()[name], "run `bashke states` and commit"


def test_every_page_of_states_is_still_made() -> None:
    assert {path.name for path in states.DOCS.iterdir()} == set(states.pages())


@pytest.fixture
def clone(cast: Any, django_db_blocker: Any) -> Iterator[clones.Clone]:
    with django_db_blocker.unblock():
        made = clones.make("bashke_site")
        yield made
        clones.drop(made)


def bashke(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bashke.site.command", *words], env=os.environ | environment, capture_output=True, text=True, timeout=120
    )


def test_a_hole_keeps_the_server_from_starting(clone: clones.Clone) -> None:
    with clone.superuser() as vandal:
        vandal.execute("CREATE TABLE gossip (name text)")
    done = bashke("serve", "--bind", "127.0.0.1:1", BASHKE_DATABASE=clone.name)
    assert done.returncode == 1
    assert "gossip: a table without row security" in done.stderr
    assert "not serving like this" in done.stdout


def test_an_absent_database_is_told_in_a_sentence() -> None:
    done = bashke("check", BASHKE_DATABASE="no_such_database")
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached")
    assert "Traceback" not in done.stderr


def test_the_jobs_login_does_not_serve_pages(clone: clones.Clone) -> None:
    """It may enter any municipality: no page may ever run with it."""
    done = bashke("serve", "--bind", "127.0.0.1:1", BASHKE_DATABASE=clone.name, BASHKE_LOGIN="job")
    assert done.returncode == 1
    assert "bashke_job" in done.stderr


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SESSION_COOKIE_SECURE": False}, "BASHKE_PUBLIC_URL does not begin with https://"),
        ({"DEMO_MODE": True}, "demo mode lets anybody sign in as anybody"),
        ({}, "BASHKE_SMS_URL is missing"),
    ],
)
def test_unsafe_settings_are_problems_in_production(
    changes: dict[str, object], says: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "holes", list)
    monkeypatch.setattr(check, "fragile", list)
    monkeypatch.delenv("BASHKE_SMS", raising=False)
    settings.MODE, settings.SESSION_COOKIE_SECURE, settings.DEMO_MODE = configuration.Mode.PRODUCTION, True, False
    for name, value in changes.items():
        setattr(settings, name, value)
    assert any(says in problem for problem in check.problems())


def test_a_database_that_may_forget_what_was_answered_does_not_serve(clone: clones.Clone) -> None:
    """With synchronous_commit off the crash test loses answered writes; so nobody is answered like this."""
    with clone.superuser() as vandal:
        vandal.execute("ALTER ROLE bashke_web SET synchronous_commit = off")
        try:
            with clones.django_on(clone):
                assert "synchronous_commit is off: after a crash what was answered could be lost" in check.problems()
        finally:
            vandal.execute("ALTER ROLE bashke_web RESET synchronous_commit")
    with clones.django_on(clone):
        assert check.problems() == []


def test_making_ready_a_second_time_changes_nothing(clone: clones.Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of the wall, rows of the reference data, names of institutions: all as before, and no hole."""
    from bashke.site import provisioning

    marks = (
        "SELECT md5(string_agg(s::text, '' ORDER BY name)) FROM guard.secret s",
        "SELECT count(*) FROM institutions_institutionname",
        "SELECT count(*) FROM territory_census",
        "SELECT md5(string_agg(p.tablename || p.policyname || coalesce(p.qual, ''), '' ORDER BY 1)) FROM pg_policies p",
    )

    def seen() -> list[object]:
        with clone.superuser() as oracle:
            return [oracle.execute(mark).fetchone() for mark in marks]

    before = seen()
    monkeypatch.setenv("BASHKE_DATABASE", clone.name)
    steps: list[str] = []
    provisioning.provision(steps.append)
    assert steps == ["logins", "tables and walls", "reference data"]
    assert seen() == before
    with clones.django_on(clone):
        assert check.holes() == []
