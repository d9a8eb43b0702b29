"""What the workers of the story saved above their lists: shared with the colleagues, and their own."""

from datetime import datetime

from bashke.ground.access.rules import Actor
from bashke.person.searches.actions import remove_search, save_search
from bashke.person.searches.rules import Listing


def keep(by: Actor, at: datetime) -> None:
    """One for everybody, one for herself, and one that she removed."""
    late = {"status": "received", "late": "true", "channel": "web"}
    save_search(by=by, at=at, listing=Listing.REQUESTS, name="Nga rrjeti, me vonesë", filters=late, shared=True)
    save_search(by=by, at=at, listing=Listing.CASES, name="Rastet e mia të hapura", filters={"whose": "mine"}, shared=False)
    gone = save_search(by=by, at=at, listing=Listing.CASES, name="Të gjithë ne", filters={"whose": "all"}, shared=False)
    remove_search(by=by, search=gone)


def keep_others(by: Actor, at: datetime) -> None:
    """A colleague's: one for everybody, and one that is nobody else's business."""
    urgent = {"whose": "all", "urgency": "urgent"}
    save_search(by=by, at=at, listing=Listing.CASES, name="Ato që nxitojnë", filters=urgent, shared=True)
    save_search(by=by, at=at, listing=Listing.REQUESTS, name="Kërkesat e kthyera", filters={"status": "refused"}, shared=False)
