"""A new colleague comes: the director makes her a link, she chooses a password, an app and a passkey, and signs in with each of them.

Passkeys are real: Chromium's virtual authenticator stands for the fingerprint. They need a name, so the pages are opened as localhost.
"""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from .browser import Visitor
from .hands import choose, follow, open_up, press, sees, sign_in, write
from .server import Site

Visit = Callable[..., AbstractContextManager[Visitor]]
PASSWORD = "katër lule të kuqe mbi mur"
FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_new_colleague_signs_in_with_app_and_passkey(visit: Visit, site: Site) -> None:
    with visit("sq", "desktop") as mira:
        link = _makes_a_link(sign_in(mira, "Mira"))
    with visit("sq", "phone") as lira:
        lira.url = site.url.replace("127.0.0.1", "localhost")
        lira.page.context.add_cookies([{"name": "django_language", "value": "sq", "url": lira.url}])
        finger = lira.page.context.new_cdp_session(lira.page)
        finger.send("WebAuthn.enable")
        finger.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
        _chooses_a_password(lira, link)
        secret = _sets_up_the_app(lira)
        _adds_a_passkey(lira)
        _signs_out(lira)
        _signs_in_with_password_and_app(lira, secret)
        _signs_out(lira)
        _signs_in_with_the_passkey(lira)
        _takes_both_away(lira)


def _makes_a_link(mira: Visitor) -> str:
    words = mira.words
    mira.go("/staff/add/")
    choose(mira, words("Social worker (NARU)"))
    write(mira, "Given and family name", "Lira Basha")
    write(mira, "User name", "lira.basha")
    write(mira, "Work e-mail", "lira@example.org")
    press(mira, "Add and make the link")
    mira.look("invited")
    return urlsplit(mira.page.get_by_label(words("The link")).input_value()).path


def _chooses_a_password(lira: Visitor, link: str) -> None:
    words = lira.words
    lira.go(link)
    lira.look("welcome")
    write(lira, "Your new password", PASSWORD)
    write(lira, "The same password again", "tjetër fjalë krejt")
    press(lira, "Set my password")
    sees(lira, words("The two passwords are not the same. Type both again."))
    write(lira, "Your new password", PASSWORD)
    write(lira, "The same password again", PASSWORD)
    press(lira, "Set my password")
    sees(lira, words("Your password is set. Sign in with it now."))
    assert lira.go(link) == 404, "the link works once"
    lira.look("welcome-gone")
    _gives_the_password(lira)
    expect(lira.page).to_have_url(re.compile("/desk/"))


def _gives_the_password(lira: Visitor) -> None:
    lira.go("/account/login/")
    write(lira, "User name", "lira.basha")
    lira.page.locator("input[type=password]").fill(PASSWORD)
    press(lira, "Sign in", exact=True)


def _sets_up_the_app(lira: Visitor) -> str:
    words = lira.words
    lira.go("/account/second-step/")
    lira.look("second-step")
    follow(lira, "Set up the app")
    _is_it_still_you(lira)
    open_up(lira, "I cannot use the camera")
    secret = lira.page.locator("strong.b-code").inner_text()
    lira.look("app")
    write(lira, "The six digits", "000000")
    press(lira, "Finish")
    lira.look("app-mistake")
    open_up(lira, "I cannot use the camera")
    secret = lira.page.locator("strong.b-code").inner_text()
    write(lira, "The six digits", _digits(secret))
    press(lira, "Finish")
    sees(lira, words("Recovery codes"))
    assert lira.page.locator(".a-codes li").count() == 10
    lira.look("recovery-codes")
    return secret


def _is_it_still_you(lira: Visitor) -> None:
    """The password again, when the page asks for it."""
    if "/again/" in lira.page.url:
        lira.look("again")
        lira.page.locator("main input[type=password]").fill(PASSWORD)
        press(lira, "Go on")


def _digits(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _adds_a_passkey(lira: Visitor) -> None:
    words = lira.words
    lira.go("/account/second-step/keys/add/")
    _is_it_still_you(lira)
    lira.look("passkey")
    write(lira, "What do you call it?", "Telefoni im")
    choose(lira, words("Sign in with it alone, without the password"))
    press(lira, "Add the passkey")
    expect(lira.page).not_to_have_url(re.compile("/keys/add/"))
    lira.go("/account/second-step/keys/")
    sees(lira, "Telefoni im")
    lira.look("passkeys")
    follow(lira, "Rename")
    lira.look("passkey-name")
    write(lira, "What do you call it?", "Telefoni i punës")
    press(lira, "Save")
    sees(lira, "Telefoni i punës")


def _signs_out(lira: Visitor) -> None:
    lira.go("/account/logout/")
    lira.look("sign-out")
    lira.page.locator("main").get_by_role("button", name=lira.words("Sign out")).click()
    expect(lira.page).to_have_url(f"{lira.url}/")


def _signs_in_with_password_and_app(lira: Visitor, secret: str) -> None:
    _gives_the_password(lira)
    sees(lira, lira.words("The second step"))
    lira.look("second-step-asked")
    lira.page.locator("main input[name=code]").fill("000000")
    press(lira, "Sign in", exact=True)
    lira.look("second-step-mistake")
    lira.page.locator("main input[name=code]").fill(_digits(secret))
    press(lira, "Sign in", exact=True)
    expect(lira.page).to_have_url(re.compile("/desk/"))


def _signs_in_with_the_passkey(lira: Visitor) -> None:
    lira.go("/account/login/")
    press(lira, "Sign in with a passkey")
    expect(lira.page).to_have_url(re.compile("/desk/"))


def _takes_both_away(lira: Visitor) -> None:
    """What was set up can be taken away again, each on its own page."""
    words = lira.words
    lira.go("/account/second-step/keys/")
    _is_it_still_you(lira)
    follow(lira, "Remove", exact=True)
    _is_it_still_you(lira)
    lira.look("passkey-remove")
    press(lira, "Remove the passkey")
    lira.go("/account/second-step/codes/new/")
    _is_it_still_you(lira)
    lira.look("codes-new")
    press(lira, "Make new codes")
    sees(lira, words("Recovery codes"))
    lira.go("/account/second-step/app/remove/")
    _is_it_still_you(lira)
    lira.look("app-remove")
    press(lira, "Remove the app")
    sees(lira, words("Set up the app"))
