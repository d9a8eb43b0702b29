"""One story in two municipalities, committed: rows in every table that can name a person, on both sides of every wall.

Shkodër (Besa, Drita) helps Ana; Korçë (Vera, Teuta) helps Bora. Both refer to Luan's provider, Shkodër also to Ilir's.
A neighbour asks for somebody else; Ana holds the code of her whole file, the neighbour one that shows the progress only.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.directory.actions import change_service
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import terms
from bashke.person.attachments import actions as attachments
from bashke.person.bookings import actions as bookings
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Need, Plan
from bashke.person.casework.rules import (
    LIVE,
    ActionDraft,
    ActionOwner,
    Agreement,
    AssessmentKind,
    GoalDraft,
    NeedStatus,
    Place,
    VisitKind,
    VisitStatus,
)
from bashke.person.conversations import actions as conversations
from bashke.person.delivery import actions as delivery
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Outcome
from bashke.person.people import actions as people
from bashke.person.people.models import Pair, Person
from bashke.person.protection import actions as protection
from bashke.person.protection.rules import Track
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.registers import actions as registers
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request

from . import danger, homes, searching, skills
from .acting import MONDAY, as_holder, as_public, as_worker, later
from .clones import Clone
from .data_rights import what_is_over, what_people_ask
from .months import closed
from .operators import what_only_operators_write
from .stays import BEDS, EMERGENCY, add_beds, booked, happens, hide_the_shelter, looked_into
from .together import ask_into, confer, joined, looks_in, works_along

LOW = {"child_wellbeing": 2, "housing": 1, "documents": 1, "income": 2}
SAFE: dict[str, Any] = {
    "days": [1, 3], "since": 9, "until": 12, "never_with_others": True, "notices": True, "spoken": "sq", "interpreter": False,
}  # fmt: skip
RIGHTS = "Rights office"  # Luan's service that takes people of both municipalities


@dataclass(frozen=True)
class Told:
    """What the tests need to know of one municipality's story."""

    person: UUID
    request: UUID
    code: str  # opens the whole file
    progress_code: str  # a neighbour's: the progress of one request
    case: UUID
    closing: UUID  # another person's case, its closure waits for a signature
    closing_person: UUID
    closing_code: str
    needs: dict[str, UUID]
    referral: UUID  # waits for Luan's answer
    enrolment: UUID
    waiting: UUID  # a request nobody registered yet


def _says(code: str) -> None:
    """Whoever holds the code writes to the office."""
    with as_holder(code) as by:
        conversations.write(by=by, at=MONDAY, words="Kur vini?", key=uuid4())


def tell(clone: Clone, cast: SimpleNamespace) -> dict[str, Told]:
    """Both stories. Django must be on the clone, as the web login."""
    _cover_both(clone)
    with as_worker(cast.luan) as by:
        hide_the_shelter(by, MONDAY)
    with as_worker(cast.ilir) as by:
        add_beds(by, MONDAY)
    told = {
        "AL154": _municipality("AL154", cast.besa, cast.drita, cast.luan, "Ana", "Marku", "J00504001A"),
        "AL343": _municipality("AL343", cast.vera, cast.teuta, cast.luan, "Bora", "Dervishi", "J00504002B"),
    }
    _protected("AL154", cast.arta, cast.besa, cast.luan)
    _protected("AL343", cast.teuta, cast.vera, cast.luan)
    _to_ilir(cast, told["AL154"])
    for lau, worker, supervisor, colleague in (
        ("AL154", cast.besa, cast.drita, cast.arta), ("AL343", cast.vera, cast.teuta, cast.teuta),
    ):  # fmt: skip
        _team(told[lau], lau, worker, supervisor, colleague)
    for lau, worker, supervisor in (("AL154", cast.besa, cast.drita), ("AL343", cast.vera, cast.teuta)):
        one = told[lau]
        what_people_ask(one.code, one.person, one.closing_person, worker, supervisor, assessed)
        what_is_over(clone, one.person, worker, supervisor, cast.lule if lau == "AL154" else None)
    with as_worker(cast.vera) as vera:
        people.send_enquiry(
            by=vera, at=later(9), given_name="Ana", family_name="Marku", birth_date=date(1991, 5, 4), personal_number="J00504001A",
            reason="She asked for a letter here.",
        )  # fmt: skip
    for supervisor in (cast.drita, cast.teuta):
        _registers(supervisor)
    _twice(told["AL154"], cast.besa, cast.drita, cast.arta)
    _twice(told["AL343"], cast.vera, cast.teuta, cast.teuta)
    what_only_operators_write(clone, cast)
    return told


