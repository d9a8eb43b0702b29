"""A file whose time is over is erased at the word of two people, from every table but the journal; what the law keeps is not."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

import bashke.person.rights
from bashke.doors.portal.tests.story import Way, asks, has_a_plan, is_assessed, is_registered
from bashke.ground.journal.actions import record
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.models import Case, Need
from bashke.person.conversations.actions import settle, write
from bashke.person.people.actions import correct_person
from bashke.person.people.models import Person, SearchToken
from bashke.person.requests.models import Request
from bashke.person.rights import actions, queries
from bashke.person.rights.models import DataRequest, Erasure
from bashke.person.rights.rules import Erasing, Kind, Status

pytestmark = pytest.mark.django_db
SQL = (Path(bashke.person.rights.__file__).parent / "sql" / "erase.sql").read_text(encoding="utf-8")
LONG_AGO = timedelta(days=11 * 366)
# Columns of letters that say nothing about her: codes of the law, names of steps, marks of the system.
CODES = {
    "refusal_reason", "decline_reason", "unmet_reason", "passed_reason", "out_of_turn", "domain", "next_step", "agreed_how", "language", "spoken",
    "person_language", "without_permission", "onward", "for_whom", "severity", "decision", "discipline", "basis", "detail", "column", "step", "template",
}  # fmt: skip
CODES_THERE = {
    "casework_assessment.ladder",
    "casework_assessment.place",
    "casework_closure.reason",
    "casework_needstep.reason",
    "incidents_incident.kind",
    "requests_triage.reason",
    "people_enquiry.answered_by_name",
    "referrals_referral.answered_name",
    "notices_delivery.back_end",
}  # the last three: a worker's name, a provider's, a machine's


@pytest.fixture
def way(acting: Any) -> Way:
    """Ana's file, with something in every corner, closed eleven years ago."""
    now = timezone.now()
    way = has_a_plan(acting, is_assessed(acting, is_registered(acting, asks(acting), now), now), now)
    with acting(code=way.code) as her:
        write(by=her, at=now, words="Shkruan Ana Marku", key=uuid4())
    with acting("besa") as besa:
        assert way.case is not None
        settle(by=besa, at=now, request=way.asked.request, asker=False, words="Folëm në telefon.")
        correct_person(by=besa, at=now, person=Person.objects.get(pk=way.case.person_id), address="Rruga e Hënës 5")
        past = now - LONG_AGO
        Case.objects.filter(pk=way.case.pk).update(status="closed", next_step="none", due_at=None, closed_at=past)
        Request.objects.filter(pk=way.asked.request.pk).update(answered_at=past, received_at=past - timedelta(days=3), answer_due_at=past)
        Person.objects.filter(pk=way.case.person_id).update(created_at=past)
    return way


def found(acting: Any) -> Erasure:
    with acting("drita") as drita:
        assert actions.find_over(by=drita, at=timezone.now()) == 1
        assert actions.find_over(by=drita, at=timezone.now()) == 0, "listed once"
        return Erasure.objects.visible_to(drita).get()


def proposed(acting: Any) -> Erasure:
    held = found(acting)
    with acting("drita") as drita:
        return actions.propose(by=drita, at=timezone.now(), erasure=held)


def tables_that_say(words: str) -> set[str]:
    """Every table the worker can read that holds these words, history included."""
    said = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            try:
                with transaction.atomic():
                    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE t::text ILIKE %s)", (f"%{words}%",))
                    if cursor.fetchone()[0]:
                        said.add(table)
            except DatabaseError:
                continue
    return said


