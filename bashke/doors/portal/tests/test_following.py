"""The code opens her way: what happens next, on which law, how to say no to a no; and nobody else's."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bashke.ground.access import guards
from bashke.ground.design.rules import date_weekday
from bashke.person.requests.actions import escalate_late
from bashke.person.requests.models import Request
from bashke.person.requests.rules import new_code

from .conftest import text
from .story import COUNSEL, ago, asks, has_a_plan, is_assessed, is_refused, is_registered, is_sent, is_taken, whole_way

pytestmark = pytest.mark.django_db
WRONG = "Ky kod nuk hap asgjë."
PERSONAL = ("/my/", "/my/opened/", "/my/plan/", "/my/withdraw/")
GUESSES = int(os.environ.get("GUESSES", "100"))  # `make study` asks for ten thousand
Opener = Callable[[str], Client]


def test_a_code_read_aloud_opens_it(visitor: Client, acting: Any) -> None:
    code = asks(acting).code
    spoken = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert visitor.post("/follow/", {"code": spoken}).headers["Location"] == "/my/"


def test_every_wrong_code_gets_the_same_sentence(visitor: Client) -> None:
    pages = [text(visitor.post("/follow/", {"code": wrong})) for wrong in ("x", "0000-0000-0000-0000", new_code(), "U" * 59, "A" * 70)]
    assert all(WRONG in page for page in pages)
    assert "Shkruani kodin që ju dhamë." in text(visitor.post("/follow/", {"code": ""}))


def test_guessing_is_slowed_down(visitor: Client, acting: Any) -> None:
    code = asks(acting).code
    for _try in range(guards.WRONG_MOST + 1):
        assert visitor.post("/follow/", {"code": new_code()}).status_code == 422
    waiting = visitor.post("/follow/", {"code": code})
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "5"
    assert "prisni 5 sekonda" in text(waiting)
    assert visitor.post("/follow/", {"code": code}, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_whoever_holds_the_right_code_waits_a_breath_while_others_guess(
    visitor: Client, acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one address, as half a town may share: ten guesses a second for as long as she needs."""
    monkeypatch.setattr(guards, "PAUSE_SECONDS", 1)
    code, looked_at, first = asks(acting).code, 0, time.monotonic()
    for _try in range(GUESSES):
        looked_at += visitor.post("/follow/", {"code": new_code()}).status_code == 422
    began = time.monotonic()
    while visitor.post("/follow/", {"code": code}).status_code != 302:
        assert time.monotonic() < began + 5, "the right code is shut out"
        time.sleep(0.1)
    assert looked_at <= guards.WRONG_MOST + 2 + (time.monotonic() - first), "one a second, after the first twenty"


def test_an_empty_code_is_no_guess(visitor: Client) -> None:
    for _try in range(guards.WRONG_MOST + 5):
        assert visitor.post("/follow/", {"code": ""}).status_code == 422


def test_opening_takes_a_new_session_so_that_a_prepared_phone_opens_nothing(visitor: Client, acting: Any) -> None:
    visitor.post("/ask/what/", {"domains": ["food"]})
    before = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.post("/follow/", {"code": asks(acting).code})
    assert visitor.cookies[settings.SESSION_COOKIE_NAME].value != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/my/").headers["Location"] == "/follow/"


@pytest.mark.parametrize("page", PERSONAL)
def test_without_a_code_nothing_opens(visitor: Client, client_as: Any, page: str) -> None:
    assert visitor.get(page).headers["Location"] == "/follow/"
    assert client_as("besa").get(page).headers["Location"] == "/follow/"


@pytest.mark.parametrize("page", PERSONAL)
def test_no_personal_page_is_kept_by_a_browser(acting: Any, with_code: Opener, page: str) -> None:
    response = with_code(asks(acting).code).get(page)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_a_new_request_says_who_answers_and_by_when(acting: Any, with_code: Opener) -> None:
    way = asks(acting)
    page = text(with_code(way.code).get("/my/"))
    assert "Një punonjës social i përgjigjet kërkesës suaj." in page
    assert "Bashkia Shkodër" in page
    assert f'datetime="{way.asked.request.answer_due_at:%Y-%m-%d}"' in page
    assert "Tërhiq kërkesën" in page


def test_a_late_answer_is_told_honestly(acting: Any, with_code: Opener) -> None:
    client = with_code(asks(acting, at=ago(12)).code)
    page = text(client.get("/my/"))
    assert "ditë vonesë" in page
    assert "përgjegjësi do të njoftohet" in page
    with acting("drita") as drita:
        escalate_late(by=drita, at=ago(0))
    assert "Përgjegjësi është njoftuar." in text(client.get("/my/"))


def test_who_asked_for_another_sees_the_progress_only(acting: Any, with_code: Opener) -> None:
    way = asks(acting, for_whom="other", asker_name="Mark Fqinji", permission_given=True, given_name="Dila", words="Fqinja ime rri vetëm.")
    progress_code = way.code
    is_registered(acting, way, ago(0))
    is_assessed(acting, way, ago(0))
    client = with_code(progress_code)
    page = text(client.get("/my/"))
    assert "Ju shihni vetëm deri ku ka arritur kërkesa." in page
    assert "Fqinja ime rri vetëm." not in page
    assert "Nevojat tuaja" not in page
    assert "Kush e ka hapur dosjen e sheh vetëm Dila" in text(client.get("/my/opened/"))
    assert "Planin e lexon vetëm Dila" in text(client.get("/my/plan/"))


