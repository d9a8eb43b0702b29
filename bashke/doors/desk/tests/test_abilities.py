"""Profession, licence and trainings: the supervisor writes them, a worker sees her own, and suggestions say them in words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.person.casework.models import Training
from bashke.person.requests.models import Request

Desk = Callable[..., Client]
BOARD = "/desk/board/"


def read(client: Client, address: str) -> str:
    """The page with plain spaces in its dates."""
    return str(client.get(address).content.decode().replace("\xa0", " "))


def written(**changes: Any) -> dict[str, Any]:
    return {"languages": ["sq"], "profession": "social_worker", "licence": "PS 4410"} | changes


def trained(**changes: Any) -> dict[str, Any]:
    return {"code": "child_protection", "done_on": "2025-05-10"} | changes


def test_drita_writes_a_licence_and_a_training_and_besa_sees_her_own(desk: Desk, cast: Any) -> None:
    drita, besa = desk("drita"), cast.besa.worker
    assert drita.post(reverse("desk:ability", args=[besa]), written(licence_until="2031-02-03")).status_code == 302
    assert drita.post(reverse("desk:training", args=[besa]), trained()).status_code == 302
    hers = read(desk("besa"), reverse("desk:abilities"))
    assert "Social worker, licence PS 4410 until 3 February 2031" in hers and "Training: Child protection, done on 10 May 2025" in hers
    assert desk("besa").get(reverse("desk:training", args=[besa])).status_code == 403
    assert "PS 4410" not in desk("teuta").get(reverse("desk:abilities")).content.decode()
    assert drita.get(reverse("desk:training", args=[cast.vera.worker])).status_code == 404


def test_a_licence_without_its_profession_is_refused_and_nothing_typed_is_lost(desk: Desk, cast: Any) -> None:
    form = reverse("desk:ability", args=[cast.besa.worker])
    answer = desk("drita").post(form, written(profession="lawyer"))
    assert answer.status_code == 422 and "Choose the profession this licence is for" in answer.content.decode()
    assert "PS 4410" in answer.content.decode()
    answer = desk("drita").post(form, written(licence="", licence_until="2031-02-03"))
    assert answer.status_code == 422 and "Write the number of the licence too" in answer.content.decode()


def test_a_training_that_lies_ahead_is_refused_with_a_sentence(desk: Desk, cast: Any) -> None:
    ahead = (timezone.localdate() + timedelta(days=2)).isoformat()
    answer = desk("drita").post(reverse("desk:training", args=[cast.besa.worker]), trained(done_on=ahead))
    assert answer.status_code == 422 and "This training lies ahead" in answer.content.decode()


def test_a_training_written_by_mistake_is_taken_out(desk: Desk, cast: Any, acting: Any) -> None:
    drita = desk("drita")
    drita.post(reverse("desk:training", args=[cast.besa.worker]), trained())
    with acting("drita"):
        row = Training.objects.get(worker=cast.besa.worker)
    strike = reverse("desk:strike_training", args=[row.pk])
    assert desk("teuta").post(strike).status_code == 404
    assert desk("besa").post(strike).status_code == 403
    assert "Child protection" in drita.get(reverse("desk:ability", args=[cast.besa.worker])).content.decode()
    assert drita.post(strike).status_code == 302
    assert "No training is written down" in drita.get(reverse("desk:ability", args=[cast.besa.worker])).content.decode()


def test_the_suggestions_say_who_is_qualified_put_her_first_and_say_what_nobody_has(desk: Desk, anas: Any, cast: Any, acting: Any) -> None:
    drita = desk("drita")
    give = reverse("desk:give", args=[anas.request.pk])
    page = read(drita, give)
    assert "Missing among those who could take it: licensed social worker" in page
    drita.post(reverse("desk:ability", args=[cast.drita.worker]), written(licence_until=(timezone.localdate()).isoformat()))
    drita.post(reverse("desk:ability", args=[cast.arta.worker]), written(licence_until="2020-05-03"))
    page = read(drita, give)
    assert "Missing among those" not in page and "licence ended on 3 May 2020" in page
    assert page.index("Drita Leka") < page.index("Arta Zefi"), "an ended licence does not count"
    assert drita.post(give, {"to": cast.arta.worker}).status_code == 302, "and it can be given to her all the same"
    with acting("drita") as by:
        assert Request.objects.visible_to(by).get(pk=anas.request.pk).responsible_id == cast.arta.worker


def test_the_board_shows_licences_that_end_soon_and_costs_the_same_for_one_and_for_three(
    desk: Desk, cast: Any, django_assert_max_num_queries: Any
) -> None:
    drita, today = desk("drita"), timezone.localdate()

    def ends(worker: Any, on: date) -> None:
        drita.post(reverse("desk:ability", args=[worker]), written(licence_until=on.isoformat()))

    ends(cast.besa.worker, today + timedelta(days=3000))
    assert "Licences that end" not in drita.get(BOARD).content.decode()
    for worker, days in ((cast.besa.worker, 20), (cast.arta.worker, -20), (cast.drita.worker, 3)):
        ends(worker, today + timedelta(days=days))
    with django_assert_max_num_queries(32):
        page = read(drita, BOARD)
    shown = page[page.index("Licences that end") :]
    assert shown.index("Arta Zefi") < shown.index("Drita Leka") < shown.index("Besa Gjoka")
    assert "licence ended on" in shown and "licence ends on" in shown
