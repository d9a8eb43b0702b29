"""The story of the whole system in a real browser: a person asks, is assessed, referred, served and answered, and sees who looked.

Told twice: in Albanian with the person on a phone and the staff at desks, in English the other way round. The person has no JavaScript.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from bashke.ground.law.queries import terms

from . import hands, refusals, steps
from .browser import Visitor, album
from .hands import sees
from .server import Site
from .steps import Someone

Visit = Callable[..., AbstractContextManager[Visitor]]
LULE = Someone("Lule", "Hoti", date(1989, 3, 14), "I90314055L", "069 20 00 101", "Dua t'i nxjerr dokumentet e vajzës dhe të flas me dikë.")
MIRELA = Someone("Mirela", "Shabani", date(1992, 11, 2), "J21102044M", "069 20 00 102", "Nuk kam kartë identiteti dhe jam vetëm.")
LADDER = {"documents": 1, "participation": 2}
GOALS = {
    "documents": ("Karta e identitetit para verës", "Shkojmë bashkë te gjendja civile"),
    "participation": ("Të marrë pjesë në një takim të lagjes", "E ftojmë në takimin e parë"),
}
OWN_WORDS = "Dua t'i kem letrat në rregull dhe të mos jem vetëm."
COUNTING = "from django.utils import timezone; from bashke.site.jobs import take_counts; take_counts(timezone.now())"


@pytest.mark.parametrize(
    ("language", "hers", "theirs", "someone"),
    [("sq", "phone", "desktop", LULE), ("en", "desktop", "phone", MIRELA)],
    ids=["in Albanian", "in English"],
)
def test_a_person_asks_and_is_answered(visit: Visit, site: Site, language: str, hers: str, theirs: str, someone: Someone) -> None:
    pictures = album(f"way-{language}")
    with ExitStack() as here:
        ana = here.enter_context(visit(language, hers, scripts=False, album=pictures))

        def worker(name: str) -> Visitor:
            return hands.sign_in(here.enter_context(visit(language, theirs, album=pictures)), name)

        steps.finds_a_service(ana)
        code = steps.asks_for_help(ana, someone, ("documents", "participation"))
        besa, drita = worker("Besa"), worker("Drita")
        case = _taken_up(besa, drita, someone)
        _answered(besa, worker("Ilir"), worker("Luan"), someone, case)
        _closed(besa, drita, someone, case)

        steps.opens_her_code(ana, code)
        words = ana.words
        steps.reads_her_way(ana, someone, {"documents": words("Solved"), "participation": words.of("unmet_reason", "no_such_service")})
        steps.sees_who_opened_it(ana)
        steps.leaves(ana)

        site.job(COUNTING)
        refusals.cannot_learn_of_her(worker("Vera"), someone, case)
        refusals.sees_numbers_only(worker("Genc"), someone, case)


def _taken_up(besa: Visitor, drita: Visitor, someone: Someone) -> str:
    """Found, judged by two, registered after a search. Returns the path of the case."""
    steps.finds_the_request(besa, someone)
    steps.finds_it_less_urgent(besa, flag="eviction_soon", chosen="soon", reason="danger_passed")
    steps.agrees_to_lower(drita, someone)
    steps.searches_then_registers(besa, someone)
    path = urlsplit(besa.page.url).path
    steps.assesses(besa, LADDER, tuple(row.code for row in terms("domain")))
    steps.plans(besa, GOALS, OWN_WORDS)
    return path


def _answered(besa: Visitor, ilir: Visitor, luan: Visitor, someone: Someone, case: str) -> None:
    """The first service says no with a reason, the next one is proposed, says yes, and helps."""
    words = besa.words
    first, second = ("Family counselling", "Rights office") if words.language == "en" else ("Këshillim për familjet", "Zyra e të drejtave")
    steps.refers(besa, "documents", first, "Ndihmë për dokumentet.")
    steps.declines(ilir, someone, "staff_missing", "Juristi ynë është me leje.")
    besa.go(case)
    sees(besa, words("Next with a free place: %(name)s", name=second), words.of("decline_reason", "staff_missing"))
    besa.look("case-declined")
    steps.refers(besa, "documents", second, "Ndihmë për dokumentet.")
    steps.accepts(luan, someone)
    steps.serves(luan, someone, rung=4, domain="documents")


def _closed(besa: Visitor, drita: Visitor, someone: Someone, case: str) -> None:
    """The outcome moved the need; what no service answers says why; a review; a closure with two signatures."""
    besa.go(case)
    sees(besa, besa.words.many("%(number)s need with its answer", "%(number)s needs with their answer", 1, number=1))
    besa.look("case-met")
    steps.answers_need(besa, case, "participation", "It cannot be met now", "no_such_service")
    expect(steps.need_of(besa, "participation")).to_contain_text(besa.words.of("unmet_reason", "no_such_service"))
    steps.reviews(besa, "Dokumentet u morën.")
    steps.proposes_to_close(besa, "goals_met", "Ka dokumentet e saj.")
    steps.signs(drita, someone)