def test_who_asked_for_another_cannot_end_what_became_a_file(acting: Any, with_code: Opener) -> None:
    way = asks(acting, for_whom="other", asker_name="Mark Fqinji", permission_given=True, given_name="Dila")
    client = with_code(way.code)
    is_registered(acting, way, ago(0))
    response = client.post("/my/withdraw/", follow=True)
    assert 'role="alert"' in text(response)
    with acting("besa"):
        assert Request.objects.get(pk=way.asked.request.pk).status == "registered"


def test_the_whole_way_is_told(acting: Any, with_code: Opener) -> None:
    page = text(with_code(whole_way(acting).code).get("/my/"))
    for said in (
        "Besa Gjoka", "Mirëqenia e fëmijës", "Po merrni ndihmë", "Shërbimi tha po", "Shërbimi tha jo", "Nuk ka vend të lirë",
        "Na vjen keq, lista është plot.", "Presim përgjigjen", "Shërbimi nuk u përgjigj në kohë.", "Keni ardhur në 1 nga 2 seanca.",
        "Plani juaj, për ta lexuar e printuar", "E rishikoni planin bashkë",
    ):  # fmt: skip
        assert said in page, said


def test_each_stage_of_the_way_stands_in_the_bar(acting: Any, with_code: Opener) -> None:
    def now(code: str) -> str:
        page = text(with_code(code).get("/my/"))
        return page.split('aria-current="step"')[1].split("</span>")[1].split("<span")[0].strip()

    way = asks(acting, at=ago(9))
    seen = [now(way.code)]
    seen.append(now(is_registered(acting, way, ago(8)).code))
    seen.append(now(is_assessed(acting, way, ago(7)).code))
    seen.append(now(has_a_plan(acting, way, ago(6)).code))
    assert seen == ["Kërkesa u mor", "Biseda për nevojat", "Plani", "Gjetja e shërbimit"]


def test_a_refusal_says_why_and_how_to_appeal_by_which_day(acting: Any, with_code: Opener) -> None:
    way = is_refused(acting, asks(acting, at=ago(10)), ago(6))
    page = text(with_code(way.code).get("/my/"))
    assert "Nuk plotësohen kushtet e ligjit" in page
    assert "Të ardhurat e familjes janë mbi kufirin" in page
    assert "Ankim te kryetari i bashkisë" in page
    last = timezone.localdate(ago(6)) + timedelta(days=30)
    assert date_weekday(last, "sq") in page
    assert "Keni 45 ditë" in page
    assert "Avokati i Popullit" in page
    assert "Tërhiq kërkesën" not in page


def test_a_refusal_without_appeal_shows_none(acting: Any, with_code: Opener) -> None:
    way = is_refused(acting, asks(acting), ago(0), reason="duplicate")
    page = text(with_code(way.code).get("/my/"))
    assert "Ankim te kryetari" not in page
    assert "Ju mund të ankoheni" not in page


def test_she_withdraws_and_it_stays_readable(acting: Any, with_code: Opener) -> None:
    client = with_code(asks(acting).code)
    assert "Doni ta tërhiqni" in text(client.get("/my/withdraw/"))
    page = text(client.post("/my/withdraw/", follow=True))
    assert "E tërhoqët kërkesën." in page
    assert "Kjo kërkesë u tërhoq" in page
    again = client.post("/my/withdraw/", follow=True)
    assert "nuk mund të tërhiqet më" in text(again)


def test_her_plan_can_be_printed(acting: Any, with_code: Opener) -> None:
    client = with_code(whole_way(acting).code)
    page = text(client.get("/my/plan/"))
    for said in (
        "Ana Marku",
        "Dua që djali im të flasë me shokët.",
        "Djali shkon në qendrën ditore",
        "Sjell kartelën e djalit",
        "ju vetë",
        "Bashkia Shkodër",
    ):
        assert said in page, said
    with_nothing = with_code(asks(acting).code)
    assert "Ende nuk ka plan." in text(with_nothing.get("/my/plan/"))


def test_leaving_closes_the_file(acting: Any, with_code: Opener) -> None:
    client = with_code(asks(acting).code)
    assert "Dolët." in text(client.post("/leave/", follow=True))
    assert client.get("/my/").headers["Location"] == "/follow/"


def test_another_code_can_be_typed_where_one_is_open(acting: Any, with_code: Opener) -> None:
    client = with_code(asks(acting).code)
    page = text(client.get("/follow/"))
    assert "Në këtë telefon është e hapur një kërkesë" in page
    other = asks(acting, given_name="Lira", words="Tjetër gjë.")
    client.post("/follow/", {"code": other.code})
    assert "Tjetër gjë." in text(client.get("/my/"))


def test_a_code_opens_nobody_elses_file(acting: Any, with_code: Opener) -> None:
    whole_way(acting)
    other = with_code(asks(acting, given_name="Lira", words="").code)
    pages = "".join(text(other.get(page)) for page in PERSONAL)
    for secret in ("Ana", "Marku", "Besa Gjoka", "Qendra ditore"):
        assert secret not in pages, secret


def test_where_violence_was_named_every_page_has_a_way_out(acting: Any, with_code: Opener) -> None:
    client = with_code(asks(acting, domains=["safety"]).code)
    for page in ("/my/", "/my/opened/", "/my/withdraw/"):
        assert "data-exit" in text(client.get(page)), page


def test_the_number_of_queries_does_not_grow_with_the_file(acting: Any, with_code: Opener) -> None:
    way = whole_way(acting)
    client = with_code(way.code)
    few = _queries(client)
    is_taken(acting, is_sent(acting, way, ago(4), "documents", COUNSEL), ago(3))
    is_assessed(acting, way, ago(2), work=1, food=2, health=1, education=2)
    assert _queries(client) == few


def _queries(client: Client) -> dict[str, int]:
    counts = {}
    for page in PERSONAL:
        client.get(page)  # the first visit writes itself into the journal
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        counts[page] = len(seen)
    return counts
