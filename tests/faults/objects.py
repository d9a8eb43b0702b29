"""One row of every kind in every state on both sides, for the access matrix. Made by the verbs themselves, on top of the story."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import terms
from bashke.person.bookings import actions as bookings
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Closure, Need, PlanAction
from bashke.person.casework.rules import NeedStatus
from bashke.person.delivery import actions as delivery
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Outcome
from bashke.person.incidents import actions as incidents
from bashke.person.incidents.models import Incident
from bashke.person.people import actions as people
from bashke.person.people.models import Enquiry, Person
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request

from .acting import as_public, as_worker
from .clones import Clone
from .stays import BEDS, EMERGENCY, booked, happens
from .story import RIGHTS, Told, assessed, closing_case

# kind → rows of (id, state, municipality, provider): who may reach it is told by the last two.
QUERIES = {
    "request": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM requests_request WHERE file_id IS NULL"
    " ORDER BY municipality_id, status, received_at DESC, id",  # the newest: whoever is given another code is nobody of the story
    "case": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_case WHERE file_id IS NULL",
    "need": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_need"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "person": "SELECT DISTINCT ON (municipality_id) id, 'known', municipality_id, NULL FROM people_person WHERE same_as_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM protection_protectedfile p WHERE p.person_id = people_person.id) ORDER BY municipality_id, created_at DESC, id",
    "pair": "SELECT id, status, municipality_id, NULL FROM people_pair WHERE NOT EXISTS (SELECT 1 FROM protection_protectedfile p"
    " WHERE p.person_id IN (first_id, second_id))",
    "document": "SELECT DISTINCT ON (municipality_id, removed_at IS NULL) id, CASE WHEN removed_at IS NULL THEN 'kept' ELSE 'removed' END,"
    " municipality_id, NULL FROM attachments_attachment WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "assessment": "SELECT DISTINCT ON (municipality_id) id, 'made', municipality_id, NULL FROM casework_assessment"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "visit": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_visit"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "export": "SELECT id, CASE WHEN second_needed THEN 'large' ELSE 'small' END, municipality_id, NULL FROM exports_export",
    "appeal": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM requests_appeal"
    " WHERE request_id IN (SELECT id FROM requests_request WHERE file_id IS NULL)",
    "relation": "SELECT DISTINCT ON (municipality_id) id, 'declared', municipality_id, NULL FROM requests_conflict",
    "membership": "SELECT DISTINCT ON (municipality_id, until IS NULL) id, CASE WHEN until IS NULL THEN 'there' ELSE 'gone' END, municipality_id, NULL"
    " FROM people_membership m WHERE NOT EXISTS (SELECT 1 FROM protection_protectedfile f JOIN people_membership o ON o.person_id = f.person_id"
    " WHERE o.household_id = m.household_id)",
    "tie": "SELECT DISTINCT ON (municipality_id, until IS NULL) id, CASE WHEN until IS NULL THEN 'holds' ELSE 'ended' END, municipality_id, NULL"
    " FROM people_tie t WHERE NOT EXISTS (SELECT 1 FROM protection_protectedfile f WHERE f.person_id IN (t.person_id, t.other_id))",
    "absence": "SELECT DISTINCT ON (municipality_id) id, 'ahead', municipality_id, NULL FROM casework_absence",
    "training": "SELECT DISTINCT ON (municipality_id) id, 'done', municipality_id, NULL FROM casework_training",
    "enquiry": "SELECT e.id, e.status, t.municipality_id, e.from_municipality_id FROM people_enquiry e JOIN people_enquirytarget t ON t.enquiry_id = e.id",
    "action": "SELECT DISTINCT ON (municipality_id, done_on IS NULL) id, CASE WHEN done_on IS NULL THEN 'to do' ELSE 'done' END, municipality_id,"
    " NULL FROM casework_planaction WHERE goal_id IN (SELECT g.id FROM casework_goal g JOIN casework_plan p ON p.id = g.plan_id"
    " JOIN casework_case c ON c.id = p.case_id WHERE c.file_id IS NULL)",
    "plan": "SELECT DISTINCT ON (p.municipality_id, p.status) p.id, p.status, p.municipality_id, NULL FROM casework_plan p"
    " JOIN casework_case c ON c.id = p.case_id WHERE c.file_id IS NULL",
    "closure": "SELECT DISTINCT ON (o.municipality_id, o.status) o.id, o.status, o.municipality_id, NULL FROM casework_closure o"
    " JOIN casework_case c ON c.id = o.case_id WHERE c.file_id IS NULL",
    # Closed to the provider that declined it, whose service ended, or from whom it was taken back: nobody's there.
    "referral": "SELECT DISTINCT ON (municipality_id, provider_id, status, over_on IS NULL) id,"
    " status || CASE WHEN over_on IS NULL THEN '' ELSE ', over' END, municipality_id,"
    " CASE WHEN status IN ('sent', 'accepted') AND over_on IS NULL THEN provider_id END FROM referrals_referral"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    # One that no open referral rests on: taking it back must not close what other rows of the matrix look at.
    "consent": "SELECT DISTINCT ON (c.municipality_id, p.family_name, c.withdrawn_at IS NULL) c.id,"
    " CASE WHEN c.withdrawn_at IS NULL THEN 'held' ELSE 'withdrawn' END, c.municipality_id, p.family_name"
    " FROM people_consent c JOIN people_person p ON p.id = c.person_id JOIN referrals_referral r ON r.consent_id = c.id"
    " WHERE r.status IN ('declined', 'withdrawn')",
    # On the teams of Besa and Vera: to a colleague who is not, it is not there.
    "member": "SELECT m.id, 'on the team', m.municipality_id, NULL FROM protection_member m JOIN access_worker w ON w.id = m.worker_id"
    " WHERE w.username IN ('besa', 'vera') AND m.until IS NULL",
    "file": "SELECT p.id, 'protected', p.municipality_id, NULL FROM protection_protectedfile p JOIN protection_member m ON m.file_id = p.id"
    " JOIN access_worker w ON w.id = m.worker_id WHERE w.username IN ('besa', 'vera') AND m.until IS NULL",
    "step": "SELECT DISTINCT ON (s.file_id, s.done_at IS NULL) s.id, CASE WHEN s.done_at IS NULL THEN 'runs' ELSE 'done' END, s.municipality_id,"
    " NULL FROM protection_step s JOIN protection_member m ON m.file_id = s.file_id JOIN access_worker w ON w.id = m.worker_id"
    " WHERE w.username IN ('besa', 'vera') AND m.until IS NULL",
    # Both waits for the word of a colleague and was answered: on the teams of Besa and Vera.
    "wish": "SELECT r.id, r.status, r.municipality_id, NULL FROM protection_return r JOIN protection_member m ON m.file_id = r.file_id"
    " JOIN access_worker w ON w.id = m.worker_id WHERE w.username IN ('besa', 'vera') AND m.until IS NULL",
    "data_request": "SELECT DISTINCT ON (d.municipality_id, p.family_name, d.kind, d.status) d.id, d.kind || ' ' || d.status, d.municipality_id, p.family_name"
    " FROM rights_datarequest d JOIN people_person p ON p.id = d.person_id",
    "place": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_planmember"
    " WHERE status <> 'joined' AND case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    # Whoever joined, and nobody else: not even the case's own municipality opens a member's page.
    "seat": "SELECT id, status, NULL, worker_id::text FROM casework_planmember WHERE status = 'joined'"
    " AND case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL AND status <> 'closed')",
    "proposal": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_goalproposal"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "conference": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM casework_conference"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    # With the institutions whose members are invited to it.
    "invitation_to": "SELECT c.id, c.status, c.municipality_id, m.institution_id FROM casework_conference c JOIN casework_seat s ON s.conference_id = c.id"
    " JOIN casework_planmember m ON m.id = s.member_id WHERE m.status = 'joined' AND c.case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "her_document": "SELECT DISTINCT ON (a.municipality_id, p.family_name, a.removed_at IS NULL) a.id, CASE WHEN a.removed_at IS NULL THEN 'kept' ELSE 'removed' END,"
    " a.municipality_id, p.family_name FROM attachments_attachment a JOIN people_person p ON p.id = a.person_id"
    " JOIN casework_case c ON c.id = a.case_id WHERE a.hers AND c.file_id IS NULL",
    "search": "SELECT id, listing, municipality_id, NULL FROM searches_search WHERE shared",
    "erasure": "SELECT DISTINCT ON (municipality_id, status) id, status, municipality_id, NULL FROM rights_erasure",
    "opening": "SELECT id, judgement, municipality_id, NULL FROM protection_emergencyopening",
    "booking": "SELECT DISTINCT ON (municipality_id, provider_id, status) id, status, municipality_id, provider_id FROM bookings_booking"
    " WHERE case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)",
    "incident": "SELECT DISTINCT ON (municipality_id, provider_id, status) id, status, municipality_id, provider_id FROM incidents_incident"
    " WHERE enrolment_id IN (SELECT e.id FROM delivery_enrolment e JOIN referrals_referral r ON r.id = e.referral_id"
    " JOIN casework_case c ON c.id = r.case_id WHERE c.file_id IS NULL)",
    "enrolment": "SELECT DISTINCT ON (municipality_id, provider_id, status) id, status, municipality_id, provider_id FROM delivery_enrolment",
    "service": "SELECT DISTINCT ON (provider_id, is_open) id, CASE WHEN is_open THEN 'open' ELSE 'closed' END, municipality_id, provider_id FROM directory_service",
    "import": "SELECT id, status || coalesce(mapping::text, ''), municipality_id, NULL FROM registers_import",
    "problem": "SELECT DISTINCT ON (municipality_id, severity) id, severity, municipality_id, NULL FROM registers_problem WHERE severity IN ('likely', 'wrong')",
    "token": "SELECT id, CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END, NULL, worker_id::text FROM access_token",
    "worker": "SELECT DISTINCT ON (p.institution_id) w.id, 'in post', CASE WHEN i.kind = 'municipality' THEN i.municipality_id END, p.institution_id"
    " FROM access_worker w JOIN access_post p ON p.worker_id = w.id JOIN institutions_institution i ON i.id = p.institution_id",
    "post": "SELECT DISTINCT ON (p.institution_id) p.id, 'running', CASE WHEN i.kind = 'municipality' THEN i.municipality_id END, p.institution_id"
    " FROM access_post p JOIN institutions_institution i ON i.id = p.institution_id",
}


@dataclass(frozen=True)
class Thing:
    """One row: its kind, state, and whose it is: a municipality's, and a provider's or (an enquiry) another municipality's too."""

    kind: str
    pk: Any
    state: str
    municipality: str | None
    other: int | str | None


