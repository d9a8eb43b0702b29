"""Emergency places of the demo: one whose hours nearly end, one who is on the way, one who left and nobody knows where. All synthetic."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bashke.ground.access.rules import Actor
from bashke.ground.directory.actions import change_service, hide_address
from bashke.ground.directory.models import Service
from bashke.person.bookings import actions as bookings
from bashke.person.bookings.models import Booking
from bashke.person.people import actions as people
from bashke.person.people.rules import Sex

SHELTER = "72-hour emergency shelter"


def tell_stays(acting: Callable[[str], AbstractContextManager[Actor]], now: datetime) -> None:
    """Luan's shelter: for women, where nobody may know."""
    with acting("luan") as luan:
        service = Service.objects.get(name_en=SHELTER, provider=luan.institution)
        hide_address(by=luan, at=now, service=service, address="Rruga e Malit 7, kati i dytë, zilja pa emër")
        change_service(by=luan, at=now, service=service, takes=["women", "women_children"], of_county=True)
    left = _book(acting, service, "Mimoza Kaja", now - timedelta(days=4), "Vjen vetë, pa dokumente.")
    stays = _book(acting, service, "Dorina Tafa", now - timedelta(hours=64), "Ka ilaçe për tensionin.")
    with acting("luan") as luan:
        bookings.arrive(by=luan, at=now - timedelta(days=4), booking=left)
        bookings.end(by=luan, at=now - timedelta(days=3), booking=left, onward="left_unknown", words="Doli në mëngjes dhe nuk u kthye.")
        bookings.arrive(by=luan, at=now - timedelta(hours=63), booking=stays)
    with acting("besa") as besa:
        bookings.follow_clocks(by=besa, at=now)
    _book(acting, service, "Flutura Biba", now - timedelta(hours=1), "Vjen me policinë, rreth një ore. Mos e thirrni në telefon.")


def _book(acting: Callable[[str], AbstractContextManager[Actor]], service: Service, name: str, at: datetime, note: str) -> Booking:
    """Somebody without papers, who says her name and no more."""
    given, family = name.split()
    with acting("besa") as besa:
        person = people.add_person(by=besa, at=at, given_name=given, family_name=family, sex=Sex.FEMALE, synthetic=True)
        service = Service.objects.get(pk=service.pk)  # with what its provider changed
        key = uuid5(NAMESPACE_URL, f"stay/{name}")
        return bookings.book(
            by=besa, at=at, service=service, person=person, for_whom="women", note=note, share_name=name != "Flutura Biba", key=key
        )
