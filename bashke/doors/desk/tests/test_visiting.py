"""Appointments at the desk: made on one page, recorded in two presses, in the day until somebody says what came of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.person.casework.actions import Appointment, make_visit
from bashke.person.casework.models import Visit
from bashke.person.casework.rules import VisitKind

from .conftest import days_ago

pytestmark = pytest.mark.django_db
DAY = "/desk/"


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def arranged(acting: Callable[..., Any], make_case: Callable[..., Any]) -> Callable[..., Any]:
    """`arranged(2)`: Lule's case and an appointment in two days; `arranged(-2)`: one of two days ago nobody recorded."""

    def make(days: int, name: str = "Lule") -> Visit:
        lule = make_case(name, days=9)
        with acting("besa") as besa:
            wanted = Appointment(kind=VisitKind.HOME, at=timezone.now() + timedelta(days=days), place="Rruga e Kirit 4")
            return make_visit(by=besa, at=days_ago(8), case=lule.case, wanted=wanted)

    return make


def filled(cast: Any, **more: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=2)
    return {
        "kind": "home", "day_day": day.day, "day_month": day.month, "day_year": day.year, "hour": "10.30", "place": "Rruga e Kirit 4",
        "worker": str(cast.besa.worker), "language": "rom", "interpreter": "Zana Meti", "purpose": "To see the room.", "key": str(uuid4()), **more,
    }  # fmt: skip


def test_besa_makes_an_appointment_and_finds_it_in_her_day_and_on_the_case(desk: Callable[..., Client], lule: Any, cast: Any) -> None:
    besa, address = desk("besa"), reverse("desk:visit_new", args=[lule.case.pk])
    assert "so no reminder is sent" in text(besa.get(address))
    case = text(besa.post(address, filled(cast), follow=True))
    assert "The appointment is in the file" in case
    assert "Home visit" in case
    assert "10:30" in text(besa.get(DAY))
    assert "10:30" in text(besa.get(reverse("desk:person", args=[lule.person.pk])))


def test_what_was_typed_stays_and_the_mistake_is_said(desk: Callable[..., Client], lule: Any, cast: Any) -> None:
    page = desk("besa").post(reverse("desk:visit_new", args=[lule.case.pk]), filled(cast, hour="noon"))
    assert page.status_code == 422
    assert "Write the hour like 10 or 10:30." in text(page)
    assert "Zana Meti" in text(page)


def test_a_visit_that_was_not_arranged_goes_on_to_what_came_of_it(desk: Callable[..., Client], lule: Any, cast: Any) -> None:
    today = timezone.localdate()
    given = filled(cast, day_day=today.day, day_month=today.month, day_year=today.year, hour="0:00")
    page = desk("besa").post(reverse("desk:visit_new", args=[lule.case.pk]), given, follow=True)
    assert "How did it go?" in text(page)


def test_an_unrecorded_visit_stays_in_the_day_until_two_presses(desk: Callable[..., Client], arranged: Any) -> None:
    address, besa = reverse("desk:visit", args=[arranged(-2).pk]), desk("besa")
    assert address in text(besa.get(DAY))
    assert besa.post(address, {}).status_code == 422
    page = besa.post(address, {"outcome": "held", "notes": "Muri është i thatë."}, follow=True)
    assert "It took place" in text(page)
    assert "Muri është i thatë." in text(page)
    assert address not in text(besa.get(DAY))


def test_what_lies_ahead_is_moved_or_called_off_and_not_recorded(desk: Callable[..., Client], arranged: Any, acting: Any) -> None:
    visit, besa = arranged(2), desk("besa")
    page = besa.post(reverse("desk:visit", args=[visit.pk]), {"outcome": "held"})
    assert page.status_code == 422
    assert "lies ahead" in text(page)
    bad = besa.post(reverse("desk:visit_move", args=[visit.pk]), {"hour": "9"})
    assert bad.status_code == 422
    day = timezone.localdate() + timedelta(days=5)
    given = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "hour": "9"}
    assert "The appointment has a new time." in text(besa.post(reverse("desk:visit_move", args=[visit.pk]), given, follow=True))
    with acting("besa"):
        new = Visit.objects.get(moved_from=visit.pk)
    assert "called off" in text(besa.post(reverse("desk:visit_off", args=[new.pk]), follow=True))
    assert reverse("desk:visit", args=[new.pk]) not in text(besa.get(DAY))


def test_vera_finds_no_appointment_of_shkoder(desk: Callable[..., Client], arranged: Any) -> None:
    visit, vera = arranged(2), desk("vera")
    addresses = [
        reverse("desk:visit_new", args=[visit.case_id]),
        *(reverse(f"desk:{name}", args=[visit.pk]) for name in ("visit", "visit_off")),
    ]
    assert [vera.post(address).status_code for address in addresses] == [404, 404, 404]


def test_the_pages_ask_the_database_as_often_for_one_visit_as_for_five(
    desk: Callable[..., Client], arranged: Any, django_assert_max_num_queries: Any
) -> None:
    besa = desk("besa")
    visits = [arranged(days, name) for days, name in ((1, "Ana"), (2, "Bora"), (3, "Cica"), (-1, "Dila"), (-2, "Era"))]
    with django_assert_max_num_queries(33):
        besa.get(DAY)
    with django_assert_max_num_queries(16):
        besa.get(reverse("desk:visit", args=[visits[0].pk]))