def _cover_both(clone: Clone) -> None:
    with clone.superuser() as oracle:
        oracle.execute(
            "INSERT INTO directory_cover (service_id, municipality_id) SELECT id, 'AL343' FROM directory_service WHERE name_en = ANY (%s)",
            ([RIGHTS, EMERGENCY],),
        )


def _ask(lau: str, given: str, family: str, **more: Any) -> requests.asking.Asked:
    with as_public() as nobody:
        return requests.ask(
            by=nobody, at=MONDAY, municipality=lau, channel="web", domains=["housing"], words="Kati është i lagësht.", given_name=given,
            family_name=family, phone="0692000101", key=uuid4(), synthetic=True, **{"for_whom": "self", **more},
        )  # fmt: skip


def _municipality(lau: str, worker: Any, supervisor: Any, luan: Any, given: str, family: str, number: str) -> Told:
    own, waiting = _ask(lau, given, family, birth_date=date(1991, 5, 4)), _ask(lau, "Nikoll", "Prela")
    other = _ask(lau, "Dila", "Gjoni", for_whom="other", asker_name="Mark Fqinji", asker_phone="0692000102", permission_given=True)
    _says(own.code)
    _says(other.code)
    with as_worker(worker) as by:
        request = Request.objects.get(pk=own.request.pk)
        requests.set_urgency(by=by, at=MONDAY, request=request, flags=[])
        person = people.add_person(
            by=by, at=MONDAY, given_name=given, family_name=family, birth_date=date(1991, 5, 4), personal_number=number,
            phone="0692000101", synthetic=True,
        )  # fmt: skip
        homes.live(by, person, MONDAY)
        people.say_groups(by=by, at=MONDAY, person=person, groups=["disability"], agreed=True)
        people.take_back_groups(by=by, person=person)
        case = casework.open_case(by=by, at=MONDAY, person=person, request=request)
        people.correct_person(by=by, at=MONDAY, person=person, address="Rruga e Kirit 5")
        code = requests.issue_code(by=by, at=MONDAY, request=Request.objects.get(pk=request.pk), whole_file=True)
        needs = assessed(by, case)
        _planned(by, case, needs["housing"])
        _visits(by, case)
        service = Service.objects.get(name_en=RIGHTS)
        first = referrals.send(by=by, at=later(2), need=needs["housing"], service=service, purpose="A roof.")
        second = referrals.send(by=by, at=later(2), need=needs["documents"], service=service, purpose="An identity card.")
        referrals.make_link(by=by, at=later(2), referral=second)
        third = referrals.send(by=by, at=later(2), need=needs["income"], service=service, purpose="Claim what is hers.")
        booked(by, later(2), person, EMERGENCY)
        conversations.answer(by=by, at=later(2), request=Request.objects.get(pk=own.request.pk), asker=False, words="Nesër.", key=uuid4())
    _says(code)
    enrolment = _served(luan, first)
    joined(worker, supervisor, luan, case.pk)
    confer(worker, luan, case.pk)
    with as_worker(luan) as by:
        referrals.decline(by=by, at=later(3), referral=third, reason="no_place")
    asked = _ask(lau, "Pjetër", "Gjini")
    with as_worker(worker) as by:
        casework.review(by=by, at=later(8), case=case, summary="The damp room is gone.", own_words="Jemi më mirë.")
        _draft(by, case, needs["income"])
        _documents(by, case)
        closing, closing_person, closing_code = closing_case(by, asked.request.pk)
        _documents(by, Case.objects.get(pk=closing))
        people.set_wish(by=by, at=later(9), person=Person.objects.get(pk=closing_person), reach="visit", **SAFE)
        people.say_groups(by=by, at=later(9), person=Person.objects.get(pk=closing_person), groups=["roma", "disability"], agreed=True)
    with as_holder(code) as by:
        people.set_wish(by=by, at=later(9), person=person, reach="call", **SAFE)
        people.say_groups(by=by, at=later(9), person=person, groups=["roma"], agreed=True)
    _says(closing_code)
    return Told(
        person.pk, own.request.pk, code, other.code, case.pk, closing, closing_person, closing_code,
        {domain: need.pk for domain, need in needs.items()}, second.pk, enrolment, waiting.request.pk,
    )  # fmt: skip


