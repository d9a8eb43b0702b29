"""Besa takes lists out: with a reason, with a second person when they are large, with her name in them, and everybody named can see it."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed
from bashke.person.exports import actions, queries
from bashke.person.exports.models import Export, File, Handover
from bashke.person.exports.rules import Format, Listing, Status
from bashke.person.requests.actions import ask as ask_for_help

pytestmark = pytest.mark.django_db
WHY = "Takimi javor i rasteve në zyrë."


@pytest.fixture
def asked(acting: Any, cast: Any) -> list[Any]:
    """Ana and Zef asked for help; Zef's name would like to be a formula."""
    made = []
    for name in ("Ana", '=HYPERLINK("http://x")'):
        with acting(None) as nobody:
            made.append(ask_for_help(
                by=nobody, at=timezone.now(), municipality=cast.shkoder, channel="web", for_whom="self", domains=["food"], words="Ndihmë",
                given_name=name, family_name="Marku", phone="0692000101", how_to_reach="Rruga e Kirit 4", key=uuid4(), synthetic=True,
            ))  # fmt: skip
    return made


@pytest.fixture
def export(asked: Any) -> Callable[..., Export]:
    def make(by: Any, format: str = Format.CSV, **more: Any) -> Export:
        return actions.ask(by=by, at=timezone.now(), listing=Listing.REQUESTS, format=format, reason=WHY, **more)

    return make


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if more than one person were many."""
    monkeypatch.setattr(actions, "second_above", lambda on: 1)


def cells(content: bytes, format: str) -> list[list[str]]:
    if format == Format.CSV:
        return list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    return [[str(cell) for cell in row] for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize("format", Format)
def test_the_file_says_who_took_it_out_when_and_why(acting: Any, export: Any, format: Format) -> None:
    with acting("besa") as besa:
        made = export(besa, format)
        rows = cells(actions.hand_over(by=besa, at=timezone.now(), export=made), format)
    for part in (made.number, "Besa Gjoka", WHY):
        assert part in rows[0][0]
    assert {row[-1] for row in rows[-2:]} == {made.number}, "a row that is copied still says which export it came from"
    assert {row[0] for row in rows[-2:]} == {"Ana Marku", '\'=HYPERLINK("http://x") Marku'}


@pytest.mark.parametrize("format", Format)
def test_no_telephone_and_no_address_leaves(acting: Any, export: Any, format: Format) -> None:
    with acting("besa") as besa:
        content = actions.hand_over(by=besa, at=timezone.now(), export=export(besa, format))
    text = "\n".join(" ".join(row) for row in cells(content, format))
    assert "2000101" not in text
    assert "Kirit" not in text


def test_everybody_on_the_list_sees_that_it_was_taken_out_when_and_why(acting: Any, export: Any, asked: Any) -> None:
    with acting("besa") as besa:
        made = export(besa)
        assert not Entry.objects.visible_to(besa).filter(verb=Verb.EXPORTED).exists(), "nothing left yet"
        actions.hand_over(by=besa, at=timezone.now(), export=made)
    for one in asked:
        with acting(code=one.code) as person:
            assert [entry.reason for entry in Entry.objects.visible_to(person).filter(verb=Verb.EXPORTED)] == [WHY]


def test_a_large_list_waits_for_a_second_person_who_is_another(acting: Any, export: Any, large: None) -> None:
    with acting("besa") as besa:
        made = export(besa)
        with pytest.raises(NotAllowed, match="waits for a second person"):
            actions.hand_over(by=besa, at=timezone.now(), export=made)
    with acting("drita") as drita:
        waiting = queries.to_decide(drita, timezone.now()).get()
        actions.decide(by=drita, at=timezone.now(), export=waiting, approved=True)
        with pytest.raises(NotAllowed, match="no longer be decided"):
            actions.decide(by=drita, at=timezone.now(), export=queries.ledger(drita).get(), approved=False)
    with acting("besa") as besa:
        assert actions.hand_over(by=besa, at=timezone.now(), export=queries.mine(besa).get())


def test_nobody_agrees_to_what_she_asked_for_herself(acting: Any, export: Any, large: None) -> None:
    with acting("drita") as drita:
        made = export(drita)
        with pytest.raises(NotAllowed, match="another"):
            actions.decide(by=drita, at=timezone.now(), export=made, approved=True)


def test_besa_decides_nothing(acting: Any, export: Any, large: None) -> None:
    with acting("drita") as drita:
        export(drita)
    with acting("besa") as besa, pytest.raises(NotAllowed, match="Your post may not"):
        actions.decide(by=besa, at=timezone.now(), export=queries.ledger(besa).get(), approved=True)


def test_the_database_itself_keeps_a_large_file_from_who_asked_for_it(acting: Any, export: Any, large: None) -> None:
    with acting("besa") as besa:
        made = export(besa)
        assert not File.objects.filter(export=made).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Handover.objects.create(municipality_id=besa.municipality, export=made, by_id=besa.worker, at=timezone.now())


@pytest.mark.parametrize(
    "statement", ["UPDATE exports_export SET reason = 'x'", "DELETE FROM exports_export", "DELETE FROM exports_handover"]
)
def test_the_ledger_is_never_changed_by_the_web(acting: Any, export: Any, statement: str) -> None:
    with acting("besa") as besa:
        export(besa)
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_a_file_is_removed_after_a_day_and_the_ledger_stays(acting: Any, export: Any) -> None:
    yesterday = timezone.now() - timedelta(hours=25)
    with acting("besa") as besa:
        made = actions.ask(by=besa, at=yesterday, listing=Listing.REQUESTS, format=Format.CSV, reason=WHY)
        kept = export(besa)
        with pytest.raises(NotAllowed, match="removed"):
            actions.hand_over(by=besa, at=timezone.now(), export=made)
        assert actions.forget(by=besa) == 1
        assert list(File.objects.values_list("export", flat=True)) == [kept.pk]
        assert queries.status(queries.mine(besa).get(pk=made.pk), timezone.now()) is Status.OVER


def test_nothing_leaves_without_a_reason_or_when_nobody_is_on_the_list(acting: Any, asked: Any) -> None:
    with acting("besa") as besa:
        with pytest.raises(NotAllowed, match="in a sentence why"):
            actions.ask(by=besa, at=timezone.now(), listing=Listing.REQUESTS, format=Format.CSV, reason="ok")
        with pytest.raises(NotAllowed, match="nobody on this list"):
            actions.ask(by=besa, at=timezone.now(), listing=Listing.REFERRALS, format=Format.CSV, reason=WHY)
        assert not Export.objects.exists()


def test_more_rows_than_an_export_may_have_are_refused(acting: Any, asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "most_rows", lambda on: 1)
    with acting("besa") as besa, pytest.raises(NotAllowed, match="more than 1 rows"):
        actions.ask(by=besa, at=timezone.now(), listing=Listing.REQUESTS, format=Format.CSV, reason=WHY)


def test_vera_exports_only_what_is_hers(acting: Any, asked: Any) -> None:
    with acting("vera") as vera, pytest.raises(NotAllowed, match="nobody on this list"):
        actions.ask(by=vera, at=timezone.now(), listing=Listing.REQUESTS, format=Format.CSV, reason=WHY)


@pytest.mark.parametrize("listing", [Listing.REQUESTS, Listing.CASES, Listing.NEEDS, Listing.REFERRALS])
def test_a_list_takes_the_same_number_of_queries_however_long(acting: Any, asked: Any, listing: Listing) -> None:
    with acting("besa") as besa, CaptureQueriesContext(connection) as counted:
        queries.listed(besa, listing, most=100)
    assert len(counted) <= 2


@pytest.mark.parametrize(("change", "name"), [({"reason": ""}, "no_export_without_a_reason"), ({"rows": 0}, "no_export_of_nothing")])
def test_the_database_refuses_nonsense(acting: Any, cast: Any, change: dict[str, Any], name: str) -> None:
    row = {"number": "1", "listing": "cases", "format": "csv", "reason": WHY, "rows": 1, "people": 1, "second_needed": False} | change
    with acting("besa") as besa, pytest.raises(IntegrityError, match=name), transaction.atomic():
        Export.objects.create(
            municipality_id=besa.municipality, asked_by_id=besa.worker, asked_at=timezone.now(), until=timezone.now(), **row
        )
