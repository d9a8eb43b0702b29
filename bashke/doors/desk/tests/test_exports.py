"""The pages of exports: Besa asks, Drita agrees, Besa downloads, the director reads the ledger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.exports import actions
from bashke.person.exports.models import Export

pytestmark = pytest.mark.django_db
ASK = {"listing": "cases", "format": "csv", "reason": "For the weekly meeting of the office."}


def text(response: Any) -> str:
    return response.content.decode()


def ask(client: Client, **changes: str) -> Any:
    return client.post(reverse("desk:export_new"), ASK | changes, follow=True)


@pytest.fixture
def one(acting: Callable[..., Any]) -> Callable[[], Export]:
    def find() -> Export:
        with acting("besa"):
            return Export.objects.get()

    return find


def test_a_small_list_is_downloaded_at_once_and_as_an_attachment(desk: Callable[..., Client], lule: Any, one: Any) -> None:
    besa = desk("besa")
    assert "ready to download" in text(ask(besa))
    answer = besa.post(reverse("desk:export_file", args=[one().pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="bashke-{one().number}.csv"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert "Lule Prendi" in answer.content.decode("utf-8-sig")


def test_a_large_list_is_downloaded_after_drita_agreed(
    desk: Callable[..., Client], lule: Any, one: Any, monkeypatch: pytest.MonkeyPatch, acting: Callable[..., Any]
) -> None:
    monkeypatch.setattr(actions, "second_above", lambda on: 0)
    besa, drita = desk("besa"), desk("drita")
    assert "waits for a second person" in text(ask(besa))
    download, decide = (reverse(f"desk:export_{view}", args=[one().pk]) for view in ("file", "decide"))
    assert "waits for a second person" in text(besa.post(download, follow=True))
    assert "For the weekly meeting" in text(drita.get(reverse("desk:exports")))
    assert besa.post(decide, {"agree": "yes"}).status_code == 403
    assert "You agreed" in text(drita.post(decide, {"agree": "yes"}, follow=True))
    assert drita.post(download).status_code == 404, "who agrees does not get the file"
    assert besa.post(download).status_code == 200
    with acting("besa") as worker:
        assert Entry.objects.visible_to(worker).filter(verb=Verb.EXPORTED, person=lule.person.pk).count() == 1


def test_what_was_not_agreed_stays_here(desk: Callable[..., Client], lule: Any, one: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "second_above", lambda on: 0)
    besa, drita = desk("besa"), desk("drita")
    ask(besa)
    drita.post(reverse("desk:export_decide", args=[one().pk]), {"agree": "no"})
    page = besa.post(reverse("desk:export_file", args=[one().pk]), follow=True)
    assert "The second person did not agree to this export." in text(page)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk: Callable[..., Client], lule: Any) -> None:
    page = desk("besa").post(reverse("desk:export_new"), ASK | {"reason": "short"})
    assert page.status_code == 422
    assert "Write in a sentence why this list must leave the system." in text(page)
    assert "short" in text(page)
    page = desk("besa").post(reverse("desk:export_new"), ASK | {"listing": "people"})
    assert "Write a name to search for." in text(page)
    assert desk("besa").post(reverse("desk:export_new"), ASK | {"listing": "everything"}).status_code == 422


def test_the_director_reads_the_ledger_and_no_name_of_a_list(desk: Callable[..., Client], lule: Any) -> None:
    ask(desk("besa"))
    page = text(desk("mira").get(reverse("desk:export_ledger")))
    assert "Besa Gjoka" in page
    assert "For the weekly meeting of the office." in page
    assert "Lule" not in page
    assert [desk(who).get(reverse("desk:export_ledger")).status_code for who in ("besa", "drita", "genc")] == [403, 403, 403]


def test_vera_finds_no_export_of_shkoder(desk: Callable[..., Client], lule: Any, one: Any) -> None:
    ask(desk("besa"))
    assert desk("vera").post(reverse("desk:export_file", args=[one().pk])).status_code == 404
    assert one().number not in text(desk("vera").get(reverse("desk:exports")))


def test_the_ledger_takes_the_same_number_of_queries_however_long(desk: Callable[..., Client], lule: Any) -> None:
    besa, mira = desk("besa"), desk("mira")
    counts = []
    for _round in range(2):
        ask(besa)
        with CaptureQueriesContext(connection) as counted:
            mira.get(reverse("desk:export_ledger"))
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["requests", "cases"])
def test_a_list_leads_to_its_own_export(desk: Callable[..., Client], lule: Any, anas: Any, page: str) -> None:
    besa = desk("besa")
    assert f"?list={page}" in text(besa.get(reverse(f"desk:{page}")))
    chosen = besa.get(reverse("desk:export_new"), {"list": page}).context["form"]
    assert chosen["listing"].value() == page


def test_the_only_supervisors_large_list_waits_for_the_head_of_the_directorate(
    desk: Callable[..., Client], lule: Any, one: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "second_above", lambda on: 0)
    drita, mira = desk("drita"), desk("mira")
    assert "waits for a second person" in text(ask(drita, listing="needs"))
    decide = reverse("desk:export_decide", args=[one().pk])
    assert "The second person must be another" in text(drita.post(decide, {"agree": "yes"}, follow=True))
    shown = text(mira.get(reverse("desk:export_ledger")))
    assert "you are the second person" in shown and "Lule" not in shown, "the reason and the number, nobody's name"
    assert "You agreed" in text(mira.post(decide, {"agree": "yes"}, follow=True))
    assert drita.post(reverse("desk:export_file", args=[one().pk])).status_code == 200
    assert mira.post(reverse("desk:export_file", args=[one().pk])).status_code == 403


def test_while_a_supervisor_is_there_the_head_decides_nothing(
    desk: Callable[..., Client], lule: Any, one: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "second_above", lambda on: 0)
    ask(desk("besa"))
    mira = desk("mira")
    assert "you are the second person" not in text(mira.get(reverse("desk:export_ledger")))
    refused = text(mira.post(reverse("desk:export_decide", args=[one().pk]), {"agree": "yes"}, follow=True))
    assert "A supervisor decides about this list" in refused