def _protected(lau: str, colleague: Any, worker: Any, luan: Any) -> None:
    """Two protected files: the colleague's whole case, closed to the worker; and the worker's own, which the colleague opened in an emergency."""
    hidden, own, fresh = _ask(lau, "Vjollca", "Hysa"), _ask(lau, "Shpresa", "Lika"), _ask(lau, "Drane", "Kola")
    _says(hidden.code), _says(own.code), _says(fresh.code)
    with as_worker(colleague) as by:
        request = Request.objects.get(pk=hidden.request.pk)
        requests.set_urgency(by=by, at=MONDAY, request=request, flags=["violence_recent"])
        person = people.add_person(by=by, at=MONDAY, given_name="Vjollca", family_name="Hysa", phone="0692000107", synthetic=True)
        homes.with_husband(by, person, MONDAY)
        case = casework.open_case(by=by, at=MONDAY, person=person, request=request)
        requests.issue_code(by=by, at=MONDAY, request=Request.objects.get(pk=request.pk), whole_file=True)
        needs = assessed(by, case)
        _planned(by, case, needs["housing"])
        sent = referrals.send(by=by, at=later(2), need=needs["housing"], service=Service.objects.get(name_en=RIGHTS), purpose="A roof.")
    works_along(colleague, luan, case.pk)
    confer(colleague, luan, case.pk)
    enrolment = _served(luan, sent)
    with as_worker(luan) as by:
        row = Enrolment.objects.get(pk=enrolment)
        delivery.end(by=by, at=later(6), enrolment=row, on=later(6).date(), outcome=Outcome.PARTLY, rung=2, words="Better.")
    with as_worker(colleague) as by:
        looked_into(by, later(6), enrolment)
        stay = booked(by, later(2), person, BEDS)
        bookings.arrive(by=by, at=later(2), booking=stay)
        casework.review(by=by, at=later(8), case=case, summary="She is in a safe place.")
        _documents(by, case)
        _visits(by, case)
        _draft(by, case, needs["income"])
        for need in Need.objects.filter(case=case, status__in=LIVE):
            casework.move_need(by=by, at=later(8), need=need, to=NeedStatus.WITHDRAWN)
        casework.propose_closure(by=by, at=later(9), case=case, reason=next(row.code for row in terms("closure_reason")), outcome="Safe.")
        casework.protect_case(by=by, at=later(9), case=case, track=Track.VIOLENCE, members=[colleague.worker])
        homes.leave(by, person, later(10))
        people.say_groups(by=by, at=later(10), person=person, groups=["untold"], agreed=True)
        protection.open_in_emergency(by=by, at=later(9), person=person, reason="The police ask where she is.")
    with as_worker(colleague) as by:
        request = Request.objects.get(pk=fresh.request.pk)
        requests.protect_request(by=by, at=MONDAY, request=request, track=Track.TRAFFICKING, members=[colleague.worker])
    with as_worker(worker) as by:
        request = Request.objects.get(pk=own.request.pk)
        requests.protect_request(by=by, at=MONDAY, request=request, track=Track.CHILD, members=[worker.worker])
    with as_worker(worker) as by:
        mine = people.add_person(by=by, at=MONDAY, given_name="Shpresa", family_name="Lika", synthetic=True)
        wish = danger.judged(by, mine, own.request.pk, colleague.worker, MONDAY)
    with as_worker(colleague) as by:
        protection.open_in_emergency(by=by, at=later(9), person=Person.objects.get(pk=mine.pk), reason="A call from the school at night.")
        danger.agreed(by, wish, mine.pk, later(9))
    with as_worker(worker) as by:
        danger.wished_again(by, wish.file_id, later(9))


def assessed(by: Actor, case: Case) -> dict[str, Need]:
    ladder = {row.code: LOW.get(row.code, 4) for row in terms("domain")}
    casework.assess(by=by, at=later(1), case=case, kind=AssessmentKind.FULL, place=Place.HOME, ladder=ladder, wishes="Një dhomë e thatë.")
    return {need.domain: need for need in Need.objects.filter(case=case)}


