"""The supervisor's board, and giving a case to another."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bashke.person.casework.models import Case
from bashke.person.requests.actions import escalate_late

from .conftest import days_ago

BOARD = "/desk/board/"


def test_drita_sees_the_late_case_and_whose_it_is(desk: Callable[..., Client], make_case: Callable[..., Any]) -> None:
    late = make_case("Agim", days=60)
    page = desk("drita").get(BOARD).content.decode()
    assert "Agim Prendi" in page
    assert "Besa Gjoka" in page
    assert reverse("desk:assign", args=[late.case.pk]) in page


def test_a_request_nobody_answered_is_on_the_board(
    desk: Callable[..., Client], make_request: Callable[..., Any], acting: Callable[..., Any]
) -> None:
    late = make_request(days=20)
    with acting("drita") as drita:
        escalate_late(by=drita, at=days_ago(0))
    page = desk("drita").get(BOARD).content.decode()
    assert reverse("desk:request", args=[late.request.pk]) in page


def test_an_emergency_weighs_more_than_a_routine_case(
    desk: Callable[..., Client], make_case: Callable[..., Any], acting: Callable[..., Any]
) -> None:
    for name in ("Agim", "Zef"):
        make_case(name)
    urgent = make_case("Lule", by="arta")
    with acting("arta") as arta:
        Case.objects.visible_to(arta).filter(pk=urgent.case.pk).update(urgency="emergency")
    page = desk("drita").get(BOARD).content.decode()
    assert page.index("Arta Zefi") < page.index("Besa Gjoka")
    assert "1 case (emergency 1)" in page


def test_drita_gives_the_case_to_arta(desk: Callable[..., Client], lule: Any, cast: Any, acting: Callable[..., Any]) -> None:
    address = reverse("desk:assign", args=[lule.case.pk])
    page = desk("drita").get(address).content.decode()
    assert "Arta Zefi" in page
    assert str(cast.besa.worker) not in page, "who has it cannot be given it"
    desk("drita").post(address, {"to": cast.arta.worker})
    with acting("arta") as arta:
        assert Case.objects.visible_to(arta).get(pk=lule.case.pk).worker_id == cast.arta.worker


def test_a_case_is_never_given_across_the_wall(desk: Callable[..., Client], lule: Any, cast: Any, acting: Callable[..., Any]) -> None:
    answer = desk("drita").post(reverse("desk:assign", args=[lule.case.pk]), {"to": cast.vera.worker})
    assert answer.status_code == 422
    with acting("besa") as besa:
        assert Case.objects.visible_to(besa).get(pk=lule.case.pk).worker_id == cast.besa.worker


def test_besa_does_not_lead_the_team(desk: Callable[..., Client], lule: Any) -> None:
    besa = desk("besa")
    assert besa.get(BOARD).status_code == 403
    assert besa.get(reverse("desk:assign", args=[lule.case.pk])).status_code == 403
    assert BOARD not in besa.get("/desk/").content.decode()


def test_teuta_cannot_tell_lules_case_from_nothing(desk: Callable[..., Client], lule: Any) -> None:
    def read(pk: Any) -> tuple[int, bytes]:
        answer = desk("teuta").get(reverse("desk:assign", args=[pk]))
        return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content).replace(str(pk).encode(), b"")

    assert read(lule.case.pk) == read(uuid4())
    assert read(lule.case.pk)[0] == 404


def test_a_page_mark_nobody_gave_out_is_a_bad_request(desk: Callable[..., Client]) -> None:
    assert desk("drita").get(BOARD, {"after": "yesterday"}).status_code == 400


def test_the_board_costs_the_same_for_one_case_and_for_nine(
    desk: Callable[..., Client], make_case: Callable[..., Any], make_request: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for letter in "abcdefghi":
        make_case("Lule" + letter, days=60)
        make_request(days=20, given_name="Zef")
    drita = desk("drita")
    with django_assert_max_num_queries(32):
        drita.get(BOARD)