def test_two_people_erase_and_nothing_says_who_it_was(acting: Any, way: Way) -> None:
    held = proposed(acting)
    with acting("besa"):
        assert tables_that_say("Marku") >= {"people_person", "requests_request", "conversations_message", "people_personevent"}
    for who in ("drita", "besa", "mira"):
        with acting(who) as worker, pytest.raises(NotAllowed):
            actions.sign(by=worker, at=timezone.now(), erasure=held)
    with acting("lule") as lule:
        actions.sign(by=lule, at=timezone.now(), erasure=held)
    with acting("besa"):
        for words in ("Marku", "000101", "Rruga e Hënës", "Që djali", "shkon në qendrën"):
            assert tables_that_say(words) <= {"journal_entry"}, words
        assert Need.objects.filter(case=way.case).count() == 3, "the ledger of needs stays countable"
        assert Person.objects.get(pk=held.person_id).birth_date.isoformat() == "1991-01-01", "the year stays, for the counts"  # type: ignore[union-attr]
        assert not SearchToken.objects.filter(person=held.person_id).exists(), "no search finds her"
        assert Entry.objects.filter(verb=Verb.ERASED, person=held.person_id).exists()
        assert Erasure.objects.get(pk=held.pk).status == Erasing.DONE
        correct = Person.objects.get(pk=held.person_id)
        correct.address = "Rruga tjetër"
        correct.save()  # history works again in the same transaction
        assert tables_that_say("Rruga tjetër") == {"people_person"}