def _planned(by: Actor, case: Case, need: Need) -> None:
    plan = _draft(by, case, need)
    casework.agree_plan(by=by, at=later(1), plan=plan, how=Agreement.SIGNED, own_words="Dua një dhomë të thatë.")


def _draft(by: Actor, case: Case, need: Need) -> Plan:
    call = ActionDraft(what="Call the landlord", owner=ActionOwner.WORKER, owner_name="Besa", due_on=date(2026, 3, 20))
    talk = ActionDraft(
        what="Talk once a week", owner=ActionOwner.TEAM, owner_name="Luan", due_on=date(2026, 3, 20), discipline="psychology"
    )
    watch = ActionDraft(
        what="Look in on Sundays", owner=ActionOwner.TEAM, owner_name="Drita", due_on=date(2026, 3, 20), discipline="housing"
    )
    goal = GoalDraft(need=need, statement="A dry room before winter", target=3, actions=[call, talk, watch])
    return casework.write_plan(by=by, at=later(1), case=case, own_words="", goals=[goal])


def _served(manager: Any, referral: Referral) -> UUID:
    """Accepted, enrolled, one session."""
    with as_worker(manager) as by:
        referrals.accept(by=by, at=later(3), referral=Referral.objects.get(pk=referral.pk))
        enrolment = Enrolment.objects.get(referral=referral.pk)
        delivery.enrol(by=by, at=later(4), enrolment=enrolment, on=later(4).date())
        delivery.record_session(
            by=by, at=later(5), service=enrolment.service, held_on=later(5).date(), minutes=60, topic="First talk", present=[enrolment],
            absent=[], key=uuid4(),
        )  # fmt: skip
        happens(by, later(5), enrolment, "restraint")
        closed(by, enrolment.service)
        return enrolment.pk


def closing_case(by: Actor, request: UUID) -> tuple[UUID, UUID, str]:
    """Another person's case whose closure waits for the supervisor."""
    person: Person = people.add_person(by=by, at=MONDAY, given_name="Pjetër", family_name="Gjini", synthetic=True)
    case = casework.open_case(by=by, at=MONDAY, person=person, request=Request.objects.get(pk=request))
    for need in assessed(by, case).values():
        casework.move_need(by=by, at=later(2), need=need, to=NeedStatus.WITHDRAWN)
    casework.propose_closure(
        by=by, at=later(3), case=case, reason=next(row.code for row in terms("closure_reason")), outcome="All is well."
    )
    return case.pk, person.pk, requests.issue_code(by=by, at=later(3), request=Request.objects.get(pk=request), whole_file=True)


def _team(told: Told, lau: str, worker: Any, supervisor: Any, colleague: Any) -> None:
    """A refusal that is appealed, a tip, an absence, a hand-over and back, and a colleague who is related to the person."""
    with as_worker(worker) as by:
        reason = next(row.code for row in terms("refusal_reason") if row.extra["appeal"])
        asked = Request.objects.get(given_name="Dila", municipality=lau)  # the neighbour's, whose code shows the progress
        requests.refuse(by=by, at=later(1), request=asked, reason=reason, words="Jo tani.")
        requests.appeal(by=by, at=later(2), request=asked, words="Nuk jam dakord.")
        requests.set_urgency(by=by, at=later(2), request=Request.objects.get(pk=told.request), flags=["older_alone"])
        requests.ask(
            by=by, at=later(2), municipality=lau, channel="tip", for_whom="other", domains=["safety"], words="Qaj një fëmijë natën.",
            given_name="", how_to_reach="Kati i dytë pranë mullirit", key=uuid4(), synthetic=True,
        )  # fmt: skip
        searching.keep(by, later(2))
    with as_worker(supervisor) as by:
        searching.keep_others(by, later(2))
        here, other = Worker.objects.get(pk=worker.worker), Worker.objects.get(pk=colleague.worker)
        casework.hand_over(by=by, at=later(9), giver=here, taker=other, notes={told.case: "Ana pret përgjigje."})
        housing = ask_into(by, told.case, "housing", by.institution, basis="own_office", worker=here)
        casework.hand_over(by=by, at=later(9), giver=other, taker=here, notes={told.case: "Kthehet te Besa."})
        skills.written(by, here, later(9))
        casework.enter_absence(by=by, at=later(9), worker=other, starts_on=later(40).date(), ends_on=later(50).date(), stand_in=here)
        for person in Person.objects.filter(pk__in={told.closing_person} | ({told.person} if colleague is not supervisor else set())):
            requests.declare_conflict(by=by, at=later(10), person=person, worker=other, relation="family")
    with as_worker(worker) as by:
        looks_in(by, housing)


