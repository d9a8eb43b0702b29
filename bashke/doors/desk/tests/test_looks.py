"""Assessing again beside the last time: what moved, in words."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bashke.ground.law.queries import terms
from bashke.person.casework.models import Assessment

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def typed(**rungs: int) -> dict[str, Any]:
    """Everything on the fourth step, but for those named; with words to the food."""
    ladder = {f"rung_{row.code}": rungs.get(row.code, 4) for row in terms("domain")}
    return ladder | {"kind": "full", "place": "home", "words_food": "The shelves are full again.", "key": str(uuid4())}


def assess(client: Client, case: Any, **rungs: int) -> Any:
    return client.post(reverse("desk:assess", args=[case.pk]), typed(**rungs), follow=True)


def test_what_moved_is_said_in_words_and_steps(desk: Callable[..., Client], lule: Any) -> None:
    page = text(assess(desk("besa"), lule.case, food=3, housing=2))
    assert page.index("Worse than last time") < page.index("down by 2") < page.index("Better than last time") < page.index("up by 2")
    assert "The shelves are full again." in page
    assert page.index("up by 2") < page.index("As last time")


def test_the_next_form_shows_the_last_step_its_day_and_the_words_beside_the_new_choice(desk: Callable[..., Client], lule: Any) -> None:
    besa = desk("besa")
    assess(besa, lule.case, food=3)
    page = text(besa.get(reverse("desk:assess", args=[lule.case.pk])))
    assert "Last time: Food" in page
    assert "The shelves are full again." in page
    assert "Last time: " in page
    assert "checked" not in page.split('id="part-food"')[1].split("d-last")[0]


def test_vera_sees_no_assessment_of_shkoder(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    with acting("besa"):
        pk = Assessment.objects.get(case=lule.case).pk
    assert "The first assessment" in text(desk("besa").get(reverse("desk:assessment", args=[pk])))
    assert desk("vera").get(reverse("desk:assessment", args=[pk])).status_code == 404


def test_the_comparison_takes_the_same_number_of_queries_however_long_the_file(desk: Callable[..., Client], lule: Any) -> None:
    besa, counts = desk("besa"), []
    for _round in range(2):
        address = assess(besa, lule.case, food=3).redirect_chain[-1][0]
        with CaptureQueriesContext(connection) as counted:
            besa.get(address)
        counts.append(len(counted))
    assert counts[0] == counts[1]
