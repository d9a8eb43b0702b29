"""Taking a request at the counter, and its receipt."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bashke.person.requests.models import AccessCode, Request

NEW = "/desk/requests/new/"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


def form(**changes: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "channel": "counter", "given_name": "Ana", "family_name": "Marku", "domains": ["housing"],
        "words": "We must leave.", "phone": "069 20 00 101", "language": "sq", "for_whom": "self",
    } | changes  # fmt: skip


def test_a_request_at_the_counter_ends_with_a_code_and_a_date(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    page = desk("besa").post(NEW, form(), follow=True).content.decode()
    assert CODE.search(page)
    assert "You hear from us by" in page
    with acting("besa") as besa:
        ask = Request.objects.visible_to(besa).get()
    assert (ask.channel, ask.phone) == ("counter", "+355692000101")


def test_the_code_on_the_receipt_opens_the_request(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    found = CODE.search(desk("besa").post(NEW, form(), follow=True).content.decode())
    assert found is not None
    with acting(code=found.group()) as person:
        assert Request.objects.visible_to(person).get().given_name == "Ana"


def test_the_same_press_twice_is_one_request(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    besa, sent = desk("besa"), form()
    first, second = besa.post(NEW, sent), besa.post(NEW, sent)
    assert first.url == second.url  # type: ignore[attr-defined]
    with acting("besa") as worker:
        assert Request.objects.visible_to(worker).count() == 1


def test_another_worker_cannot_read_the_code_off_the_receipt(desk: Callable[..., Client]) -> None:
    address = desk("besa").post(NEW, form()).url  # type: ignore[attr-defined]
    page = desk("arta").get(address).content.decode()
    assert not CODE.search(page)
    assert "The code is not shown again" in page


def test_a_new_code_ends_the_old_one(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    page = desk("besa").post(reverse("desk:code", args=[anas.request.pk]), {"reach": "person"}, follow=True).content.decode()
    assert CODE.search(page)
    with acting("besa") as besa:
        assert AccessCode.objects.filter(request=anas.request, ended_at=None).count() == 1
        assert besa.is_staff


def test_nobody_asks_for_another_without_permission(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    answer = desk("besa").post(NEW, form(for_whom="other", asker_name="Lirije", asker_phone="0692007777"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "without permission we cannot take the request, except for a sign of danger" in page
    assert "We must leave." in page, "nothing typed is lost"
    with acting("besa") as besa:
        assert not Request.objects.visible_to(besa).exists()


def test_a_request_that_nobody_could_answer_is_not_taken(desk: Callable[..., Client]) -> None:
    assert "otherwise nobody can answer" in desk("besa").post(NEW, form(phone="")).content.decode()


def test_each_way_asks_what_it_can_tell_and_an_unknown_way_is_a_bad_request(desk: Callable[..., Client]) -> None:
    besa = desk("besa")
    assert "Which office or provider?" in besa.get(NEW, {"channel": "office"}).content.decode()
    tip = besa.get(NEW, {"channel": "tip"}).content.decode()
    assert 'name="asker_name"' not in tip
    assert 'name="asker_phone"' not in tip
    assert besa.get(NEW, {"channel": "pigeon"}).status_code == 400


def test_a_tip_has_no_code_and_keeps_nothing_of_who_told(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    told = form(
        channel="tip", given_name="", family_name="", words="A child cries at night.", how_to_reach="Beside the mill", phone="",
        without_permission="child_alone", asker_name="Mark Fqinji", asker_phone="069 20 00 102", permission_given="on",
    )  # fmt: skip
    page = desk("besa").post(NEW, told, follow=True).content.decode()
    assert "promise her nothing" in page
    assert not CODE.search(page)
    with acting("besa") as besa:
        ask = Request.objects.visible_to(besa).get()
        assert (ask.asker_name, ask.asker_phone, ask.permission_given) == ("", "", False)
        assert (ask.urgency, ask.tracks) == ("emergency", ["child"])
        assert not AccessCode.objects.exists()
    assert desk("besa").post(reverse("desk:code", args=[ask.pk]), {"reach": "asker"}, follow=True).content.decode().count("no code")


def test_a_tip_without_a_place_is_sent_back_with_what_was_typed(desk: Callable[..., Client]) -> None:
    answer = desk("besa").post(NEW, form(channel="tip", words="A child cries.", how_to_reach=""))
    assert answer.status_code == 422
    assert "A child cries." in answer.content.decode()


def test_a_school_asks_without_permission_for_a_sign_of_danger_only(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    besa = desk("besa")
    told = form(channel="office", asker_office="School 3", asker_name="Lirije Doda", asker_relation="teacher", asker_phone="0692007777")
    assert besa.post(NEW, told).status_code == 422
    assert besa.post(NEW, told | {"without_permission": "older_alone"}).status_code == 422, "not grave enough"
    page = besa.post(NEW, told | {"without_permission": "child_abused"}, follow=True).content.decode()
    assert CODE.search(page)
    with acting("besa") as worker:
        ask = Request.objects.visible_to(worker).get()
    shown = besa.get(reverse("desk:request", args=[ask.pk])).content.decode()
    for words in ("School 3", "teacher", "Without the person's permission:", "A child is being beaten or abused."):
        assert words in shown, words


def test_the_queue_shows_how_each_came_and_is_narrowed_by_it(desk: Callable[..., Client], make_request: Callable[..., Any]) -> None:
    make_request(given_name="Zef")
    besa = desk("besa")
    besa.post(NEW, form(channel="phone", given_name="Lule"))
    page = besa.get("/desk/requests/").content.decode()
    assert "from the web" in page
    assert "by phone" in page
    narrow = besa.get("/desk/requests/", {"channel": "phone"}).content.decode()
    assert "Lule" in narrow
    assert "Zef" not in narrow
    assert besa.get("/desk/requests/", {"channel": "pigeon"}).status_code == 400


def test_the_fathers_name_told_at_the_counter_is_typed_once(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    besa = desk("besa")
    besa.post(NEW, form(father_name="Petrit"))
    with acting("besa") as worker:
        ask = Request.objects.visible_to(worker).get()
    assert ask.father_name == "Petrit"
    page = besa.get(reverse("desk:register", args=[ask.pk]), {"given_name": "Askush", "father_name": "Petrit"}).content.decode()
    assert page.count('value="Petrit"') == 2, "in the search and in the form of a new person"
    assert "father_name" not in besa.get(f"{NEW}?channel=tip").content.decode()
