"""From the rows of the person floor to what a program is answered. Every row came through `visible_to`."""

from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.queries import Found as FoundService
from bashke.ground.directory.queries import near, own_services
from bashke.ground.law.queries import terms
from bashke.person.casework.models import Case, Need, NeedStep, Plan
from bashke.person.casework.queries import Day as CaseDay
from bashke.person.casework.queries import file
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.queries import Progress
from bashke.person.people.models import Person
from bashke.person.people.queries import Hit
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import of_case, proposals
from bashke.person.requests.models import Request, Triage
from bashke.person.requests.queries import sets_that_fit
from bashke.person.searches.models import Search

from . import shapes
from .shapes import of


def request_line(ask: Request) -> shapes.RequestLine:
    line: shapes.RequestLine = of(shapes.RequestLine, ask, **_request(ask))
    return line


def request_whole(ask: Request, actor: Actor) -> shapes.RequestWhole:
    """With the signs of the last judgement and the sets that fit: three queries more at most."""
    last = Triage.objects.visible_to(actor).filter(request=ask).order_by("-at").first()
    whole: shapes.RequestWhole = of(
        shapes.RequestWhole, ask, **_request(ask), person=ask.person_id, flags=last.flags if last else [], sets=last.sets if last else [],
        fit=sets_that_fit(ask, timezone.now()),
    )  # fmt: skip
    return whole


def _request(ask: Request) -> dict[str, Any]:
    return {"unit": ask.unit.name if ask.unit else "", "responsible": ask.responsible.name if ask.responsible else ""}


def case_line(case: Case) -> shapes.CaseLine:
    line: shapes.CaseLine = of(shapes.CaseLine, case, **_case(case))
    return line


def _case(case: Case) -> dict[str, Any]:
    return {"person": case.person_id, "name": case.person.name, "worker": case.worker.name}


def day(mine: CaseDay) -> shapes.Day:
    parts = {name: getattr(mine, name) for name in ("overdue", "today", "week", "risk", "follow_up")}
    return shapes.Day(
        **{name: [case_line(case) for case in part.rows] for name, part in parts.items()},
        totals={name: part.total for name, part in parts.items()},
        late_needs=[of(shapes.LateNeed, need, case=need.case_id, name=need.person.name) for need in mine.late_needs],
    )


def case_whole(case: Case, actor: Actor) -> shapes.CaseWhole:
    """A case with its needs, assessments, referrals, plans, reviews and closures, in a number of queries that does not grow with it."""
    held = file(case)
    whole: shapes.CaseWhole = of(
        shapes.CaseWhole, case, **_case(case), municipality=case.municipality_id, request=case.request_id,
        needs=[of(shapes.NeedLine, need, case=case.pk) for need in held.needs],
        assessments=[of(shapes.Assessed, row, by=row.by.name) for row in held.assessments],
        referrals=[of(shapes.Sent, row, need=row.need_id, service=row.service_id, service_name=row.service.name) for row in of_case(case, actor)],
        plans=[_plan(plan) for plan in held.plans], plan_mark=held.plan_mark,
        reviews=[of(shapes.Reviewed, row, by=row.by.name) for row in held.reviews],
        closures=[
            of(shapes.Closed, row, asked_by=row.asked_by.name, signed_by=row.signed_by.name if row.signed_by else "")
            for row in held.closures
        ],
    )  # fmt: skip
    return whole


def _plan(plan: Plan) -> shapes.Planned:
    goals = [
        of(shapes.Goal, goal, need=goal.need_id, actions=[of(shapes.ToDo, action) for action in goal.actions.all()])
        for goal in plan.goals.all()
    ]  # fmt: skip
    found: shapes.Planned = of(shapes.Planned, plan, written_by=plan.written_by.name, goals=goals)
    return found


def need_whole(need: Need, actor: Actor) -> shapes.NeedWhole:
    """A need with every step it made, and the services that could answer it."""
    steps = NeedStep.objects.visible_to(actor).filter(need=need).select_related("by").order_by("-at", "-pk")
    whole: shapes.NeedWhole = of(
        shapes.NeedWhole, need, case=need.case_id, person=need.person_id, name=need.person.name,
        steps=[of(shapes.Step, step, by=step.by.name if step.by else "") for step in steps],
        offers=[shapes.Offer(service=one.service.pk, name=one.service.name, km=one.km, free=one.free) for one in proposals(need, actor)],
    )  # fmt: skip
    return whole


def hit(found: Hit) -> shapes.Found:
    unit = found.person.unit
    reasons = [str(reason) for reason in found.reasons]
    one: shapes.Found = of(shapes.Found, found.person, unit=unit.name if unit else "", score=found.score, reasons=reasons)
    return one


def person_whole(person: Person, actor: Actor) -> shapes.PersonWhole:
    """A person with her cases and requests, as the desk shows her outside a case."""
    cases = Case.objects.visible_to(actor).filter(person=person).select_related("worker", "person").order_by("-opened_at")
    asked = Request.objects.visible_to(actor).filter(person=person).select_related("unit", "responsible").order_by("-received_at")
    whole: shapes.PersonWhole = of(
        shapes.PersonWhole, person, unit=person.unit.name if person.unit else "",
        cases=[case_line(case) for case in cases], requests=[request_line(ask) for ask in asked],
    )  # fmt: skip
    return whole


def referral_line(row: Referral, now: datetime) -> shapes.ReferralLine:
    line: shapes.ReferralLine = of(shapes.ReferralLine, row, **_referral(row, now))
    return line


def referral_whole(row: Referral, actor: Actor, now: datetime) -> shapes.ReferralWhole:
    """What was shared with the provider and not a field more, whoever reads; for the provider, its own register's number too."""
    enrolment = Enrolment.objects.visible_to(actor).filter(referral=row).values_list("pk", flat=True).first()
    sent_by = row.sent_by.name if row.sent_by else ""
    whole: shapes.ReferralWhole = of(shapes.ReferralWhole, row, **_referral(row, now), sent_by=sent_by, enrolment=enrolment)
    return whole


def _referral(row: Referral, now: datetime) -> dict[str, Any]:
    return {
        "service": row.service_id, "service_name": row.service.name, "provider": row.provider.name, "municipality": row.municipality_id,
        "is_late": row.is_late_at(now),
    }  # fmt: skip


def services(actor: Actor) -> list[shapes.ServiceLine]:
    """A provider's own; for a municipality, the open ones that take its people, the nearest first."""
    found = own_services(actor) if actor.kind is Kind.PROVIDER else near(actor.municipality or "")
    prefetch_related_objects([one.service for one in found], "provider__names")
    return [_service(one) for one in found]


def _service(found: FoundService) -> shapes.ServiceLine:
    service = found.service
    line: shapes.ServiceLine = of(
        shapes.ServiceLine, service, provider=service.provider.name, municipality=service.municipality_id, free=found.free, km=found.km
    )  # fmt: skip
    return line


def enrolled(row: Progress) -> shapes.Enrolled:
    line: shapes.Enrolled = of(shapes.Enrolled, row.enrolment, held=row.held, attended=row.attended)
    return line


def words(kind: str) -> list[shapes.Word]:
    """Every code of a kind that is valid today, in both languages."""
    return [shapes.Word(code=row.code, sq=row.label.sq, en=row.label.en, set=row.extra.get("set")) for row in terms(kind)]


def search(row: Search, actor: Actor) -> shapes.SearchLine:
    return shapes.SearchLine(
        id=row.pk, listing=row.listing, name=row.name, filters=row.filters, shared=row.shared, mine=row.worker_id == actor.worker,
        worker=row.worker.name,
    )  # fmt: skip
