"""What people of the story ask about their data, and a file that rests: rows of the package `rights` on both sides."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from bashke.person.casework import actions as casework
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.rights import actions as rights
from bashke.person.rights.models import DataRequest, Erasure
from bashke.person.rights.rules import Kind

from .acting import as_holder, as_worker, later
from .clones import Clone


def what_people_ask(code: str, person: UUID, closing: UUID, worker: Any, supervisor: Any, assessed: Callable[..., Any]) -> None:
    """She has her copy, was told no to a correction, took something back, and her file rested once; another waits; a third one's file rests."""
    at = later(10)
    with as_holder(code) as by:
        her = Person.objects.get(pk=person)
        for kind in (Kind.COPY, Kind.CORRECTION, Kind.RESTRICTION):
            rights.ask(by=by, at=at, person=her, kind=kind, words="Nuk jam unë ajo që shkruhet.")
        rights.take_back(by=by, at=at, ask=DataRequest.objects.get(kind=Kind.RESTRICTION))
        once = rights.ask(by=by, at=at, person=her, kind=Kind.RESTRICTION, words="Po sqarohet.")
    with as_worker(worker) as by:
        rights.ask(by=by, at=at, person=Person.objects.get(pk=closing), kind=Kind.CORRECTION, words="Quhem Pjetër.")
        rests = people.add_person(by=by, at=at, given_name="Liza", family_name="Doçi", synthetic=True)
        assessed(by, casework.open_case(by=by, at=at, person=rests))
        old = rights.ask(by=by, at=at, person=rests, kind=Kind.COPY)
        ask = rights.ask(by=by, at=at, person=rests, kind=Kind.RESTRICTION, words="Po sqarohet.")
    with as_worker(supervisor) as by:
        mine = {row.kind: row for row in DataRequest.objects.filter(person=person)}
        rights.give_copy(by=by, at=timezone.now(), ask=mine[Kind.COPY], answer="Ja kopja.", left_out=["visits"], why="Një fqinj.")
        rights.give_copy(by=by, at=at, ask=old, answer="Ja kopja.")  # its time is over
        rights.refuse(by=by, at=at, ask=mine[Kind.CORRECTION], reason="data_are_right", answer="E verifikuam.")
        rights.restrict(by=by, at=at, ask=ask, answer="Dosja u kufizua.")
        rested = rights.restrict(by=by, at=at, ask=once, answer="Dosja u kufizua.")
        rights.open_restricted(by=by, at=timezone.now(), person=her, why="Afati i planit mbaron sot.")
        rights.end_restriction(by=by, at=at, restriction=rested, why="U sqarua.")
    for who in (worker, supervisor):
        with as_worker(who) as by:
            rights.open_restricted(by=by, at=timezone.now(), person=rests, why="Afati i planit mbaron sot.")


def what_is_over(clone: Clone, person: UUID, worker: Any, supervisor: Any, officer: Any | None) -> None:
    """Files whose time is over: one on the list, one proposed, one erased (where there is an officer), one kept longer."""
    at = later(10)
    with as_worker(worker) as by:
        people_of = [
            people.add_person(by=by, at=at, given_name=name, family_name="Vjetri", synthetic=True)
            for name in ("Nua", "Dava", "Tina", "Pashk")
        ]
        cases = [casework.open_case(by=by, at=at, person=one) for one in people_of]
    with clone.superuser() as oracle:  # eleven years pass
        oracle.execute(
            "INSERT INTO rights_erasure (id, municipality_id, person_id, last_on, over_on, status, found_at, decided_by_id, decided_at, why)"
            " SELECT gen_random_uuid(), municipality_id, id, '2014-01-01', '2024-01-01', 'kept', now() - interval '2 years', %s,"
            " now() - interval '2 years', 'E kërkonte gjykata.' FROM people_person WHERE id = %s", (supervisor.worker, person),
        )  # fmt: skip
        for case in cases:
            oracle.execute(
                "UPDATE casework_case SET status = 'closed', next_step = 'none', due_at = NULL, closed_at = now() - interval '11 years' WHERE id = %s",
                (case.pk,),
            )
        oracle.execute("UPDATE people_person SET created_at = now() - interval '12 years' WHERE family_name = 'Vjetri'")
    now = timezone.now()
    with as_worker(supervisor) as by:
        rights.find_over(by=by, at=now)
        found = list(Erasure.objects.filter(status="found", municipality=by.municipality).order_by("pk"))
        for one in found[1:3]:
            rights.propose(by=by, at=now, erasure=one)
        rights.keep_longer(by=by, at=now, erasure=found[3], why="E kërkon gjykata.")
    if officer is not None:
        with as_worker(officer) as by:
            rights.sign(by=by, at=now, erasure=Erasure.objects.get(pk=found[2].pk))