def _to_ilir(cast: SimpleNamespace, told: Told) -> None:
    with as_worker(cast.besa) as by:
        service = Service.objects.get(name_en="Day centre for children")
        need = Need.objects.get(pk=told.needs["child_wellbeing"])
        referral = referrals.send(by=by, at=later(2), need=need, service=service, purpose="Three days a week.")
    _served(cast.ilir, referral)
    with as_worker(cast.ilir) as by:
        seat = by.institution
    with as_worker(cast.besa) as by:
        school = ask_into(by, told.case, "education", seat)
    with as_worker(cast.ilir) as by:
        casework.join(by=by, at=later(5), member=school)
    with as_worker(cast.besa) as by:
        call = casework.Call(question="Which class?", at=later(95), members=[school])
        casework.call_conference(by=by, at=later(6), case=Case.objects.get(pk=told.case), call=call)
        change_service(by=by, at=later(3), service=service, hours="08:00–15:00")


def _twice(told: Told, worker: Any, supervisor: Any, colleague: Any) -> None:
    """Records of one person: put together, only proposed, of somebody related to the colleague, and of a protected file of the colleague's team."""

    def again(by: Actor, person: Person, name: str) -> Pair:
        other = people.add_person(by=by, at=later(11), given_name=person.given_name, family_name=name, synthetic=True)
        return people.propose(by=by, at=later(11), one=person, other=other, taken=[], why="She told so.")

    with as_worker(worker) as by:
        pairs = [
            again(by, people.add_person(by=by, at=later(10), given_name="Zana", family_name=name, synthetic=True), f"{name}-Doda")
            for name in ("Kola", "Prela")
        ]
        again(by, Person.objects.get(pk=told.closing_person), "Gjini-Doda")
    with as_worker(supervisor) as by:
        people.merge(by=by, at=later(12), pair=pairs[0])
    with as_worker(colleague) as by:
        again(by, Person.objects.get(given_name="Vjollca"), "Doda")


REGISTER = "Nr;Emri;Mbiemri;Datëlindja;NID\n1;Lekë;Bici;04.05.1961;G10504001A\n2;Lek;Bici;04.05.1961;\n3;;Bici;;\n".encode()


def _registers(supervisor: Any) -> None:
    """A register in every state but those only the queue reaches: added, checked with problems, its columns not yet named, given up."""
    for ending in ("done", "checked", "uploaded", "abandoned"):
        with as_worker(supervisor) as by:
            source = registers.receive(by=by, at=later(1), file_name=f"{ending}.csv", data=REGISTER)
            if ending == "uploaded":
                continue
            registers.match(by=by, at=later(1), source=source, mapping=registers.guessed(source), queue=False)
            registers.check(by=by, at=later(1), source=source.pk)
            if ending == "done":
                registers.confirm(by=by, at=later(1), source=source, leave_out=True, queue=False)
                registers.add(by=by, at=later(1), source=source.pk)
            if ending == "abandoned":
                registers.abandon(by=by, at=later(1), source=source)


def _visits(by: Actor, case: Case) -> None:
    """One to come, one that took place, one that was moved."""
    for days in (1, 2, 30):
        wanted = casework.Appointment(kind=VisitKind.HOME, at=later(days), place="Rruga e Kirit 5", purpose="To see the room.")
        visit = casework.make_visit(by=by, at=later(1), case=case, wanted=wanted)
        if days == 1:
            casework.record_visit(by=by, at=later(2), visit=visit, outcome=VisitStatus.HELD, notes="The wall is wet.")
        if days == 2:
            casework.move_visit(by=by, at=later(1), visit=visit, to=later(40))


def _documents(by: Actor, case: Case) -> None:
    """Of three photographs the person sees the first; the second is the office's, the third was removed."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    for name in ("given", "kept", "removed"):
        about, hers = f"The damp wall, {name}", name != "kept"
        one = attachments.add(by=by, at=later(8), case=case, name=f"{name}.png", about=about, came=picture.getvalue(), hers=hers)
    attachments.remove(by=by, at=later(9), attachment=one, why="Added twice.")
