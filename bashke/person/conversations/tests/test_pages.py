"""Besa reads a message on her day and answers; the pages hold what was typed when something is wrong."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bashke.doors.portal.tests.story import asks, whole_way
from bashke.person.conversations.actions import write

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def written(acting: Any) -> Any:
    way = whole_way(acting)
    with acting(code=way.code) as her:
        for words in ("A vini nesër?", "Harrova diçka"):
            write(by=her, at=timezone.now(), words=words, key=uuid4())
    return way


def test_it_stands_on_the_day_once_and_in_the_case_until_it_is_answered(client_as: Any, written: Any) -> None:
    besa, talk = client_as("besa"), f"/desk/requests/{written.asked.request.pk}/messages/"
    assert text(besa.get("/desk/")).count(f'href="{talk}"') == 1
    assert "A vini nesër?" in text(besa.get(f"/desk/cases/{written.case.pk}/"))
    assert besa.post(talk, {"words": "Po.", "key": str(uuid4())}).status_code == 302
    assert talk not in text(besa.get("/desk/"))
    assert "A vini nesër?" not in text(besa.get(f"/desk/cases/{written.case.pk}/"))


def test_she_reads_the_answer_on_her_page(client_as: Any, written: Any) -> None:
    client_as("besa").post(f"/desk/requests/{written.asked.request.pk}/messages/", {"words": "Po, nesër.", "key": str(uuid4())})
    ana = client_as(None, code=written.code)
    assert "Keni një mesazh të ri" in text(ana.get("/my/"))
    assert "Po, nesër." in text(ana.get("/my/messages/"))
    assert "Keni një mesazh të ri" not in text(ana.get("/my/"))


@pytest.mark.parametrize("said", [{"words": ""}, {"words": "a" * 3000}, {"words": "Po.", "key": "x"}])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_as: Any, written: Any, said: dict[str, str]) -> None:
    for client, page in (
        (client_as("besa"), f"/desk/requests/{written.asked.request.pk}/messages/"),
        (client_as(None, code=written.code), "/my/messages/"),
    ):
        answer = client.post(page, {"key": str(uuid4()), **said})
        assert answer.status_code == 422
        assert said["words"] in text(answer)


def test_a_page_mark_that_is_none_is_a_bad_request(client_as: Any, written: Any) -> None:
    assert client_as("besa").get(f"/desk/requests/{written.asked.request.pk}/messages/?before=x").status_code == 400
    assert client_as(None, code=written.code).get("/my/messages/?before=x").status_code == 400


def test_answered_on_the_telephone(client_as: Any, written: Any) -> None:
    besa, page = client_as("besa"), f"/desk/requests/{written.asked.request.pk}/messages/"
    assert besa.post(f"{page}settle/", {"note": ""}).status_code == 422
    assert besa.post(f"{page}settle/", {"note": "Me telefon, i thashë ditën."}).status_code == 302
    assert besa.post(f"{page}settle/", {"note": "Me telefon."}).status_code == 422
    assert "Me telefon, i thashë ditën." in text(client_as(None, code=written.code).get("/my/messages/"))


def test_the_conversation_costs_the_same_for_two_messages_and_for_ten(
    acting: Any, client_as: Any, written: Any, django_assert_max_num_queries: Any
) -> None:
    with acting(code=written.code) as her:
        for _ in range(8):
            write(by=her, at=timezone.now(), words="Dhe kjo", key=uuid4())
    with django_assert_max_num_queries(18):
        client_as("besa").get(f"/desk/requests/{written.asked.request.pk}/messages/")


def test_who_asked_for_another_finds_his_own_conversation(acting: Any, client_as: Any) -> None:
    way = asks(acting, for_whom="other", given_name="Dila", family_name="Gjoni", asker_name="Mark Fqinji", permission_given=True)
    page = text(client_as("besa").get(f"/desk/requests/{way.asked.request.pk}/messages/"))
    assert "Mark Fqinji" in page
    assert "kërkoi për Dila Gjoni" in page
