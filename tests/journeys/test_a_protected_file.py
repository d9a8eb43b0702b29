"""Donika asks because of violence. Besa closes the request to all but a team; Drita finds nothing, then breaks the glass; Lule judges it; Donika's page keeps quiet."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from urllib.parse import urlsplit

from .browser import Visitor
from .hands import choose, follow, press, sees, sees_not, sign_in, write
from .steps import Someone, asks_for_help, searches_then_registers

Visit = Callable[..., AbstractContextManager[Visitor]]
DONIKA = Someone("Donika", "Bushati", date(1990, 3, 8), "J05308004D", "069 20 00 104", "Kam frikë të kthehem në shtëpi.")
WHY = "Policia pyet ku ndodhet sonte."
FOUND = "Thirrja e policisë u vërtetua."


def test_only_the_team_knows_of_a_protected_file(visit: Visit) -> None:
    with visit("sq", "phone") as donika:
        donika.go("/")
        code = asks_for_help(donika, DONIKA, ("housing",))
    with visit("sq", "desktop") as besa:
        request = _protects(sign_in(besa, "Besa"))
        person = _registers(besa)
        _keeps_the_safe_contact(besa)
    with visit("sq", "desktop") as drita:
        sign_in(drita, "Drita")
        assert drita.go(request) == 404
        drita.go("/desk/board/")
        sees(drita, drita.words("You see the numbers; the files are open to their teams only."))
        sees_not(drita, DONIKA.name)
        _breaks_the_glass(drita, person)
        assert drita.go(request) == 200
    with visit("sq", "phone") as lule:
        _judges(sign_in(lule, "Lule"))
    with visit("sq", "desktop") as besa:
        sign_in(besa, "Besa")
        sees(besa, besa.words("Opened in an emergency: files of your team"), WHY)
    with visit("sq", "phone") as donika:
        _sees_a_quiet_page(donika, code)


def _protects(besa: Visitor) -> str:
    besa.go("/desk/requests/")
    follow(besa, DONIKA.name)
    path = urlsplit(besa.page.url).path
    follow(besa, "Protect this request")
    besa.look("protect")
    press(besa, "Protect this file")
    sees(besa, besa.words("Choose one."))
    choose(besa, besa.words("Violence in the home"))
    press(besa, "Protect this file")
    sees(besa, besa.words("This request is protected"))
    besa.look("protected-request")
    return path


def _registers(besa: Visitor) -> str:
    """She is new: the search finds nobody. Returns the page of the person."""
    searches_then_registers(besa, DONIKA)
    sees(besa, besa.words("Protected file"))
    besa.look("protected-case")
    follow(besa, "Details of the person")
    return urlsplit(besa.page.url).path


def _keeps_the_safe_contact(besa: Visitor) -> None:
    besa.page.go_back()
    follow(besa, "Safe contact")
    write(besa, "Where she is safe", "Te motra")
    besa.look("safe-contact")
    press(besa, "Keep the contact")
    sees(besa, besa.words("Kept, encrypted. It stands in no list, letter or message."))
    follow(besa, "Who may read this file")
    besa.look("readers")


def _breaks_the_glass(drita: Visitor, person: str) -> None:
    drita.go(person)
    follow(drita, "Open in an emergency")
    write(drita, "Why must you look now?", "Policia")
    press(drita, "Open for one hour")
    sees(drita, drita.words("Say in a sentence why you must look now. The team and the data protection officer read it."))
    write(drita, "Why must you look now?", WHY)
    drita.look("emergency")
    press(drita, "Open for one hour")


def _judges(lule: Visitor) -> None:
    lule.look("emergencies")
    follow(lule, DONIKA.name)
    sees(lule, WHY)
    choose(lule, lule.words("It was justified"))
    write(lule, "What you found", FOUND)
    lule.look("judge")
    press(lule, "Record the judgement")
    sees(lule, FOUND)


def _sees_a_quiet_page(donika: Visitor, code: str) -> None:
    donika.go("/follow/")
    write(donika, "Your code", code)
    press(donika, "Show my request")
    sees(donika, donika.words("Somebody of the municipality works on your request."))
    sees_not(donika, DONIKA.words, "Besa Gjoka")
    donika.look("quiet")
    donika.go("/my/opened/")
    assert urlsplit(donika.page.url).path == "/my/"
