"""Ana's own papers as PDF: after asking, with her code, and only hers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.papers.tests.papers import Read, read

from .story import ago, asks, has_a_plan, is_assessed, is_refused, is_registered

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def paper(client: Client, address: str) -> Read:
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers
    return read(answer.content)


def flat(found: Read) -> str:
    return " ".join(found.text.split())


@pytest.fixture
def planned(acting: Any) -> Any:
    way = is_registered(acting, asks(acting, at=ago(9)), ago(8))
    return has_a_plan(acting, is_assessed(acting, way, ago(6)), ago(5))


def test_right_after_asking_the_receipt_has_the_code_and_its_picture(
    visitor: Client, fill: Callable[..., None], send: Callable[..., HttpResponse]
) -> None:
    fill(visitor)
    send(visitor)
    shown = visitor.get("/asked/").context["code"]
    found = paper(visitor, "/asked/letter.pdf")
    assert shown in found.text
    assert (found.title, found.language, found.pages) == ("Vërtetimi i kërkesës suaj", "sq", 1)
    assert found.alternatives[1] == "I njëjti kod si figurë për kamerën e telefonit"
    assert paper(visitor, "/asked/letter.pdf?language=en").title == "Receipt of your request"


def test_the_receipt_with_the_code_is_gone_for_everybody_else(visitor: Client) -> None:
    assert visitor.get("/asked/letter.pdf").status_code == 404


def test_with_her_code_she_prints_the_receipt_and_the_plan(with_code: Opener, planned: Any) -> None:
    ana = with_code(planned.code)
    assert planned.code not in paper(ana, "/my/receipt.pdf").text, "the code is kept only as a hash"
    found = paper(ana, "/my/plan.pdf")
    for part in ("Ana Marku", "Dua që djali im të flasë me shokët.", "Djali shkon në qendrën ditore", "Sjell kartelën e djalit"):
        assert part in flat(found)
    assert found.tagged


def test_a_refused_request_has_its_decision_in_writing(with_code: Opener, acting: Any) -> None:
    way = is_refused(acting, asks(acting, at=ago(3)), ago(1))
    text = flat(paper(with_code(way.code), "/my/decision.pdf"))
    assert "Të ardhurat e familjes janë mbi kufirin që cakton ligji." in text
    assert "Ankim te kryetari i bashkisë" in text


def test_a_paper_that_is_not_there_yet_leads_to_the_page_that_says_so(with_code: Opener, acting: Any) -> None:
    ana = with_code(asks(acting, at=ago(0)).code)
    assert ana.get("/my/plan.pdf").headers["Location"] == "/my/plan/"
    assert ana.get("/my/decision.pdf").headers["Location"] == "/my/"
    assert ana.get("/my/closure.pdf").headers["Location"] == "/my/"


def test_without_a_code_no_paper_opens(visitor: Client) -> None:
    for address in ("/my/receipt.pdf", "/my/decision.pdf", "/my/plan.pdf", "/my/closure.pdf"):
        assert visitor.get(address).headers["Location"] == "/follow/"


def test_who_asked_for_another_prints_no_plan_of_hers(with_code: Opener, acting: Any, planned: Any) -> None:
    other = asks(acting, for_whom="other", asker_name="Mark Fqinji", asker_phone="+355692000102", permission_given=True)
    mark = with_code(other.code)
    assert mark.get("/my/plan.pdf").headers["Location"] == "/my/plan/"


def test_her_own_printing_is_written_down_too(with_code: Opener, acting: Any, planned: Any) -> None:
    paper(with_code(planned.code), "/my/plan.pdf")
    with acting(code=planned.code) as ana:
        assert Entry.objects.visible_to(ana).filter(verb=Verb.PRINTED, kind="person", at__gt=ago(0) - timedelta(minutes=5)).exists()
