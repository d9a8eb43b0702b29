"""Asking for help: nothing is lost, nothing is doubled, nothing is told to anybody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from bashke.ground.journal.models import Entry
from bashke.ground.notices.models import Notice
from bashke.person.requests.models import Request

from .conftest import OTHER, button, text
from .story import asks

pytestmark = pytest.mark.django_db


def requests_in(acting: Any, username: str = "besa") -> list[Request]:
    with acting(username) as worker:
        return list(Request.objects.visible_to(worker))


def test_ana_asks_and_gets_a_code_a_date_and_the_law(visitor: Client, fill: Any, send: Any, acting: Any) -> None:
    fill(visitor)
    assert send(visitor).headers["Location"] == "/asked/"
    page = text(visitor.get("/asked/"))
    code = visitor.session["asked"]["code"]
    assert all(f">{group}<" in page for group in code.split("-"))
    assert "<svg" in page
    assert "style=" not in page
    assert "Dita e fundit:" in page
    assert "Ligji 44/2015" in page
    assert "Bashkia Shkodër" in page
    assert "Jua dërgojmë edhe në telefon" in page
    assert "Mund të shkoni edhe tani" in page
    [mine] = requests_in(acting)
    assert (mine.name, mine.domains, mine.phone, mine.words) == (
        "Ana Marku",
        ["housing", "income"],
        "+355692000101",
        "Kati është i lagësht.",
    )
    assert (mine.channel, mine.language, mine.for_whom) == ("web", "sq", "self")


def test_the_letter_says_nothing_of_what_was_asked(visitor: Client, fill: Any, send: Any) -> None:
    fill(visitor)
    send(visitor)
    letter = text(visitor.get("/asked/letter/"))
    assert visitor.session["asked"]["code"][:4] in letter
    for secret in ("Ana", "lagësht", "strehim", "Strehim"):
        assert secret not in letter


def test_a_neighbour_asks_with_permission(visitor: Client, fill: Any, send: Any, acting: Any) -> None:
    fill(visitor, **OTHER)
    send(visitor)
    [mine] = requests_in(acting)
    assert (mine.for_whom, mine.given_name, mine.asker_name, mine.permission_given) == ("other", "Dila", "Mark Fqinji", True)


def test_without_permission_nobody_asks_for_another(visitor: Client, fill: Any) -> None:
    fill(visitor, **OTHER)
    without = {key: value for key, value in OTHER["contact"].items() if key != "permission_given"}
    response = visitor.post("/ask/contact/", without)
    assert response.status_code == 422
    assert "Mark Fqinji" in text(response)
    assert visitor.get("/ask/check/").headers["Location"] == "/ask/contact/"


def test_a_mistake_keeps_what_was_typed(visitor: Client, fill: Any) -> None:
    fill(visitor)
    response = visitor.post("/ask/contact/", {"phone": "12", "how_to_reach": "Te motra ime pasdite"})
    assert response.status_code == 422
    assert "govuk-error-summary" in text(response)
    assert "Te motra ime pasdite" in text(response)
    assert 'value="12"' in text(response)
    again = text(visitor.get("/ask/contact/"))
    assert "Te motra ime pasdite" in again
    assert 'value="12"' in again


def test_a_wrong_date_says_what_is_wrong_and_stays(visitor: Client, fill: Any) -> None:
    fill(visitor)
    born = {"birth_date_day": "31", "birth_date_month": "shkurt", "birth_date_year": "1990"}
    response = visitor.post("/ask/name/", {"given_name": "Ana", **born})
    assert response.status_code == 422
    assert "ka 28 ditë" in text(response)
    assert 'value="shkurt"' in text(visitor.get("/ask/name/"))


def test_going_back_shows_every_answer(visitor: Client, fill: Any) -> None:
    fill(visitor)
    assert text(visitor.get("/ask/what/")).count(" checked>") == 2
    assert 'value="AL154" selected' in text(visitor.get("/ask/where/"))
    assert 'value="Ana"' in text(visitor.get("/ask/name/"))
    assert "Kati është i lagësht." in text(visitor.get("/ask/words/"))


def test_a_changed_answer_leads_back_to_the_check_and_a_new_municipality_asks_for_the_area_again(visitor: Client, fill: Any) -> None:
    fill(visitor)
    assert visitor.post("/ask/name/", {"given_name": "Anila"}).headers["Location"] == "/ask/check/"
    assert visitor.post("/ask/where/", {"municipality": "AL343"}).headers["Location"] == "/ask/area/"
    assert visitor.post("/ask/area/", {"unit": ""}).headers["Location"] == "/ask/check/"
    page = text(visitor.get("/ask/check/"))
    assert "Anila" in page
    assert "Korçë" in page


def test_nobody_jumps_ahead(visitor: Client) -> None:
    assert visitor.get("/ask/contact/").headers["Location"] == "/ask/what/"
    assert visitor.get("/ask/check/").headers["Location"] == "/ask/what/"
    assert visitor.get("/ask/nonsense/").status_code == 404


def test_when_the_session_is_over_what_was_just_written_is_kept(visitor: Client, fill: Any) -> None:
    fill(visitor)
    del visitor.cookies[settings.SESSION_COOKIE_NAME]
    response = visitor.post("/ask/words/", {"words": "Vetëm kjo mbeti."}, follow=True)
    assert response.redirect_chain[-1][0] == "/ask/what/"
    assert "Kaloi shumë kohë" in text(response)
    for name, given in {"what": {"domains": ["food"]}, "where": {"municipality": "AL154"}, "area": {}, "who": {"for_whom": "self"}}.items():
        visitor.post(f"/ask/{name}/", given)
    visitor.post("/ask/name/", {"given_name": "Ana"})
    assert visitor.post("/ask/contact/", {"phone": "0692000101"}).headers["Location"] == "/ask/check/"
    assert "Vetëm kjo mbeti." in text(visitor.get("/ask/check/"))


def test_when_the_session_is_over_at_the_last_button_nothing_is_sent_and_it_says_so(visitor: Client, fill: Any, acting: Any) -> None:
    fill(visitor)
    pressed = button(visitor)
    del visitor.cookies[settings.SESSION_COOKIE_NAME]
    response = visitor.post("/ask/check/", pressed, follow=True)
    assert "Asgjë nuk u dërgua" in text(response)
    assert requests_in(acting) == []


def test_a_second_press_shows_the_same_confirmation(visitor: Client, fill: Any, acting: Any) -> None:
    fill(visitor)
    pressed = button(visitor)
    first, second = visitor.post("/ask/check/", pressed), visitor.post("/ask/check/", pressed)
    assert first.headers["Location"] == second.headers["Location"] == "/asked/"
    assert len(requests_in(acting)) == 1


def test_the_same_key_with_other_words_is_refused_clearly(visitor: Client, fill: Any, acting: Any) -> None:
    fill(visitor)
    pressed = button(visitor)
    visitor.post("/ask/check/", pressed)
    response = visitor.post("/ask/check/", pressed | {"mark": "0" * 64})
    assert response.status_code == 409
    assert "me përgjigje të tjera" in text(response)
    assert len(requests_in(acting)) == 1


def test_answers_changed_in_another_window_are_checked_before_they_are_sent(visitor: Client, fill: Any, acting: Any) -> None:
    fill(visitor)
    pressed = button(visitor)
    visitor.post("/ask/name/", {"given_name": "Anila"})
    response = visitor.post("/ask/check/", pressed)
    assert response.status_code == 409
    assert "dritare tjetër" in text(response)
    assert requests_in(acting) == []
    assert visitor.post("/ask/check/", button(visitor)).headers["Location"] == "/asked/"


def test_a_press_that_crossed_another_is_sent_to_the_first_ones_answer(visitor: Client, fill: Any, acting: Any) -> None:
    """The second of two presses at once still has the draft in its session when the database refuses the key."""
    fill(visitor)
    pressed, session = button(visitor), visitor.session
    draft = session["ask"]
    visitor.post("/ask/check/", pressed)
    session = visitor.session
    session["ask"] = draft
    del session["asked"]
    session.save()
    assert visitor.post("/ask/check/", pressed).headers["Location"] == "/asked/"
    assert len(requests_in(acting)) == 1


@pytest.mark.parametrize("wrong", [{}, {"key": "x"}, {"key": ""}])
def test_a_button_without_its_key_sends_nothing(visitor: Client, fill: Any, acting: Any, wrong: dict[str, str]) -> None:
    fill(visitor)
    assert visitor.post("/ask/check/", wrong).status_code == 422
    assert requests_in(acting) == []


@pytest.mark.parametrize(
    ("page", "nonsense"),
    [
        ("who", {"for_whom": "x"}),
        ("where", {"municipality": "x\0y"}),
        ("what", {"domains": ["gold"] * 900}),
        ("words", {"words": "a" * 90_000}),
    ],
)
def test_nonsense_gets_a_sentence_and_the_wizard_goes_on(visitor: Client, fill: Any, page: str, nonsense: dict[str, Any]) -> None:
    fill(visitor)
    assert visitor.post(f"/ask/{page}/", nonsense).status_code == 422
    for name in ("what", "where", "area", "who", "name", "contact", "words", "check"):
        assert visitor.get(f"/ask/{name}/").status_code in {200, 302}, name
    assert visitor.post("/ask/contact/", {"phone": "0692000101"}).headers["Location"] == f"/ask/{page}/"
    fill(visitor)
    assert visitor.get("/ask/check/").status_code == 200


def test_who_names_violence_can_leave_from_every_page(visitor: Client, fill: Any, send: Any) -> None:
    fill(visitor, what={"domains": ["safety"]})
    for page in ("where", "area", "who", "name", "contact", "words", "check"):
        assert "data-exit" in text(visitor.get(f"/ask/{page}/")), page
    assert "mos jepni numër" in text(visitor.get("/ask/contact/"))
    send(visitor)
    assert "data-exit" in text(visitor.get("/asked/"))


def test_a_person_with_an_open_code_closes_it_first(acting: Any, with_code: Callable[[str], Client]) -> None:
    client = with_code(asks(acting).code)
    assert "Më parë mbyllni" in text(client.get("/ask/"))
    assert client.post("/ask/what/", {"domains": ["food"]}).status_code == 409
    assert client.post("/leave/", {"ask": "1"}).headers["Location"] == "/ask/"
    assert client.post("/ask/what/", {"domains": ["food"]}).status_code == 302


def test_staff_write_requests_at_their_desk(client_as: Any) -> None:
    assert "Keni hyrë si punonjës" in text(client_as("besa").get("/ask/"))


def test_korce_does_not_learn_of_it(visitor: Client, fill: Any, send: Any, acting: Any) -> None:
    fill(visitor)
    send(visitor)
    assert requests_in(acting, "vera") == []


def test_asking_is_journalled_and_the_message_names_no_need(visitor: Client, fill: Any, send: Any, acting: Any) -> None:
    fill(visitor)
    send(visitor)
    with acting("besa") as besa:
        assert [entry.verb for entry in Entry.objects.visible_to(besa)] == ["request made"]
        [notice] = Notice.objects.visible_to(besa)
    assert not any(word in notice.text.lower() for word in ("strehim", "lagësht", "ardhura"))


def test_the_code_is_forgotten_when_she_closes_the_page(visitor: Client, fill: Any, send: Any) -> None:
    fill(visitor)
    send(visitor)
    visitor.post("/leave/")
    assert visitor.get("/asked/").status_code == 404


def test_nothing_of_hers_stands_in_an_address_or_a_cache(visitor: Client, fill: Any, send: Any) -> None:
    fill(visitor)
    for page in ("/ask/", "/ask/name/", "/ask/check/"):
        assert "no-store" in visitor.get(page).headers["Cache-Control"]
    assert send(visitor).headers["Location"] == "/asked/"
    for page in ("/asked/", "/asked/letter/"):
        assert "no-store" in visitor.get(page).headers["Cache-Control"]
