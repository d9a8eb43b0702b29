"""A request on the desk: opened, judged, registered or refused."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.casework.models import Case
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person
from bashke.person.requests.models import Request, Triage

from .conftest import BORN, days_ago

NEW = {"given_name": "Ana", "family_name": "Marku", "birth_date": "1991-05-04", "sex": "f", "language": "sq"}


def address(name: str, ask: Any) -> str:
    return reverse(f"desk:{name}", args=[ask.request.pk])


def entries(acting: Callable[..., Any], verb: Verb) -> list[Entry]:
    with acting("drita") as drita:
        return list(Entry.objects.visible_to(drita).filter(verb=verb))


def now(acting: Callable[..., Any], ask: Any) -> Request:
    with acting("drita") as drita:
        return Request.objects.visible_to(drita).get(pk=ask.request.pk)


def test_besa_reads_anas_words_and_the_journal_knows(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any], cast: Any) -> None:
    page = desk("besa").get(address("request", anas)).content.decode()
    assert "We must leave the house this week." in page
    assert "Only by message" in page
    assert "Law 44/2015" in page
    [entry] = entries(acting, Verb.REQUEST_OPENED)
    assert entry.worker == cast.besa.worker


def test_the_worst_sign_decides_however_few_there_are(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    flags = ["older_alone", "child_out_of_school", "eviction_soon"]
    done = desk("besa").post(address("urgency", anas), {"flags": flags}, follow=True)
    assert "Urgency: Urgent." in done.content.decode()
    assert now(acting, anas).urgency == "urgent"


def test_more_urgent_than_the_signs_holds_at_once(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    desk("besa").post(address("urgency", anas), {"flags": [], "chosen": "emergency"})
    assert now(acting, anas).urgency == "emergency"


def test_the_sets_that_fit_are_open_and_another_is_one_press_away(
    desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]
) -> None:
    besa_browser = desk("besa")
    page = besa_browser.get(address("request", anas)).content.decode()
    assert 'value="danger_to_life"' in page
    assert re.search(r'name="sets" value="violence" id="set-violence">', page), "offered, not opened"
    besa_browser.post(address("urgency", anas), {"flags": ["violence_recent"], "sets": ["violence"]})
    assert now(acting, anas).tracks == ["violence"]
    assert "Domestic violence" in besa_browser.get("/desk/requests/").content.decode()


def test_less_urgent_without_a_reason_is_refused_and_nothing_typed_is_lost(
    desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]
) -> None:
    answer = desk("besa").post(address("urgency", anas), {"flags": ["no_shelter_tonight"], "chosen": "soon"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why it is less urgent" in page
    assert re.search(r'value="no_shelter_tonight"[^>]* checked', page)
    assert now(acting, anas).urgency is None


def test_less_urgent_waits_for_drita_while_the_worst_sign_holds(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    lower = {"flags": ["no_shelter_tonight"], "chosen": "soon", "reason": "already_protected"}
    desk("besa").post(address("urgency", anas), lower)
    assert now(acting, anas).urgency == "emergency"
    own = desk("besa").get(address("request", anas)).content.decode()
    assert "A second person decides" in own
    assert "I agree: less urgent" not in own
    assert "The person is already in hospital" in desk("drita").get("/desk/").content.decode()
    desk("drita").post(address("lowering", anas), {"agree": "yes"})
    assert now(acting, anas).urgency == "soon"


def test_besa_may_not_give_the_second_signature(desk: Callable[..., Client], anas: Any) -> None:
    assert desk("besa").post(address("lowering", anas), {"agree": "yes"}).status_code == 403


def test_the_search_is_filled_in_with_what_the_request_says(desk: Callable[..., Client], anas: Any) -> None:
    page = desk("besa").get(address("request", anas)).content.decode()
    assert re.search(r'name="given_name"[^>]* value="Ana"|value="Ana"[^>]* name="given_name"', page)
    assert 'value="1991"' in page
    assert "add the person" not in page, "nobody is created before a search"


def test_ana_is_found_and_her_case_opens(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        ana = add_person(by=besa, at=days_ago(9), given_name="Ana", family_name="Marku", birth_date=BORN, synthetic=True)
    besa_browser = desk("besa")
    search = besa_browser.get(address("register", anas), {"given_name": "Anë", "family_name": "Marku"}).content.decode()
    assert "name sounds alike" in search
    assert str(ana.pk) in search
    done = besa_browser.post(address("register", anas), {"person": ana.pk})
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get(person=ana)
    assert done.url == reverse("desk:case", args=[case.pk])  # type: ignore[attr-defined]
    assert now(acting, anas).status == "registered"


def test_somebody_new_is_added_after_the_search(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    done = desk("besa").post(address("register", anas), NEW)
    with acting("besa") as besa:
        person = Person.objects.visible_to(besa).get()
        case = Case.objects.visible_to(besa).get()
    assert (person.name, person.birth_date, person.synthetic) == ("Ana Marku", BORN, True)
    assert done.url == reverse("desk:case", args=[case.pk])  # type: ignore[attr-defined]


def test_who_looks_alike_is_looked_at_before_a_second_ana_is_made(
    desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]
) -> None:
    with acting("besa") as besa:
        add_person(by=besa, at=days_ago(9), given_name="Ana", family_name="Marku", birth_date=BORN, synthetic=True)
    answer = desk("besa").post(address("register", anas), NEW)
    assert answer.status_code == 422
    assert "Look at these people first" in answer.content.decode()
    desk("besa").post(address("register", anas), NEW | {"none_of_these": "on"})
    with acting("besa") as besa:
        assert Person.objects.visible_to(besa).count() == 2


def test_a_case_that_cannot_be_opened_adds_nobody(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    besa_browser = desk("besa")
    besa_browser.post(address("refuse", anas), {"reason": "other_office", "words": "The job office answers this."})
    answer = besa_browser.post(address("register", anas), NEW)
    assert answer.status_code == 422
    with acting("besa") as besa:
        assert not Person.objects.visible_to(besa).exists()


def test_known_elsewhere_says_yes_and_never_who_or_where(desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]) -> None:
    with acting("vera") as vera:
        add_person(by=vera, at=days_ago(9), given_name="Ana", family_name="Marku", birth_date=BORN, phone="0691111111", synthetic=True)
    whole = {"given_name": "Ana", "family_name": "Marku", "birth_date": "1991-05-04"}
    page = desk("besa").get(address("register", anas), whole).content.decode()
    assert "Known in another municipality" in page
    assert "Korçë" not in page
    assert "0691111111" not in page
    only_a_name = desk("besa").get(address("register", anas), {"given_name": "Ana", "family_name": "Marku"}).content.decode()
    assert "Known in another municipality" not in only_a_name


def test_a_refusal_needs_reason_and_words_and_prints_the_ways_to_appeal(
    desk: Callable[..., Client], anas: Any, acting: Callable[..., Any]
) -> None:
    besa = desk("besa")
    answer = besa.post(address("refuse", anas), {"reason": "not_eligible", "words": ""})
    assert answer.status_code == 422
    assert now(acting, anas).status == "received"
    page = besa.post(address("refuse", anas), {"reason": "not_eligible", "words": "The house is yours."}, follow=True).content.decode()
    assert "Appeal to the mayor" in page
    assert "30 days" in page
    assert "The house is yours." in page
    assert now(acting, anas).status == "refused"


def test_a_second_decision_is_told_that_it_came_too_late(desk: Callable[..., Client], anas: Any) -> None:
    besa = desk("besa")
    besa.post(address("refuse", anas), {"reason": "duplicate", "words": "You asked yesterday."})
    answer = besa.post(address("refuse", anas), {"reason": "duplicate", "words": "Again."})
    assert "cannot become" in answer.content.decode() or answer.status_code == 422


@pytest.mark.parametrize("name", ["request", "register", "urgency", "refuse", "lowering", "receipt", "code"])
def test_vera_cannot_tell_anas_request_from_one_that_does_not_exist(
    desk: Callable[..., Client], anas: Any, name: str, make_request: Callable[..., Any]
) -> None:
    def read(pk: Any) -> tuple[int, bytes]:
        who = "teuta" if name == "lowering" else "vera"
        answer = desk(who).post(
            reverse(f"desk:{name}", args=[pk]), {"flags": ["danger_to_life"], "agree": "yes", "reason": "duplicate", "words": "x"}
        )
        plain = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
        return answer.status_code, plain.replace(str(pk).encode(), b"")

    hers, nobodys = read(anas.request.pk), read(uuid4())
    assert hers == nobodys
    assert hers[0] in {404, 405}


@pytest.mark.parametrize("username", ["ilir", "genc", "mira"])
def test_who_has_no_business_with_requests_is_turned_away(desk: Callable[..., Client], anas: Any, username: str) -> None:
    browser = desk(username)
    assert browser.get(address("request", anas)).status_code == 403
    assert browser.get(reverse("desk:requests")).status_code == 403


def test_the_queue_shows_what_waits_and_keeps_what_was_decided(desk: Callable[..., Client], anas: Any) -> None:
    besa = desk("besa")
    assert "1 request waits" in besa.get(reverse("desk:requests")).content.decode()
    besa.post(address("refuse", anas), {"reason": "duplicate", "words": "You asked yesterday."})
    assert "Every request has its answer." in besa.get(reverse("desk:requests")).content.decode()
    assert "Ana Marku" in besa.get(reverse("desk:requests"), {"status": "refused"}).content.decode()


@pytest.mark.parametrize("query", [{"status": "all"}, {"after": "1"}, {"status": "refused", "after": "1"}])
def test_a_filter_nobody_offered_is_a_bad_request(desk: Callable[..., Client], query: dict[str, str]) -> None:
    assert desk("besa").get(reverse("desk:requests"), query).status_code == 400


def test_one_page_however_long_its_history(
    desk: Callable[..., Client], anas: Any, acting: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    besa = desk("besa")
    for flags in (["older_alone"], ["eviction_soon"], ["danger_to_life"]):
        besa.post(address("urgency", anas), {"flags": flags})
    with acting("besa") as worker:
        assert Triage.objects.visible_to(worker).count() == 3
    with django_assert_max_num_queries(14):
        besa.get(address("request", anas))
