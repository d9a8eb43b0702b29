"""More than one works on a plan, on its pages: asked, joined, noted, proposed; and a conference called, signed and disagreed with."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.institutions.models import Institution
from bashke.person.casework import actions
from bashke.person.casework.models import Case, PlanMember
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, GoalDraft

from .conftest import days_ago

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def seat(actor: Actor) -> int:
    return Institution.objects.get(posts=actor.post).pk


@pytest.fixture
def asked(acting: Callable[..., Any], make_case: Callable[..., Any], desk: Callable[..., Client]) -> SimpleNamespace:
    """Lule's plan with one action of the psychologist; Ilir's centre is asked through the page."""
    lule = make_case("Lule", days=9)
    with acting("ilir") as ilir:
        centre = seat(ilir)
    with acting("besa") as besa:
        day = timezone.localdate() + timedelta(days=9)
        talk = ActionDraft("Talk once a week", ActionOwner.TEAM, "Ilir Prifti", day, "psychology")
        goal = GoalDraft(lule.needs["food"], "She eats at school", 3, [talk])
        plan = actions.write_plan(by=besa, at=days_ago(8), case=lule.case, own_words="", goals=[goal])
        actions.agree_plan(by=besa, at=days_ago(8), plan=plan, how=Agreement.SPOKEN, own_words="Po.")
    page = reverse("desk:together", args=[lule.case.pk])
    given = {"discipline": "psychology", "who": f"i{centre}", "purpose": "Talks with Lule.", "basis": "consent", "given": "spoken"}
    assert desk("besa").post(page, given).status_code == 302
    with acting("besa"):
        place = PlanMember.objects.values_list("pk", flat=True).get()
    return SimpleNamespace(case=lule.case.pk, page=page, place=place, given=given)


def test_the_form_says_what_is_missing_and_loses_nothing(desk: Callable[..., Client], asked: SimpleNamespace) -> None:
    answer = desk("besa").post(asked.page, {**asked.given, "discipline": "health", "basis": "", "purpose": "A hearing test."})
    assert answer.status_code == 422
    assert "Say why the institution may know of the person." in text(answer) and "A hearing test." in text(answer)


def test_a_member_joins_notes_and_proposes_and_the_owner_reads_it(desk: Callable[..., Client], asked: SimpleNamespace) -> None:
    ilir, mine = desk("ilir"), reverse("desk:slice", args=[asked.place])
    assert "Prendi" not in text(ilir.get(mine)), "who is only asked does not read the name on the page"
    assert ilir.post(reverse("desk:slice_join", args=[asked.place])).status_code == 302
    shown = text(ilir.get(mine))
    assert "Lule Prendi" in shown and "Talk once a week" in shown
    action = shown.split('name="action" value="')[1][:36]
    note = {"action": action, "words": "We talked twice.", "done": "on"}
    assert ilir.post(reverse("desk:slice_note", args=[asked.place]), note).status_code == 302
    day = timezone.localdate() + timedelta(days=20)
    goal = {"statement": "She has friends", "what": "A group", "due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    assert ilir.post(reverse("desk:slice_propose", args=[asked.place]), goal).status_code == 302
    besa = desk("besa")
    shown = text(besa.get(asked.page))
    assert "We talked twice." in shown and "She says that it is done." in shown and "She has friends" in shown
    assert "Talk once a week" in text(desk("ilir").get(reverse("desk:plans")))
    assert "She has friends" in text(besa.get("/desk/")), "a proposal waits in the owner's day"


@pytest.mark.parametrize("who", ["luan", "vera", "besa", "arta"])
def test_nobody_else_opens_the_members_page(desk: Callable[..., Client], asked: SimpleNamespace, who: str) -> None:
    assert desk("ilir").post(reverse("desk:slice_join", args=[asked.place])).status_code == 302
    assert desk(who).get(reverse("desk:slice", args=[asked.place])).status_code == 404


def test_a_conference_is_called_signed_and_disagreed_with(
    desk: Callable[..., Client], acting: Callable[..., Any], asked: SimpleNamespace, cast: Any
) -> None:
    ilir, besa = desk("ilir"), desk("besa")
    ilir.post(reverse("desk:slice_join", args=[asked.place]))
    with acting("besa") as by:
        call = actions.Call(
            question="Which school?", at=days_ago(2), members=[PlanMember.objects.select_related("worker").get(pk=asked.place)]
        )
        held = actions.call_conference(by=by, at=days_ago(4), case=Case.objects.get(pk=asked.case), call=call)
        present = [str(pk) for pk in held.seats.values_list("pk", flat=True)]
        need = str(Case.objects.get(pk=asked.case).needs.get(domain="food").pk)
    page = reverse("desk:conference", args=[held.pk])
    assert "Conferences without minutes" in text(besa.get("/desk/"))
    assert "Conferences without minutes" not in text(desk("drita").get("/desk/")), "it is not her case"
    assert "Conferences without minutes" in text(desk("drita").get(reverse("desk:board")))
    given = {
        "present": present,
        "text": "The nearer one.",
        "what0": "Ask the school",
        "need0": need,
        "owner0": "worker",
        "name0": "Besa Gjoka",
    }
    answer = besa.post(page, given)
    assert answer.status_code == 422 and "Say by which day." in text(answer) and "The nearer one." in text(answer)
    day = timezone.localdate() + timedelta(days=9)
    assert besa.post(page, {**given, "due0": f"{day:%d.%m.%Y}"}).status_code == 302
    assert ilir.post(reverse("desk:dissent", args=[held.pk]), {"words": "It is too far."}).status_code == 302
    shown = text(besa.get(page))
    assert "The nearer one." in shown and "It is too far." in shown and "Ask the school" in shown
    assert besa.post(reverse("desk:conference_plan", args=[held.pk])).status_code == 302
    paper = besa.get(reverse("desk:minutes_paper", args=[held.pk]))
    assert paper.status_code == 200 and paper["Content-Type"].startswith("application/pdf")
    assert "The nearer one." not in text(ilir.get(reverse("desk:dissent", args=[held.pk]))), "minutes are the municipality's"


def test_the_pages_ask_the_database_a_constant_number_of_times(
    desk: Callable[..., Client], asked: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    ilir, besa = desk("ilir"), desk("besa")
    ilir.post(reverse("desk:slice_join", args=[asked.place]))
    for client, address, most in (
        (besa, asked.page, 24),
        (ilir, reverse("desk:slice", args=[asked.place]), 16),
        (ilir, reverse("desk:plans"), 12),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
