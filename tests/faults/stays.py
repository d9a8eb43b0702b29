"""Emergency places of the story: Luan's, where nobody may know, and Ilir's; a place held in one of them; and what happens in a service."""

from datetime import datetime
from uuid import UUID, uuid4

from bashke.ground.access.rules import Actor
from bashke.ground.directory.actions import add_service, hide_address
from bashke.ground.directory.models import Service
from bashke.ground.institutions.models import Institution
from bashke.person.bookings import actions as bookings
from bashke.person.bookings.models import Booking
from bashke.person.delivery.models import Enrolment
from bashke.person.incidents import actions as incidents
from bashke.person.incidents.models import Incident
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


def happens(by: Actor, at: datetime, enrolment: Enrolment, kind: str) -> Incident:
    """To one person in the provider's service; and what was done since."""
    [incident] = incidents.report(
        by=by, at=at, service=enrolment.service, kind=kind, happened_at=at, people=[enrolment.pk], hurt=[], what="On the stairs.", done="A rail.",
        event=uuid4(),
    )  # fmt: skip
    incidents.add_step(by=by, at=at, incident=incident, words="Her mother was called.")
    return incident


def looked_into(by: Actor, at: datetime, enrolment: UUID) -> None:
    """Somebody of the municipality looks, and closes it."""
    for incident in Incident.objects.visible_to(by).filter(enrolment=enrolment):
        incidents.see(by=by, at=at, incident=incident)
        incidents.close(by=by, at=at, incident=incident, words="Looked into.")
