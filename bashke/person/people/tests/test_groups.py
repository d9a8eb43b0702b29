"""What Ana says of herself is hers: counted, read by no worker, and gone when she takes it back."""

from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.law.rules import NotAllowed, UnknownTerm
from bashke.person.people import actions
from bashke.person.people.models import OwnWord
from bashke.person.people.rules import check_groups

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_some_answers_stand_alone():
    check_groups(["roma", "disability"], True)
    check_groups(["untold"], True)
    for codes in ([], ["none", "roma"], ["untold", "none"]):
        with pytest.raises(NotAllowed):
            check_groups(codes, True)


def test_nothing_is_written_without_her_consent():
    with pytest.raises(NotAllowed, match="agreeing"):
        check_groups(["roma"], False)


@pytest.fixture
def ana(acting):
    with acting("besa") as besa:
        return actions.add_person(by=besa, at=NOW, given_name="Ana", family_name="Marku", synthetic=True)


def test_a_worker_writes_it_down_and_can_never_read_it(acting, ana):
    with acting("besa") as besa:
        actions.say_groups(by=besa, at=NOW, person=ana, groups=["roma"], agreed=True)
        actions.say_groups(by=besa, at=NOW, person=ana, groups=["egyptian", "disability"], agreed=True)
        assert OwnWord.objects.visible_to(besa).get().at == NOW
        for columns in ("groups", "*"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {columns} FROM people_ownword")
        said = Entry.objects.filter(person=ana.pk, verb="said of herself for the counts")
        assert said.count() == 2 and not any("egyptian" in row.reason for row in said), "that she answered, and not what"
        with pytest.raises(UnknownTerm):
            actions.say_groups(by=besa, at=NOW, person=ana, groups=["rich"], agreed=True)
    with acting("vera"):
        assert not OwnWord.objects.only("at").exists()
    with acting("mira") as mira, pytest.raises(NotAllowed):
        actions.say_groups(by=mira, at=NOW, person=ana, groups=["roma"], agreed=True)


def test_taken_back_it_is_gone_from_every_table(acting, ana):
    with acting("besa") as besa:
        actions.say_groups(by=besa, at=NOW, person=ana, groups=["roma"], agreed=True)
        actions.take_back_groups(by=besa, person=ana)
        assert not OwnWord.objects.only("at").exists()
        with pytest.raises(NotAllowed):
            actions.take_back_groups(by=besa, person=ana)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'people_ownwordevent%'")
            assert cursor.fetchone() == (0,), "no history"
