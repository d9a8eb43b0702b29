"""A word in every field of everything about two people; their files are erased by two others; then the whole database is searched for it."""

import re
import secrets
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone
from psycopg.errors import CheckViolation, ForeignKeyViolation, StringDataRightTruncation, UniqueViolation

import bashke.person.rights
from bashke.ground.access import queries
from bashke.person.rights import actions
from bashke.person.rights.models import Erasure
from bashke.person.rights.rules import Erasing
from bashke.person.rights.tests.test_erasing import CODES, CODES_THERE

from .acting import as_worker
from .clones import Clone, django_on
from .story import Told

WORD = "QXZ"
SQL = (Path(bashke.person.rights.__file__).parent / "sql" / "erase.sql").read_text(encoding="utf-8")
# Rows of others that say something about her too, and are found from her row upwards.
ABOVE = {"people_household": ("people_membership", "household_id"), "people_enquiry": ("people_enquirytarget", "enquiry_id"),
         "delivery_session": ("delivery_attendance", "session_id")}  # fmt: skip
SEALED = ("attachments_content", "rights_copy", "people_ownword", "people_searchtoken", "people_contactwish", "people_membership")
COUNTED = {
    "casework_need": "domain, status, rung, found_at", "casework_case": "status, urgency, opened_at", "requests_request": "domains, status, urgency",
    "referrals_referral": "domain, status, sent_at", "delivery_attendance": "held_on, present, minutes, rung", "people_person": "sex, unit_id",
    "requests_triage": "flags, chosen",
}  # fmt: skip


def theirs() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(("bashke.person.", "bashke.ground.notices"))]


def key_of(model: type[models.Model]) -> str:
    """Its key; of a key of several columns, whose row it is."""
    return getattr(model._meta.pk, "column", None) or "person_id"


def about(oracle: Any, people: list[UUID]) -> dict[str, set[str]]:
    """Every row that points at them, or at a row that does, however far away: by table, as keys in letters."""
    found: dict[str, set[str]] = {"people_person": {str(one) for one in people}}
    size = 0
    while size != sum(map(len, found.values())):
        size = sum(map(len, found.values()))
        for model in theirs():
            for field in model._meta.concrete_fields:
                if (target := target_of(field)) in found:
                    _find(oracle, found, model._meta.db_table, key_of(model), field.column, found[target])
    for table, (below, column) in ABOVE.items():
        _find(oracle, found, below, column, key_of(apps.get_model(*below.split("_"))), found[below], into=table)
    return found


def target_of(field: Any) -> str:
    """The table a column points at; three columns hold the key of a person or a request without a foreign key."""
    if isinstance(field.related_model, type):
        return str(field.related_model._meta.db_table)
    return {"person": "people_person", "request": "requests_request"}.get(field.name, "")


def _find(oracle: Any, found: dict[str, set[str]], table: str, key: str, column: str, wanted: set[str], into: str = "") -> None:
    rows = oracle.execute(f'SELECT {key}::text FROM {table} WHERE "{column}"::text = ANY (%s)', (list(wanted),)).fetchall()
    found.setdefault(into or table, set()).update(row[0] for row in rows)


def plant(oracle: Any, rows: dict[str, set[str]]) -> set[str]:
    """The word in every field of letters of these rows, twice, so that history holds it too. Returns which fields took it."""
    took = set()
    for model in [*theirs(), *theirs()]:
        table, key = model._meta.db_table, key_of(model)
        for field in model._meta.concrete_fields:
            name = f"{table}.{field.column}"
            if field.choices or field.primary_key or field.column in CODES | {"pgh_label"} or name in CODES_THERE or not rows.get(table):
                continue
            if isinstance(field, models.JSONField):
                value = f'\'{{"housing": "{WORD}"}}\'::jsonb'
            elif isinstance(field, models.CharField | models.TextField):
                value = f"'{WORD}'"
            else:
                continue
            for only in ("", f" AND \"{field.column}\"::text NOT IN ('', '{{}}')"):  # words that may only stand in some states
                try:
                    oracle.execute(
                        f'UPDATE {table} SET "{field.column}" = {value} WHERE {key}::text = ANY (%s){only}', (list(rows[table]),)
                    )
                    took.add(name)
                    break
                except (CheckViolation, UniqueViolation, ForeignKeyViolation, StringDataRightTruncation):
                    continue
    return took


