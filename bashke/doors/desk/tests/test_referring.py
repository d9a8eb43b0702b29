"""One need: referred, referred on, withdrawn, moved by hand."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.person.casework.models import Need
from bashke.person.delivery.queries import waiting_at
from bashke.person.people.rules import Share
from bashke.person.referrals.actions import accept, decline, send
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import proposals

from .conftest import days_ago

AGREED = {"agreed": "on", "shared": ["name", "age"], "given": "spoken", "until": (timezone.localdate() + timedelta(days=30)).isoformat()}


@pytest.fixture
def food(lule: Any) -> Need:
    """Two services answer it in Shkodër."""
    need: Need = lule.needs["food"]
    return need


def refer(need: Need) -> str:
    return reverse("desk:refer", args=[need.pk])


def chosen(page: str) -> str:
    found = re.search(r'value="(\d+)" checked', page)
    return found.group(1) if found else ""


def offered(need: Need, acting: Callable[..., Any]) -> list[Service]:
    with acting("besa") as besa:
        return [one.service for one in proposals(need, besa)]


def reread(need: Need, acting: Callable[..., Any]) -> Need:
    with acting("besa") as besa:
        return Need.objects.visible_to(besa).get(pk=need.pk)


def test_the_first_proposal_is_chosen_already_and_says_why_it_stands_first(
    desk: Callable[..., Client], food: Need, acting: Callable[..., Any]
) -> None:
    services = offered(food, acting)
    page = desk("besa").get(refer(food)).content.decode()
    assert chosen(page) == str(services[0].pk)
    assert "free place" in page
    assert "confirmed on" in page


def test_besa_sends_the_need_and_the_clock_runs(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    service = offered(food, acting)[0]
    done = desk("besa").post(refer(food), {"service": service.pk, "purpose": "Meals three days a week.", **AGREED})
    assert done.url == reverse("desk:case", args=[food.case_id])  # type: ignore[attr-defined]
    assert reread(food, acting).status == "referred"


def test_nothing_is_shared_before_the_person_agrees(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    service = offered(food, acting)[0]
    answer = desk("besa").post(refer(food), {"service": service.pk, "purpose": "Meals three days a week."})
    assert answer.status_code == 422
    assert "Meals three days a week." in answer.content.decode()
    assert reread(food, acting).status == "open"


def test_after_a_no_the_next_service_is_chosen_and_follows_the_first(
    desk: Callable[..., Client], food: Need, acting: Callable[..., Any]
) -> None:
    first, second = offered(food, acting)[:2]
    with acting("besa") as besa:
        sent = send(by=besa, at=days_ago(0), need=food, service=first, purpose="Meals.")
    with acting("luan") as luan:
        decline(by=luan, at=days_ago(0), referral=sent, reason="no_place", words="Full until May.")
    page = desk("besa").get(refer(food)).content.decode()
    assert "Full until May." in page
    assert chosen(page) == str(second.pk)
    desk("besa").post(refer(food), {"service": second.pk, "purpose": "Meals.", **AGREED})
    with acting("besa") as besa:
        assert Referral.objects.visible_to(besa).get(service=second).after_id == sent.pk


def test_after_silence_the_next_one_takes_over_and_the_silent_one_is_withdrawn(
    desk: Callable[..., Client], food: Need, acting: Callable[..., Any]
) -> None:
    first, second = offered(food, acting)[:2]
    with acting("besa") as besa:
        silent = send(by=besa, at=days_ago(30), need=food, service=first, purpose="Meals.")
    page = desk("besa").get(refer(food)).content.decode()
    assert "did not answer in time" in page
    desk("besa").post(refer(food), {"service": second.pk, "purpose": "Meals.", **AGREED})
    with acting("besa") as besa:
        assert Referral.objects.visible_to(besa).get(pk=silent.pk).status == "withdrawn"


def test_while_one_service_still_has_time_no_second_is_asked(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    first, second = offered(food, acting)[:2]
    with acting("besa") as besa:
        send(by=besa, at=days_ago(0), need=food, service=first, purpose="Meals.")
    besa_browser = desk("besa")
    assert "A referral waits for its answer" in besa_browser.get(refer(food)).content.decode()
    assert besa_browser.post(refer(food), {"service": second.pk, "purpose": "Meals.", **AGREED}).status_code == 422


def test_a_referral_is_withdrawn_from_the_page_of_the_need(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        sent = send(by=besa, at=days_ago(0), need=food, service=proposals(food, besa)[0].service, purpose="Meals.")
    page = desk("besa").post(reverse("desk:withdraw", args=[sent.pk]), follow=True).content.decode()
    assert "The referral is withdrawn." in page
    assert reread(food, acting).status == "planned"


def test_unmet_says_why(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    besa, address = desk("besa"), reverse("desk:need", args=[food.pk])
    assert besa.post(address, {"to": "unmet", "seen": "open"}).status_code == 422
    besa.post(address, {"to": "unmet", "reason": "too_far", "seen": "open", "words": "No bus in winter."})
    now = reread(food, acting)
    assert (now.status, now.unmet_reason) == ("unmet", "too_far")
    assert "No bus in winter." in besa.get(address).content.decode()


def test_who_comes_second_is_told(desk: Callable[..., Client], food: Need) -> None:
    besa, address = desk("besa"), reverse("desk:need", args=[food.pk])
    besa.post(address, {"to": "met", "seen": "open"})
    assert desk("arta").post(address, {"to": "open", "seen": "planned"}).status_code == 422


@pytest.mark.parametrize("name", ["need", "refer"])
def test_vera_cannot_tell_lules_need_from_nothing(desk: Callable[..., Client], food: Need, name: str) -> None:
    def read(pk: Any) -> tuple[int, bytes]:
        answer = desk("vera").get(reverse(f"desk:{name}", args=[pk]))
        return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content).replace(str(pk).encode(), b"")

    assert read(food.pk) == read(uuid4())
    assert read(food.pk)[0] == 404


def test_the_proposals_cost_the_same_however_many_there_are(
    desk: Callable[..., Client], food: Need, django_assert_max_num_queries: Any
) -> None:
    besa = desk("besa")
    with django_assert_max_num_queries(16):
        besa.get(refer(food))


def declined(food: Need, acting: Callable[..., Any], onward: bool) -> Referral:
    with acting("besa") as besa:
        first = proposals(food, besa)[0].service
        sent = send(by=besa, at=days_ago(0), need=food, service=first, purpose="Meals.", shared=[Share.NAME], onward=onward)
    with acting("luan") as luan:
        decline(by=luan, at=days_ago(0), referral=sent, reason="no_place")
    return sent


def test_after_a_no_one_press_sends_the_same_slice_to_the_next(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    sent, second = declined(food, acting, onward=True), offered(food, acting)[0]
    besa, on = desk("besa"), reverse("desk:send_on", args=[sent.pk])
    assert on in besa.get(refer(food)).content.decode()
    besa.post(on, {"to": second.pk})
    with acting("besa"):
        next_one = Referral.objects.select_related("consent").get(after=sent)
        assert (next_one.service_id, next_one.purpose, next_one.shared, next_one.person_phone) == (second.pk, "Meals.", ["name"], "")
        assert next_one.consent is not None and next_one.consent.recipient_id == second.provider_id
    again = besa.post(on, {"to": second.pk}, follow=True).content.decode()
    assert "waiting for an answer" in again, "the second press is told"
    assert desk("vera").post(on, {"to": second.pk}).status_code == 404


def test_who_agreed_to_one_service_is_asked_before_the_next(desk: Callable[..., Client], food: Need, acting: Callable[..., Any]) -> None:
    sent, second = declined(food, acting, onward=False), offered(food, acting)[0]
    besa, on = desk("besa"), reverse("desk:send_on", args=[sent.pk])
    assert on not in besa.get(refer(food)).content.decode()
    assert "one service only" in besa.post(on, {"to": second.pk}, follow=True).content.decode()
    with acting("besa"):
        assert not Referral.objects.filter(after=sent).exists()


@pytest.mark.parametrize("to", ["", "nonsense", "99999999999999999999", "987654321", "-1", "١"])
def test_a_service_that_is_none_changes_nothing(desk: Callable[..., Client], food: Need, acting: Callable[..., Any], to: str) -> None:
    sent = declined(food, acting, onward=True)
    assert desk("besa").post(reverse("desk:send_on", args=[sent.pk]), {"to": to}).status_code == 302
    with acting("besa"):
        assert not Referral.objects.filter(after=sent).exists()


def test_the_waiting_list_is_counted_over_the_wall_and_names_nobody(food: Need, acting: Callable[..., Any]) -> None:
    with acting("vera"):
        service = Service.objects.get(name_en="Help at home")
        before = waiting_at([service], timezone.localdate())[service.pk]
    with acting("besa") as besa:
        sent = send(by=besa, at=days_ago(0), need=food, service=service, purpose="Meals.")
    with acting("luan") as luan:
        accept(by=luan, at=days_ago(0), referral=sent)
        Service.objects.filter(pk=service.pk).update(taken=F("places"))
    with acting("vera"):
        service.refresh_from_db()
        after = waiting_at([service], timezone.localdate())[service.pk]
    assert before.days == 0, "a place was free and nobody waited"
    assert (after.people, after.days) == (before.people + 1, None), "too few places were freed here to say how long"
