"""Papers at the desk: what stands on them, who may print them, and that she can see it happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.papers.tests.papers import Read, read
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Closure
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, GoalDraft, NeedStatus
from bashke.person.requests.actions import refuse
from bashke.person.requests.models import Request

from .conftest import days_ago

pytestmark = pytest.mark.django_db
HOSTILE = '#read("/etc/passwd") *x* ]]) çë'


def paper(client: Client, view: str, row: Any, language: str = "en") -> Read:
    answer = client.get(reverse(f"desk:{view}", args=[row.pk]), {"language": language})
    assert answer.status_code == 200, answer.content
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("application/pdf", "nosniff", "no-store")
    assert "Ana" not in answer["Content-Disposition"], "the name of the file names nobody"
    return read(answer.content)


def flat(found: Read) -> str:
    return " ".join(found.text.split())


def printed(acting: Callable[..., Any], row: Any) -> int:
    with acting("besa") as besa:
        return Entry.objects.visible_to(besa).filter(verb=Verb.PRINTED, subject=f"{row._meta.label}:{row.pk}").count()


@pytest.fixture
def refused(acting: Callable[..., Any], anas: Any) -> Request:
    with acting("besa") as besa:
        request = Request.objects.get(pk=anas.request.pk)
        return refuse(by=besa, at=days_ago(0), request=request, reason="not_eligible", words=f"Të ardhurat janë mbi kufirin. {HOSTILE}")


@pytest.fixture
def planned(acting: Callable[..., Any], lule: Any) -> Any:
    """Lule with a draft of a plan."""
    with acting("besa") as besa:
        soon = timezone.localdate() + timedelta(days=20)
        call = ActionDraft("Call the kitchen", ActionOwner.WORKER, "Besa Gjoka", soon)
        goal = GoalDraft(lule.needs["food"], "Meals every day", 3, [call])
        lule.plan = casework.write_plan(by=besa, at=days_ago(0), case=lule.case, own_words="Dua të ha çdo ditë.", goals=[goal])
    return lule


@pytest.fixture
def closed(acting: Callable[..., Any], lule: Any) -> Any:
    with acting("besa") as besa:
        for need in lule.needs.values():
            casework.move_need(by=besa, at=days_ago(0), need=need, to=NeedStatus.MET)
        casework.propose_closure(by=besa, at=days_ago(0), case=lule.case, reason="no_longer_eligible", outcome="Ajo ha çdo ditë.")
    with acting("drita") as drita:
        casework.sign_closure(by=drita, at=days_ago(0), closure=Closure.objects.get(case=lule.case))
    return lule


def test_the_receipt_has_the_code_while_the_desk_knows_it(desk: Callable[..., Client], anas: Any) -> None:
    besa = desk("besa")
    besa.post(reverse("desk:code", args=[anas.request.pk]), {"reach": "person"})
    shown = besa.get(reverse("desk:receipt", args=[anas.request.pk])).content.decode()
    found = paper(besa, "receipt_paper", anas.request)
    code = next(word for word in flat(found).split() if word.count("-") == 3)
    assert code in shown
    assert "Shkodër" in found.text
    assert "Ana Marku" in found.text
    assert found.alternatives[1] == "The same code as a picture for the camera of a phone"
    assert "The code is not printed again" in flat(paper(desk("drita"), "receipt_paper", anas.request)), "another desk does not know it"


def test_a_receipt_says_nothing_of_what_was_asked(desk: Callable[..., Client], anas: Any) -> None:
    text = flat(paper(desk("besa"), "receipt_paper", anas.request))
    assert not {word for word in ("Housing", "house", "food", "Food") if word in text.replace("household", "")}


def test_a_refusal_gives_the_reason_every_way_to_appeal_and_the_last_day(desk: Callable[..., Client], refused: Request) -> None:
    found = paper(desk("besa"), "decision_paper", refused, "sq")
    text = flat(found)
    assert (found.title, found.language, found.declares_ua) == ("Vendim: kërkesa juaj nuk u pranua", "sq", True)
    for part in (
        "Të ardhurat janë mbi kufirin.",
        HOSTILE,
        "Ankim te kryetari i bashkisë",
        "Avokati i Popullit",
        "Dita e fundit:",
        "Ligji 44/2015",
    ):
        assert part in text
    assert "Nuk plotësohen kushtet e ligjit" in text


def test_the_reader_chooses_the_language(desk: Callable[..., Client], refused: Request) -> None:
    besa = desk("besa")
    assert paper(besa, "decision_paper", refused, "en").title == "Decision: your request is refused"
    assert paper(besa, "decision_paper", refused, "sq").title == "Vendim: kërkesa juaj nuk u pranua"
    assert paper(besa, "decision_paper", refused, "xx").language == "en", "an unknown language is that of the page"


def test_there_is_no_decision_on_a_request_that_waits(desk: Callable[..., Client], anas: Any) -> None:
    assert desk("besa").get(reverse("desk:decision_paper", args=[anas.request.pk])).status_code == 404


def test_a_draft_has_lines_to_sign_and_an_agreed_plan_says_since_when(
    desk: Callable[..., Client], acting: Callable[..., Any], planned: Any
) -> None:
    besa = desk("besa")
    draft = flat(paper(besa, "plan_paper", planned.case))
    assert "This is a draft." in draft
    assert "Call the kitchen" in draft
    with acting("besa") as worker:
        casework.agree_plan(by=worker, at=days_ago(0), plan=planned.plan, how=Agreement.SPOKEN, own_words="Dua të ha çdo ditë.")
    agreed = paper(besa, "plan_paper", planned.case, "sq")
    assert "Dua të ha çdo ditë." in flat(agreed)
    assert "/TH" in agreed.tags


def test_there_is_no_paper_of_a_plan_or_an_end_that_is_not(desk: Callable[..., Client], lule: Any) -> None:
    besa = desk("besa")
    assert [besa.get(reverse(f"desk:{view}", args=[lule.case.pk])).status_code for view in ("plan_paper", "closure_paper")] == [404, 404]


def test_the_closing_letter_says_what_came_of_each_need_and_how_to_appeal(desk: Callable[..., Client], closed: Any) -> None:
    text = flat(paper(desk("drita"), "closure_paper", closed.case, "sq"))
    for part in (
        "Puna për rastin tuaj përfundoi",
        "Ajo ha çdo ditë.",
        "Personi nuk i plotëson më kushtet",
        "Nëse nuk jeni dakord",
        "e plotësuar",
    ):
        assert part in text


def test_every_printing_stands_in_the_journal_of_the_person(
    desk: Callable[..., Client], acting: Callable[..., Any], refused: Request, planned: Any
) -> None:
    besa = desk("besa")
    paper(besa, "decision_paper", refused)
    paper(besa, "receipt_paper", refused)
    paper(besa, "plan_paper", planned.case)
    assert (printed(acting, refused), printed(acting, planned.case)) == (2, 1)


def test_vera_gets_the_same_answer_for_anas_paper_as_for_none(desk: Callable[..., Client], refused: Request, planned: Any) -> None:
    vera = desk("vera")
    views = (("receipt_paper", refused), ("decision_paper", refused), ("plan_paper", planned.case), ("closure_paper", planned.case))
    assert [vera.get(reverse(f"desk:{view}", args=[row.pk])).status_code for view, row in views] == [404] * 4
