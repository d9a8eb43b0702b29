"""The pages everybody may read: home, time limits, credits, the language."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bashke.ground.law.actions import set_promise
from bashke.ground.law.queries import all_figures, terms
from bashke.ground.law.rules import SURE_ENOUGH

from .conftest import text

pytestmark = pytest.mark.django_db


def promise(acting: Any, *keys: str, value: int = 1, ahead: int = 0) -> None:
    """Shkodër promises to be faster, from today or from a day ahead."""
    today = timezone.localdate()
    with acting("mira"):
        for key in keys:
            set_promise(
                municipality="AL154", key=key, value=value, unit="working_days", valid_from=today + timedelta(days=ahead), on=today,
                reason="Vendim", set_by="x",
            )  # fmt: skip


def test_home_has_two_ways_a_third_and_numbers_we_are_sure_of(visitor: Client) -> None:
    page = text(visitor.get("/"))
    for said in ("Gjej një shërbim", "Kërko ndihmë", "Ndiq kërkesën me kod", 'href="tel:112"', 'href="tel:116111"'):
        assert said in page, said
    for line in terms("helpline"):
        assert (f"tel:{line.extra['dial']}" in page) == (line.certainty >= SURE_ENOUGH)


@pytest.mark.parametrize(
    "address", ["/", "/find/", "/ask/", "/ask/what/", "/follow/", "/about/", "/deadlines/", "/find/?municipality=AL154"]
)
def test_every_open_page_is_albanian_first_and_english_one_link_away(visitor: Client, address: str) -> None:
    page = text(visitor.get(address, headers={"accept-language": "en"}))
    assert '<html lang="sq"' in page
    assert 'href="/language/en/?next=%2F' in page
    visitor.get("/language/en/")
    assert '<html lang="en"' in text(visitor.get(address))


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ("/find/?domains=food", "/find/?domains=food"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_the_language_link_leads_back_and_never_away(visitor: Client, given: str, led: str) -> None:
    response = visitor.get("/language/en/", {"next": given})
    assert (response.status_code, response.headers["Location"]) == (302, led)
    assert response.cookies["django_language"].value == "en"
    assert visitor.get("/language/de/").status_code == 404


def test_every_figure_stands_on_the_page_with_its_law_and_certainty(visitor: Client) -> None:
    page = text(visitor.get("/deadlines/"))
    today = timezone.localdate()
    for row in all_figures():
        if row.valid_on(today):
            assert str(row.name.sq) in page.replace("&quot;", '"').replace("&#x27;", "'"), row.key
    assert "60 ditë" in page
    assert "85%" in page
    assert visitor.get("/deadlines/?municipality=XX").status_code == 400


def test_a_municipality_that_promised_is_named(visitor: Client, acting: Any) -> None:
    assert "Asnjë bashki nuk ka dhënë ende" in text(visitor.get("/deadlines/"))
    promise(acting, "request.acknowledge")
    promise(acting, "plan.agree", value=5, ahead=9)
    everywhere, here = text(visitor.get("/deadlines/")), text(visitor.get("/deadlines/?municipality=AL154"))
    assert "Shkodër" in everywhere.split('id="promises"')[1]
    assert "1 ditë pune" in everywhere.split('id="promises"')[1]
    assert "Premtim: Shkodër" in here
    assert "5 ditë pune" not in everywhere.split('id="promises"')[1]  # it begins later
    assert "Korçë nuk ka dhënë ende" in text(visitor.get("/deadlines/?municipality=AL343"))


def test_the_credits_name_data_and_licences(visitor: Client) -> None:
    page = text(visitor.get("/about/"))
    for said in ("GeoNames", "CC BY 4.0", "Natural Earth", "INSTAT", "Apache", "skematike", "OFL-1.1"):
        assert said in page, said


def test_no_page_carries_style_or_script_inside_it(visitor: Client) -> None:
    for address in ("/", "/find/", "/find/?municipality=AL154", "/ask/", "/ask/what/", "/follow/", "/about/", "/deadlines/", "/leave/"):
        page = text(visitor.get(address))
        assert " style=" not in page, address
        assert "<script>" not in page, address
        assert "onclick" not in page, address


def test_open_pages_ask_a_constant_number_of_queries(visitor: Client, acting: Any) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            visitor.get(address)
        return len(seen)

    promise(acting, "request.acknowledge")
    visitor.get("/")
    before = {address: count(address) for address in ("/", "/find/", "/ask/", "/follow/", "/about/", "/deadlines/")}
    promise(acting, "plan.agree", "referral.answer")
    assert {address: count(address) for address in before} == before
