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
    assert "without permission we cannot take the request" in page
    assert "We must leave." in page, "nothing typed is lost"
    with acting("besa") as besa:
        assert not Request.objects.visible_to(besa).exists()


def test_a_request_that_nobody_could_answer_is_not_taken(desk: Callable[..., Client]) -> None:
    assert "otherwise nobody can answer" in desk("besa").post(NEW, form(phone="")).content.decode()