def eleven_years_pass(oracle: Any, people: list[UUID]) -> None:
    past = "now() - interval '11 years'"
    for statement in (
        f"UPDATE casework_case SET status = 'closed', next_step = 'none', due_at = NULL, closed_at = {past} WHERE person_id = ANY (%s)",
        f"UPDATE requests_request SET answered_at = {past}, received_at = {past}, answer_due_at = {past} WHERE person_id = ANY (%s)",
        "UPDATE delivery_enrolment SET status = 'ended', waiting_since = '2014-01-01', enrolled_on = '2014-01-02', ended_on = '2014-02-01', outcome = 'partly',"
        " outcome_rung = 2, outcome_words = 'x', offered_at = NULL, offer_until = NULL WHERE person_id = ANY (%s)",
        f"UPDATE bookings_booking SET status = 'ended', onward = 'family', booked_at = {past} - interval '1 day', ends_at = {past}, ended_at = {past}"
        " WHERE person_id = ANY (%s)",
        f"UPDATE incidents_incident SET status = 'closed', seen_by_id = reported_by_id, seen_at = {past}, closed_by_id = reported_by_id, closed_at = {past}"
        " WHERE person_id = ANY (%s)",
        "UPDATE conversations_message m SET status = 'settled', settled_words = 'x', answered_at = now(), answered_by_id = (SELECT id FROM access_worker LIMIT 1)"
        " WHERE m.status = 'waiting' AND m.request_id IN (SELECT id FROM requests_request WHERE person_id = ANY (%s))",
        f"UPDATE rights_datarequest SET status = 'withdrawn', answered_at = {past}, answered_by_id = NULL, refusal_reason = '', answer = ''"
        " WHERE status = 'received' AND person_id = ANY (%s)",
        "UPDATE people_person SET created_at = now() - interval '12 years' WHERE id = ANY (%s)",
    ):
        oracle.execute(statement, (people,))


def said(oracle: Any, word: str) -> set[str]:
    """Every table of every schema that holds this word."""
    tables = oracle.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    return {name.removeprefix("public.") for (name,) in tables if oracle.execute(f"SELECT EXISTS (SELECT 1 FROM {name} t WHERE t::text LIKE %s)", (f"%{word}%",)).fetchone()[0]}  # fmt: skip


def sums(oracle: Any) -> dict[str, str]:
    return {
        table: oracle.execute(
            f"SELECT md5(string_agg(md5(({columns})::text), '' ORDER BY md5(({columns})::text))) FROM {table}"
        ).fetchone()[0]
        for table, columns in COUNTED.items()
    }


@pytest.mark.parametrize("forgotten", ["", "casework_visit", "incidents_step", "people_personevent"])
def test_nothing_says_who_it_was(forgotten: str, fresh_clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> None:
    """With a step of the erasing left out, the search finds what would have stayed."""
    here = told["AL154"]
    people = [here.person, here.closing_person]
    with fresh_clone.superuser() as oracle:
        eleven_years_pass(oracle, people)
        rows = about(oracle, people)
        took = plant(oracle, rows)
        assert len(took) > 60, sorted(took)
        assert said(oracle, WORD) >= {
            "people_person",
            "people_personevent",
            "requests_requestevent",
            "conversations_message",
            "incidents_step",
        }
        if forgotten:
            oracle.execute(
                re.sub(rf"\n    (UPDATE|DELETE FROM) public\.{forgotten}\b.*?;", "", SQL, flags=re.S).replace(
                    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
                )
            )
        counted, journal = (
            sums(oracle),
            oracle.execute("SELECT max(id), md5(string_agg(e::text, '' ORDER BY id)) FROM journal_entry e").fetchone(),
        )
        with django_on(fresh_clone):
            _erase(cast, people)
            assert not queries.open_by_code(secrets.token_hex(16), here.code), "her code opens nothing"
        # Her brother still lives where she lived; the journal was asked by the law to keep who did what.
        assert said(oracle, WORD) - {"people_household"} == ({forgotten} if forgotten else set())
        assert sums(oracle) == counted, "what is counted stays as it was"
        assert (
            oracle.execute(
                "SELECT max(id), md5(string_agg(e::text, '' ORDER BY id)) FROM journal_entry e WHERE id <= %s", (journal[0],)
            ).fetchone()
            == journal
        )
        for table in SEALED:
            assert oracle.execute(f"SELECT count(*) FROM {table} WHERE person_id = ANY (%s)", (people,)).fetchone() == (0,), table
        assert oracle.execute("SELECT count(*) FROM exports_file WHERE people && %s", (people,)).fetchone() == (0,)


def _erase(cast: SimpleNamespace, people: list[UUID]) -> None:
    """Drita proposes both, Lule signs both."""
    with as_worker(cast.drita) as by:
        actions.find_over(by=by, at=timezone.now())
        for one in Erasure.objects.filter(person__in=people, status=Erasing.FOUND):
            actions.propose(by=by, at=timezone.now(), erasure=one)
    with as_worker(cast.lule) as by:
        held = list(Erasure.objects.filter(person__in=people, status=Erasing.PROPOSED))
        assert len(held) == len(people)
        for one in held:
            actions.sign(by=by, at=timezone.now(), erasure=one)
