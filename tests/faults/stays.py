"""Emergency places of the story: Luan's, where nobody may know, and Ilir's; and a place held in one of them."""

from datetime import datetime
from uuid import uuid4

from bashke.ground.access.rules import Actor
from bashke.ground.directory.actions import add_service, hide_address
from bashke.ground.directory.models import Service
from bashke.ground.institutions.models import Institution
from bashke.person.bookings import actions as bookings
from bashke.person.bookings.models import Booking
from bashke.person.people.models import Person

EMERGENCY, BEDS = "72-hour emergency shelter", "Beds for women"  # Luan's, and Ilir's


def hide_the_shelter(by: Actor, at: datetime) -> None:
    hide_address(by=by, at=at, service=Service.objects.get(name_en=EMERGENCY), address="Rruga e Fshehur 1")


def add_beds(by: Actor, at: datetime) -> None:
    add_service(
        by=by, at=at, provider=Institution.objects.get(pk=by.institution), type="emergency_72h", name_sq="Shtretër për gra", name_en=BEDS,
        municipality="AL154", domains=["housing"], covers=["AL154", "AL343"], synthetic=True, places=4, takes=["women"],
    )  # fmt: skip


def booked(by: Actor, at: datetime, person: Person, name: str) -> Booking:
    service = Service.objects.get(name_en=name)
    return bookings.book(by=by, at=at, service=service, person=person, key=uuid4(), note="Comes at night.", share_name=True)