def test_the_database_erases_nobody_at_the_word_of_one(acting: Any, way: Way) -> None:
    held = proposed(acting)
    for who in ("drita", "besa"):
        with acting(who), pytest.raises(DatabaseError, match="not to be erased"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT guard.erase(%s, now())", (held.pk,))
    with acting("lule"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rights_erasure SET status = 'done', decided_at = now() WHERE id = %s", (held.pk,))


def test_what_runs_or_is_younger_than_the_law_says_is_not_erased(acting: Any) -> None:
    way = is_registered(acting, asks(acting), timezone.now())
    with acting(code=way.code) as her:
        ask = actions.ask(by=her, at=timezone.now(), person=Person.objects.get(pk=her.person), kind=Kind.ERASURE, words="Gjithçka.")
    with acting("drita") as drita:
        with pytest.raises(NotAllowed, match="still runs"):
            actions.propose_asked(by=drita, at=timezone.now(), ask=ask)
        Case.objects.filter(person=ask.person_id).update(status="closed", next_step="none", due_at=None, closed_at=timezone.now())
        with pytest.raises(NotAllowed, match="must be kept until"):
            actions.propose_asked(by=drita, at=timezone.now(), ask=ask)
        assert actions.find_over(by=drita, at=timezone.now()) == 0
        for reason in ("file_is_open", "data_are_right"):
            with pytest.raises(NotAllowed):
                actions.refuse(by=drita, at=timezone.now(), ask=ask, reason=reason, answer="Jo.")
        said = actions.refuse(by=drita, at=timezone.now(), ask=ask, reason="law_keeps", answer="Na e kërkon ligji.")
        assert said.kept_until == queries.kept(drita, ask.person).over_on, "she reads until which day"


def test_while_she_waits_for_an_answer_nothing_is_erased(acting: Any, way: Way) -> None:
    """She wrote again, or asked for her copy: first she has her answer. The database asks too, if the signature comes after her question."""
    held = proposed(acting)
    with acting(code=way.code) as her:
        write(by=her, at=timezone.now(), words="A jeni aty?", key=uuid4())
    with acting("lule") as lule:
        with pytest.raises(NotAllowed, match="still runs"):
            actions.sign(by=lule, at=timezone.now(), erasure=held)
        with pytest.raises(DatabaseError, match="this file is open"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT guard.erase(%s, now())", (held.pk,))
    with acting("besa") as besa:
        settle(by=besa, at=timezone.now(), request=way.asked.request, asker=False, words="Folëm në telefon.")
        assert queries.kept(besa, held.person).over_on == held.over_on, "that she wrote does not make the law keep her file longer"
    with acting(code=way.code) as her:
        actions.ask(by=her, at=timezone.now(), person=Person.objects.get(pk=her.person), kind=Kind.COPY, words="")
    with acting("lule") as lule, pytest.raises(NotAllowed, match="still runs"):
        actions.sign(by=lule, at=timezone.now(), erasure=held)


def test_her_own_request_is_granted_with_the_second_signature(acting: Any, way: Way) -> None:
    with acting(code=way.code) as her:
        ask = actions.ask(by=her, at=timezone.now(), person=Person.objects.get(pk=her.person), kind=Kind.ERASURE, words="Gjithçka.")
    with acting("drita") as drita:
        held = actions.propose_asked(by=drita, at=timezone.now(), ask=ask)
        assert DataRequest.objects.get(pk=ask.pk).status == Status.RECEIVED
    with acting("lule") as lule:
        actions.sign(by=lule, at=timezone.now(), erasure=held)
        assert DataRequest.objects.get(pk=ask.pk).status == Status.GRANTED


def test_she_may_change_her_mind_until_it_is_signed(acting: Any, way: Way) -> None:
    with acting(code=way.code) as her:
        ask = actions.ask(by=her, at=timezone.now(), person=Person.objects.get(pk=her.person), kind=Kind.ERASURE, words="Gjithçka.")
    with acting("drita") as drita:
        held = actions.propose_asked(by=drita, at=timezone.now(), ask=ask)
        with pytest.raises(NotAllowed, match="is proposed"):
            actions.refuse(by=drita, at=timezone.now(), ask=ask, reason="asked_again", answer="Jo.")
    with acting(code=way.code) as her:
        actions.take_back(by=her, at=timezone.now(), ask=ask)
    with acting("lule") as lule:
        with pytest.raises(NotAllowed, match="took her request back"):
            actions.sign(by=lule, at=timezone.now(), erasure=held)
        actions.keep_longer(by=lule, at=timezone.now(), erasure=held, why="E tërhoqi vetë.")


def test_what_is_kept_longer_says_why_and_is_not_asked_again_at_once(acting: Any, way: Way) -> None:
    held = proposed(acting)
    with acting("lule") as lule:
        actions.keep_longer(by=lule, at=timezone.now(), erasure=held, why="E kërkon gjykata.")
        with pytest.raises(NotAllowed):
            actions.sign(by=lule, at=timezone.now(), erasure=held)
    with acting("drita") as drita:
        assert actions.find_over(by=drita, at=timezone.now()) == 0
        assert not queries.to_sign(drita)


def test_every_table_is_in_what_is_erased_or_stays_for_a_reason() -> None:
    erased = set(re.findall(r"(?:DELETE FROM|UPDATE) public\.(\w+)", SQL))
    theirs = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("bashke.")}
    assert erased & set(queries.STAYS) == set()
    assert theirs - erased - set(queries.STAYS) == set(), "a new table is erased with the file, or stays for a reason of the law"
    assert (erased | set(queries.STAYS)) - theirs == set(), "a table that is no more"


def test_every_word_about_her_is_in_what_is_erased() -> None:
    """A new column of letters in a table about a person is erased too, or is a code."""
    gone = set(re.findall(r"DELETE FROM public\.(\w+)", SQL))
    changed: dict[str, str] = {}
    for table, columns in re.findall(r"UPDATE public\.(\w+)(?: \w)? SET (.*?)\bWHERE", SQL, re.S):
        changed[table] = changed.get(table, "") + columns
    for model in apps.get_models():
        table = model._meta.db_table
        if table in gone or table not in changed:
            continue
        for one in model._meta.concrete_fields:
            letters = isinstance(one, models.CharField | models.TextField | models.JSONField) and not one.choices and not one.primary_key
            if letters and one.column not in CODES and f"{table}.{one.column}" not in CODES_THERE:
                assert re.search(rf"\b{one.column} =", changed[table]), f"{table}.{one.column} would stay"


def test_the_journal_is_not_touched(acting: Any, way: Way) -> None:
    held = proposed(acting)
    with acting("besa") as besa:
        record(Verb.PERSON_OPENED, held.person, person=held.person_id, municipality=besa.municipality)
        before = list(Entry.objects.filter(person=held.person_id).order_by("id").values())
    with acting("lule") as lule:
        actions.sign(by=lule, at=timezone.now(), erasure=held)
    with acting("besa"):
        assert list(Entry.objects.filter(person=held.person_id).order_by("id").values())[: len(before)] == before
