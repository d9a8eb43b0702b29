"""Who opened my file, when and why; and what of it is nobody's business."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bashke.doors.portal import queries
from bashke.doors.portal.views.words import VERB_WORDS, reason_words
from bashke.ground.journal.actions import record
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import READS, Verb

from .conftest import text
from .story import Way, ago, asks, is_assessed, is_registered, is_sent, is_taken, whole_way

pytestmark = pytest.mark.django_db
# Acts that never carry a person: nobody's file is touched by them.
WITHOUT_A_PERSON = {
    Verb.SIGNED_IN, Verb.PEOPLE_SEARCHED, Verb.FILE_OPENED_BY_PERSON, Verb.SERVICE_CONFIRMED, Verb.SERVICE_CHANGED, Verb.PROMISE_SET,
    Verb.WORKER_ADDED, Verb.POST_GIVEN, Verb.POST_ENDED, Verb.ABSENCE_ENTERED, Verb.ABSENCE_ENDED, Verb.QUALIFIED, Verb.EMAIL_WANTED, Verb.EMAIL_NOT_WANTED,
    Verb.MESSAGE_WRITTEN, Verb.TOKEN_MADE, Verb.TOKEN_ENDED, Verb.SEARCH_SAVED, Verb.SEARCH_REMOVED,
    Verb.REGISTER_RECEIVED, Verb.REGISTER_CHECKED, Verb.REGISTER_CONFIRMED, Verb.REGISTER_ADDED, Verb.REGISTER_ABANDONED, Verb.REGISTER_LISTED,
    Verb.REGISTER_COMPARED, Verb.MONTH_CLOSED,
}  # fmt: skip


def read_by(acting: Any, username: str, way: Way, verb: Verb = Verb.FILE_OPENED, reason: str = "") -> None:
    assert way.case is not None
    with acting(username):
        record(verb, way.case, person=way.case.person_id, municipality="AL154", reason=reason)


@pytest.fixture
def way(acting: Any) -> Way:
    return is_registered(acting, asks(acting, at=ago(2)), ago(1))


def test_every_look_is_told_with_name_post_place_and_reason(acting: Any, with_code: Any, way: Way) -> None:
    read_by(acting, "besa", way)
    read_by(acting, "drita", way)
    read_by(acting, "arta", way, reason="Zëvendësoj Besën këtë javë.")
    read_by(acting, "arta", way)
    page = text(with_code(way.code).get("/my/opened/"))
    for said in (
        "E hapi dosjen tuaj", "Besa Gjoka, punonjës social, Bashkia Shkodër", "Është punonjësi social që punon me ju.",
        "Drita Leka, përgjegjës i punonjësve socialë", "Zëvendësoj Besën këtë javë.", "Nuk u shënua asnjë arsye.",
    ):  # fmt: skip
        assert said in page, said


def test_many_looks_of_one_worker_on_one_day_stand_once_with_how_often(acting: Any, with_code: Any, way: Way) -> None:
    for _look in range(5):
        read_by(acting, "arta", way)
    page = text(with_code(way.code).get("/my/opened/"))
    assert page.count("Arta Zefi") == 1
    assert "5 herë" in page


def test_a_service_that_reads_her_referral_is_told(acting: Any, with_code: Any, way: Way, client_as: Any) -> None:
    is_assessed(acting, way, ago(1))
    referral = is_sent(acting, way, ago(1))
    assert client_as("ilir").get(f"/referrals/{referral.pk}/").status_code == 200
    page = text(with_code(way.code).get("/my/opened/"))
    assert "Ilir Prifti, drejtues i shërbimit" in page
    assert "Te ky shërbim ju dërguan me pëlqimin tuaj." in page


def test_her_own_visits_are_written_once_and_not_listed(acting: Any, with_code: Any, way: Way) -> None:
    client = with_code(way.code)
    for _visit in range(3):
        client.get("/my/")
    page = text(client.get("/my/opened/"))
    assert "Ende askush." in page
    assert "Ju vetë e hapët për herë të fundit" in page
    with acting("besa") as besa:
        assert Entry.objects.visible_to(besa).filter(verb=Verb.FILE_OPENED_BY_PERSON).count() == 1


def test_what_else_was_done_is_told_without_marks_for_machines(acting: Any, with_code: Any) -> None:
    page = text(with_code(whole_way(acting).code).get("/my/opened/?what=done"))
    for said in ("Shkroi planin tuaj", "Ju pranoi në shërbim", "Nuk ka vend të lirë", "Në planin tuaj → U dërgua te një shërbim"):
        assert said in page, said
    for mark in ("planned", "no_place", "whole file", "&gt;"):
        assert mark not in page, mark


def test_who_reads_a_request_before_it_is_a_file_is_told_too(acting: Any, with_code: Any, client_as: Any) -> None:
    way = asks(acting)
    assert "Besa Gjoka" not in text(with_code(way.code).get("/my/opened/"))
    assert client_as("besa").get(f"/desk/requests/{way.asked.request.pk}/").status_code == 200
    assert "Besa Gjoka" in text(with_code(way.code).get("/my/opened/"))


@pytest.mark.parametrize("address", ["/my/opened/?before=x", "/my/opened/?what=everything", "/my/opened/?before=-1"])
def test_an_unknown_word_in_the_address_is_refused(with_code: Any, way: Way, address: str) -> None:
    assert with_code(way.code).get(address).status_code == 400


def test_a_long_list_goes_on_and_costs_no_more_queries(acting: Any, with_code: Any, way: Way, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "OPENINGS_SHOWN", 3)
    client = with_code(way.code)
    client.get("/my/")
    read_by(acting, "besa", way)
    few = _count(client)
    for username in ("drita", "arta", "besa", "drita"):
        read_by(acting, username, way)
    assert _count(client) == few
    page = text(client.get("/my/opened/"))
    assert page.count("moj-timeline__item ") + page.count('moj-timeline__item"') == 3
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert text(client.get(following)).count('moj-timeline__item"') == 2


def test_every_act_on_a_file_has_words_for_her() -> None:
    assert {verb for verb in Verb if verb not in WITHOUT_A_PERSON} - set(VERB_WORDS) == set()
    assert set(VERB_WORDS) >= READS


def test_a_reason_meant_for_machines_is_not_shown() -> None:
    assert reason_words(Verb.CODE_ISSUED, "whole file") == ""
    assert reason_words(Verb.NEED_MOVED, "open>nonsense") == ""
    assert reason_words(Verb.REFERRAL_DECLINED, "nonsense") == ""


def test_korce_has_no_line_in_her_journal_and_sees_none(acting: Any, with_code: Any, way: Way) -> None:
    read_by(acting, "besa", way)
    with acting("vera") as vera:
        assert not Entry.objects.visible_to(vera).filter(person=way.case.person_id).exists()  # type: ignore[union-attr]
    assert "Vera Kola" not in text(with_code(way.code).get("/my/opened/"))


def test_a_running_service_writes_into_her_journal(acting: Any, with_code: Any, way: Way) -> None:
    is_assessed(acting, way, ago(1))
    is_taken(acting, is_sent(acting, way, ago(1)), ago(1), sessions=1)
    page = text(with_code(way.code).get("/my/opened/?what=done"))
    assert "Ju regjistroi në shërbim" in page


def _count(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get("/my/opened/")
    return len(seen)
