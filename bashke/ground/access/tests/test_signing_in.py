"""From the link on paper to the first page: password, second step, sign-in, and what is refused on the way."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bashke.ground.access import actions
from bashke.ground.access.actions import WITNESSES
from bashke.ground.journal import actions as journal

from .conftest import PASSWORD, choose, sign_in


def test_besa_chooses_a_password_and_is_asked_for_a_second_step(browser: Callable[[], Client], link: str) -> None:
    besa = browser()
    assert "Welcome, Besa Gjoka" in besa.get(link).content.decode()
    assert choose(besa, link).url == reverse("account_login")
    assert sign_in(besa).url == settings.LOGIN_REDIRECT_URL
    assert besa.get("/desk/").url == reverse("mfa_index")  # type: ignore[attr-defined]
    assert "One more step before you can work" in besa.get(reverse("mfa_index")).content.decode()


def test_the_app_opens_the_desk_and_is_asked_for_next_time(browser: Callable[[], Client], link: str) -> None:
    besa = browser()
    choose(besa, link)
    sign_in(besa)
    again = besa.get(reverse("mfa_activate_totp")).url  # type: ignore[attr-defined]
    assert "Is it still you?" in besa.get(again).content.decode()
    page = besa.post(again, {"password": PASSWORD}, follow=True).content.decode()
    found = re.search(r'<strong class="b-code">(\w+)</strong>', page)
    assert found is not None
    assert "Incorrect code." in besa.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    code = format_hotp_value(hotp_value(found.group(1), int(time.time()) // 30))
    codes = besa.post(reverse("mfa_activate_totp"), {"code": code}, follow=True).content.decode()
    recovery = re.findall(r"<li>(\w{8,})</li>", codes)
    assert len(recovery) == 10
    assert "Use it once now, and your day opens." in besa.get(reverse("mfa_index")).content.decode()
    besa.post(reverse("mfa_reauthenticate") + "?next=/desk/", {"code": recovery[1]})
    assert besa.get("/desk/").status_code == 200
    tomorrow = browser()
    assert sign_in(tomorrow).url == reverse("mfa_authenticate")
    assert tomorrow.get("/desk/").status_code == 302, "the password alone opens nothing"
    assert "The second step" in tomorrow.get(reverse("mfa_authenticate")).content.decode()
    tomorrow.post(reverse("mfa_authenticate"), {"code": recovery[0]})
    assert tomorrow.get("/desk/").status_code == 200
    assert "Remove the app" in tomorrow.get(reverse("mfa_index")).content.decode()


def test_a_link_works_once(browser: Callable[[], Client], link: str) -> None:
    choose(browser(), link)
    gone = browser().get(link)
    assert gone.status_code == 404
    assert "This link no longer works" in gone.content.decode()
    assert "Besa" not in gone.content.decode()


def test_a_link_somebody_made_up_says_nothing_about_anybody(browser: Callable[[], Client], cast: Any, db: None) -> None:
    made_up = [reverse("access:welcome", args=[worker, "abc-123"]) for worker in (cast.besa.worker, uuid4())]
    one, other = (re.sub(rb"/account/[^\"?]+", b"", browser().get(address).content) for address in made_up)
    assert re.sub(rb"next=[^\"]+", b"", one) == re.sub(rb"next=[^\"]+", b"", other)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("short", "short", "12"), ("password1234", "password1234", "common"), (PASSWORD, PASSWORD + "!", "not the same")],
)
def test_a_weak_or_mistyped_password_is_refused_in_words(
    browser: Callable[[], Client], link: str, first: str, second: str, said: str
) -> None:
    answer = browser().post(link, {"password1": first, "password2": second})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert browser().get(link).status_code == 200, "the link still works"


def test_a_new_password_ends_the_old_one(browser: Callable[[], Client], link: str, client_as: Callable[..., Client], cast: Any) -> None:
    choose(browser(), link)
    page = client_as("mira").post(reverse("access:staff_invite", args=[cast.besa.worker])).content.decode()
    fresh = re.search(r'value="http://[^/]+(/account/welcome/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert sign_in(browser()).status_code == 302, "until she sets the new one"
    choose(browser(), fresh, "pesë zogj mbi telin e gjatë")
    assert sign_in(browser()).status_code == 200


def test_a_new_password_ends_every_session_that_was_open(
    browser: Callable[[], Client], link: str, client_as: Callable[..., Client]
) -> None:
    open_elsewhere = client_as("besa")
    assert open_elsewhere.get("/desk/").status_code == 200
    choose(browser(), link)
    assert open_elsewhere.get("/desk/").url.startswith(reverse("account_login"))  # type: ignore[attr-defined]
    assert open_elsewhere.get("/desk/").status_code == 302


def test_a_wrong_password_is_said_without_saying_which_half_is_wrong(browser: Callable[[], Client], link: str) -> None:
    choose(browser(), link)
    wrong = "The username and/or password you specified are not correct."
    assert wrong in sign_in(browser(), "something else").content.decode()
    answer = browser().post(reverse("account_login"), {"login": "nobody", "password": PASSWORD})
    assert wrong in answer.content.decode()


def test_guessing_is_slowed_down(browser: Callable[[], Client], link: str) -> None:
    choose(browser(), link)
    for _ in range(12):
        sign_in(browser(), "wrong")
    page = sign_in(browser())
    assert page.status_code in {200, 429}
    assert reverse("access:demo") not in page.content.decode()


def test_signing_in_is_witnessed(browser: Callable[[], Client], link: str, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(actions, "WITNESSES", [lambda verb, subject, *_: seen.append((verb, str(subject.pk)))])
    choose(browser(), link)
    sign_in(browser())
    assert seen == [("signed in", str(cast.besa.worker))]
    assert journal.witness.__name__ in {write.__name__ for write in WITNESSES}


def test_who_signs_out_is_out(client_as: Callable[..., Client]) -> None:
    besa = client_as("besa")
    assert besa.get("/desk/").status_code == 200
    besa.post(reverse("account_logout"))
    assert besa.get("/desk/").status_code == 302


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("name", ["account_login", "account_inactive"])
def test_the_entrance_speaks_both_languages(db: None, name: str, language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse(name)).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "account_logout"])
def test_the_pages_of_ones_own_account_wear_the_frame_of_the_desk(client_as: Callable[..., Client], name: str) -> None:
    page = client_as("besa").get(reverse(name), follow=True).content.decode()
    assert "b-desk" in page
    assert "Besa Gjoka" in page


def test_the_demo_signs_in_with_one_press(browser: Callable[[], Client], cast: Any, db: None, settings: Any) -> None:
    settings.DEMO_MODE = True
    someone = browser()
    page = someone.get(reverse("access:demo")).content.decode()
    assert "Besa Gjoka" in page
    done = someone.post(reverse("access:demo"), {"worker": cast.besa.worker})
    assert done.url == settings.LOGIN_REDIRECT_URL  # type: ignore[attr-defined]
    assert "Besa" in someone.get("/desk/").content.decode()
    someone.post(reverse("access:demo"), {"worker": cast.drita.worker})
    assert "Drita" in someone.get("/desk/").content.decode()


def test_the_demo_returns_only_to_pages_of_ours(browser: Callable[[], Client], cast: Any, db: None, settings: Any) -> None:
    settings.DEMO_MODE = True
    answers = [
        browser().post(reverse("access:demo"), {"worker": cast.besa.worker, "next": target}).url  # type: ignore[attr-defined]
        for target in ("/desk/requests/", "https://example.org/")
    ]
    assert answers == ["/desk/requests/", settings.LOGIN_REDIRECT_URL]


def test_outside_the_demo_nobody_signs_in_with_one_press(browser: Callable[[], Client], cast: Any, db: None) -> None:
    assert browser().get(reverse("access:demo")).status_code == 404
    assert browser().post(reverse("access:demo"), {"worker": cast.besa.worker}).status_code == 404


@pytest.mark.parametrize(("worker", "answer"), [("nonsense", 400), (str(uuid4()), 404)])
def test_the_demo_knows_only_its_own_workers(browser: Callable[[], Client], db: None, settings: Any, worker: str, answer: int) -> None:
    settings.DEMO_MODE = True
    assert browser().post(reverse("access:demo"), {"worker": worker}).status_code == answer
