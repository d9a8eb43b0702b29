"""The letterhead: whose paper it is."""

from bashke.ground.design.rules import phone_number
from bashke.ground.papers.rules import Sender

from .models import Institution


def letterhead(office: Institution | None) -> Sender:
    """Name, address and telephone of an office; the system's own name where a municipality has none yet."""
    if office is None:
        return Sender("Bashkë")
    lines = (office.address, phone_number(office.phone) if office.phone else "")
    return Sender(office.name, tuple(line for line in lines if line))