def find_all(clone: Clone) -> dict[str, list[Thing]]:
    """Things of every kind, as many as there are states on each side."""
    with clone.superuser() as oracle:
        return {kind: [Thing(kind, *row) for row in oracle.execute(query).fetchall()] for kind, query in QUERIES.items()}


def make(clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    """The states the story left out. Django must be on the clone."""
    for lau, worker, supervisor in (("AL154", cast.besa, cast.drita), ("AL343", cast.vera, cast.teuta)):
        _requests(lau, worker)
        _closed_case(lau, worker, supervisor)
        _referrals(worker, cast.luan, told[lau])
        _need_met(worker)
        _stays(worker)
    with as_worker(cast.ilir) as ilir:
        Service.objects.filter(name_en="Family counselling").update(is_open=False)
        assert ilir.institution
    _incidents(cast)
    _enquiries(cast)
    with clone.superuser() as oracle:  # one between two others: neither Shkodër asked it nor was it asked
        oracle.execute(
            "INSERT INTO people_enquirytarget (enquiry_id, municipality_id, person_id) SELECT id, 'AL343', %s FROM people_enquiry"
            " WHERE reason = 'of a third'", (told["AL343"].person,),
        )  # fmt: skip


def _requests(lau: str, worker: Any) -> None:
    refused, withdrawn = _ask(lau), _ask(lau)
    with as_worker(worker) as by:
        reason = next(row.code for row in terms("refusal_reason"))
        requests.refuse(by=by, at=timezone.now(), request=refused, reason=reason, words="Banoni në një bashki tjetër.")
        requests.withdraw(by=by, at=timezone.now(), request=withdrawn)


def _ask(lau: str) -> Request:
    with as_public() as nobody:
        return requests.ask(
            by=nobody, at=timezone.now(), municipality=lau, channel="web", for_whom="self", domains=["food"], given_name="Lule", key=uuid4(),
            synthetic=True,
        ).request  # fmt: skip


def _closed_case(lau: str, worker: Any, supervisor: Any) -> None:
    request = _ask(lau)
    with as_worker(worker) as by:
        case, _, _ = closing_case(by, request.pk)
    with as_worker(supervisor) as by:
        casework.sign_closure(by=by, at=timezone.now(), closure=Closure.objects.get(case=case))


def _referrals(worker: Any, luan: Any, told: Told) -> None:
    """One withdrawn; one more accepted whose enrolment waits; one whose enrolment ended."""
    with as_worker(worker) as by:
        case = _fresh_case(by)
        needs = {need.domain: need for need in Need.objects.filter(case=case)}
        service = Service.objects.get(name_en=RIGHTS)
        sent = {
            d: referrals.send(by=by, at=timezone.now(), need=needs[d], service=service, purpose="Help.")
            for d in ("housing", "documents", "income")
        }
        referrals.withdraw(by=by, at=timezone.now(), referral=sent["housing"])
        people.withdraw_consent(by=by, at=timezone.now(), consent=sent["housing"].consent)
    with as_worker(luan) as by:
        for domain in ("documents", "income"):
            referrals.accept(by=by, at=timezone.now(), referral=Referral.objects.get(pk=sent[domain].pk))
        ended = Enrolment.objects.get(referral=sent["income"].pk)
        delivery.enrol(by=by, at=timezone.now(), enrolment=ended, on=timezone.localdate())
        delivery.end(by=by, at=timezone.now(), enrolment=ended, on=timezone.localdate(), outcome=Outcome.MET, rung=4, words="Done.")


def _stays(worker: Any) -> None:
    """One who stays at Ilir's, and one whose stay at Luan's has ended."""
    with as_worker(worker) as by:
        here, gone = (
            people.add_person(by=by, at=timezone.now(), given_name=name, family_name="Hoti", synthetic=True) for name in ("Lena", "Mara")
        )
        bookings.arrive(by=by, at=timezone.now(), booking=booked(by, timezone.now(), here, BEDS))
        bookings.end(by=by, at=timezone.now(), booking=booked(by, timezone.now(), gone, EMERGENCY), onward="family", words="Te motra.")


def _incidents(cast: SimpleNamespace) -> None:
    """The story's were recorded; more of each, looked at, and closed."""
    for who in (cast.ilir, cast.luan):
        with as_worker(who) as by:
            served = list(Enrolment.objects.filter(incidents__isnull=False, referral__in=Referral.objects.visible_to(by)).distinct())
            for enrolment in served:
                for _ in range(2):
                    happens(by, timezone.now(), enrolment, "injury")
    for who in (cast.besa, cast.vera):
        with as_worker(who) as by:
            waiting = list(Incident.objects.visible_to(by).filter(status="reported", kind="injury").order_by("provider", "pk"))
            for number, incident in enumerate(waiting):
                incidents.see(by=by, at=timezone.now(), incident=incident)
                if number % 2:
                    incidents.close(by=by, at=timezone.now(), incident=incident, words="She is well.")


def _fresh_case(by: Actor) -> Case:
    person: Person = people.add_person(by=by, at=timezone.now(), given_name="Zef", family_name="Ndoja", synthetic=True)
    case = casework.open_case(by=by, at=timezone.now(), person=person)
    assessed(by, case)
    return case


def _need_met(worker: Any) -> None:
    with as_worker(worker) as by:
        case = _fresh_case(by)
        first, second = Need.objects.filter(case=case).order_by("domain")[:2]
        casework.move_need(by=by, at=timezone.now(), need=first, to=NeedStatus.MET)
        casework.move_need(
            by=by, at=timezone.now(), need=second, to=NeedStatus.UNMET, reason=next(row.code for row in terms("unmet_reason"))
        )
        action = PlanAction.objects.filter(goal__plan__status="agreed").first()
        if action is not None:
            casework.finish_action(by=by, at=timezone.now(), action=action)


def _enquiries(cast: SimpleNamespace) -> None:
    """Vera asks about Ana again; Drita has answered the first time. And Besa asks about Bora."""
    with as_worker(cast.drita) as by:
        people.answer_enquiry(
            by=by, at=timezone.now(), enquiry=Enquiry.objects.exclude(from_municipality="AL154").get(), answer="She is with us."
        )
    for who, given, family, number in ((cast.vera, "Ana", "Marku", "J00504001A"), (cast.besa, "Bora", "Dervishi", "J00504002B")):
        with as_worker(who) as by:
            people.send_enquiry(
                by=by,
                at=timezone.now(),
                given_name=given,
                family_name=family,
                birth_date=date(1991, 5, 4),
                personal_number=number,
                reason="A letter.",
            )
