"""My day."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bashke.person.casework.models import Case
from bashke.person.casework.queries import days
from bashke.person.referrals.actions import send
from bashke.person.referrals.queries import proposals

from .conftest import days_ago

DAY = "/desk/"


def test_besa_sees_her_late_case_before_the_one_that_still_has_time(desk: Callable[..., Client], make_case: Callable[..., Any]) -> None:
    make_case("Lule", days=18)
    make_case("Agim", days=60)
    page = desk("besa").get(DAY).content.decode()
    assert page.index("Agim Prendi") < page.index("Lule Prendi")
    assert page.index(">Late") < page.index("Agim Prendi")
    assert "Make the plan with the person" in page


def test_a_case_without_news_is_two_clicks_away(desk: Callable[..., Client], lule: Any) -> None:
    besa = desk("besa")
    case = reverse("desk:case", args=[lule.case.pk])
    assert case not in besa.get(DAY).content.decode()
    assert reverse("desk:cases") in besa.get(DAY).content.decode()
    assert case in besa.get(reverse("desk:cases")).content.decode()
    assert case not in desk("arta").get(reverse("desk:cases")).content.decode()
    assert case in desk("arta").get(reverse("desk:cases"), {"whose": "all"}).content.decode()
    assert case not in desk("vera").get(reverse("desk:cases"), {"whose": "all"}).content.decode()


def test_a_request_of_the_municipality_waits_beside_her_cases_with_its_clock(desk: Callable[..., Client], anas: Any) -> None:
    page = desk("besa").get(DAY).content.decode()
    assert reverse("desk:request", args=[anas.request.pk]) in page
    assert "days left" in page


def test_a_day_without_work_says_so_kindly(desk: Callable[..., Client]) -> None:
    assert "Nothing is waiting for you" in desk("besa").get(DAY).content.decode()


def test_the_page_speaks_albanian_unless_english_was_chosen(desk: Callable[..., Client]) -> None:
    assert "Asgjë nuk ju pret" in desk("besa", language="sq").get(DAY).content.decode()


def test_a_silent_referral_leads_to_the_next_service(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any], cast: Any) -> None:
    need = lule.needs["child_wellbeing"]
    with acting("besa") as besa:
        send(by=besa, at=days_ago(20), need=need, service=proposals(need, besa)[0].service, purpose="Three days a week.")
    page = desk("besa").get(DAY).content.decode()
    assert "No answer in time" in page
    assert reverse("desk:refer", args=[need.pk]) in page


@pytest.mark.parametrize(
    ("username", "home"),
    [("ilir", "referrals:inbox"), ("edona", "referrals:inbox"), ("mira", "cockpit:counts"), ("genc", "cockpit:counts")],
)
def test_who_carries_no_cases_begins_elsewhere(desk: Callable[..., Client], username: str, home: str) -> None:
    assert desk(username).get(DAY).url == reverse(home)  # type: ignore[attr-defined]


def test_nobody_signed_in_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(DAY).url.startswith(reverse("account_login"))  # type: ignore[attr-defined]


def test_a_long_list_goes_on_where_it_stopped(
    desk: Callable[..., Client], make_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make_case(f"Late{'abc'[number]}", days=60 - 10 * number)  # never two with one clock
    besa = desk("besa")
    monkeypatch.setattr(days.my_day, "__kwdefaults__", None)
    monkeypatch.setattr(days.my_day, "__defaults__", (2, None))
    monkeypatch.setattr(days.page, "__kwdefaults__", {"after": "", "limit": 2, "total": None, "whose": None})
    first = besa.get(DAY).content.decode()
    assert "Latea" in first
    assert "Latec" not in first
    more = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = besa.get(DAY + more).content.decode()
    assert "Latec" in rest
    assert "Latea" not in rest


@pytest.mark.parametrize("query", ["?part=nonsense", "?part=overdue&after=yesterday"])
def test_a_list_or_a_mark_we_did_not_give_out_is_a_bad_request(desk: Callable[..., Client], query: str) -> None:
    assert desk("besa").get(DAY + query).status_code == 400


def test_the_supervisor_sees_the_closure_she_must_sign_and_never_her_own(
    desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]
) -> None:
    from bashke.person.casework.actions import move_need, propose_closure
    from bashke.person.casework.rules import NeedStatus

    with acting("drita") as drita:
        for need in lule.needs.values():
            move_need(by=drita, at=days_ago(0), need=need, to=NeedStatus.MET)
        case = Case.objects.get(pk=lule.case.pk)
        propose_closure(by=drita, at=days_ago(0), case=case, reason="goals_met", outcome="She lives with her sister now.")
    assert "Closures to sign" not in desk("drita").get(DAY).content.decode()


def test_the_day_asks_the_database_as_often_for_one_case_as_for_nine(
    desk: Callable[..., Client], make_case: Callable[..., Any], make_request: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    besa = desk("besa")
    for number in range(9):
        make_case("abcdefghi"[number].upper() + "na", days=number * 9)
        make_request(days=number, given_name="Zef")
    with django_assert_max_num_queries(33):
        besa.get(DAY)
