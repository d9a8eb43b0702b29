"""A provider closes a month of a service, and corrects it when one more session came in."""

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.person.units import actions as units

from .acting import MONDAY, later


def closed(by: Actor, service: Service) -> None:
    units.close_month(by=by, at=later(60), service=service, month=MONDAY.date(), reason="A session was written down late.")
