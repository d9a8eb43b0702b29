"""Every permission and every role in the system, on one page. `docs/states/roles.md` is printed from it.

A role is a job in the field, described so that a manager can approve it. Source: the access matrix and weekly jobs
in the terms of reference of each post; Law 121/2016 (duties of municipality, provider, State Social Service).
Which *rows* a role sees is not decided here but by `visible_to` and, below it, by the database wall.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from .rules import Actor, Kind


class Permission(StrEnum):
    """A thing somebody may do; the value is printed on the roles page."""

    REQUEST_VIEW = _("see requests of the municipality")
    REQUEST_REGISTER = _("register a request: tie it to a person, assess urgency, open a case")
    REQUEST_REFUSE = _("refuse a request with a reason and an appeal route")
    URGENCY_CONFIRM = _("confirm that a request is less urgent than its worst red flag")
    APPEAL_DECIDE = _("decide an appeal against a refused request")
    PERSON_VIEW = _("search and open people of the municipality")
    PERSON_WRITE = _("add a person, correct a person's details")
    GROUPS_ASK = _("write down what a person says of herself for the counts; nobody at the desk can read it again")
    PERSON_MERGE = _("confirm that two records are one person, keep them apart, and undo it")
    PERSON_ENQUIRE = _("ask whether a person is known elsewhere, and ask for contact")
    ENQUIRY_ANSWER = _("answer another municipality's enquiry")
    CASE_VIEW = _("open a case and read it whole")
    CASE_WRITE = _("assess, record needs, plan, review")
    CASE_ASSIGN = _("give a case to another worker")
    PLAN_JOIN = _("join the plan of a case for one's own discipline, and note progress there")
    CASE_CLOSE = _("propose to close a case")
    CLOSURE_SIGN = _("sign a closure off, or send it back")
    REFERRAL_SEND = _("refer a need to a service, and withdraw a referral")
    REFERRAL_VIEW = _("see the referrals one sent or received")
    REFERRAL_ANSWER = _("accept or decline a referral")
    DELIVERY_VIEW = _("see who is enrolled in one's services")
    DELIVERY_RECORD = _("enrol, record sessions, attendance and outcomes")
    PLACE_BOOK = _("see which emergency places are free, and book one")
    STAY_RECORD = _("record that somebody came to an emergency place, and where she goes from there")
    INCIDENT_REPORT = _("record an incident in one's services")
    INCIDENT_FOLLOW = _("read incidents of one's people, and write what was done")
    INCIDENT_ANSWER = _("look at an incident for the municipality, and close it")
    SERVICE_EDIT = _("keep a service's places and details up to date")
    BOARD_VIEW = _("see the team's overdue work and caseload")
    STAFF_MANAGE = _("add workers and give or end posts in one's institution")
    PROMISE_SET = _("set the municipality's own, faster time limits")
    EXPORT_MAKE = _("take a list out as a file, with a reason")
    EXPORT_APPROVE = _("agree to another's large export, or not")
    EXPORT_LEDGER = _("see who took which list out, when and why")
    EMERGENCY_REVIEW = _("see who opened protected files in an emergency, and judge it")
    DATA_REQUEST_VIEW = _("see what people ask about their own data, and by when they must hear")
    DATA_REQUEST_ANSWER = _("answer what a person asks about her own data: a copy, a correction, a restriction, an erasure")
    ERASURE_SIGN = _("sign the erasure of a file that somebody else proposed")
    UNITS_VIEW = _("see what services delivered in a month, as numbers")
    UNITS_CLOSE = _("close a month of one's services, and correct it with a reason")
    COUNTS_VIEW = _("see counts without persons")
    REGISTER_IMPORT = _("bring in the register of people the municipality already has")


@dataclass(frozen=True)
class Role:
    """One job. `two_factor` is demanded outside demo mode."""

    code: str
    kind: Kind
    name: str
    description: str
    permissions: frozenset[Permission]
    two_factor: bool = True


P = Permission

_ROLES = (
    Role(
        "social_worker", Kind.MUNICIPALITY, _("Social worker (NARU)"),
        _("Receives requests, assesses needs, makes the plan with the person, refers to services and follows each case until it closes."),
        frozenset({
            P.REQUEST_VIEW, P.REQUEST_REGISTER, P.REQUEST_REFUSE, P.PERSON_VIEW, P.PERSON_WRITE, P.GROUPS_ASK, P.PERSON_ENQUIRE, P.CASE_VIEW,
            P.CASE_WRITE, P.CASE_CLOSE, P.REFERRAL_SEND, P.REFERRAL_VIEW, P.PLACE_BOOK, P.STAY_RECORD,
            P.INCIDENT_FOLLOW, P.INCIDENT_ANSWER, P.EXPORT_MAKE,
            P.PLAN_JOIN,
        }),
    ),
    Role(
        "supervisor", Kind.MUNICIPALITY, _("Supervisor"),
        _("Leads the social workers: sees what is overdue, assigns cases, gives the second signature and answers other municipalities."),
        frozenset({
            P.REQUEST_VIEW, P.REQUEST_REGISTER, P.REQUEST_REFUSE, P.URGENCY_CONFIRM, P.APPEAL_DECIDE, P.PERSON_VIEW, P.PERSON_WRITE, P.PERSON_MERGE,
            P.GROUPS_ASK, P.PERSON_ENQUIRE, P.ENQUIRY_ANSWER, P.CASE_VIEW, P.CASE_WRITE, P.CASE_ASSIGN, P.CASE_CLOSE, P.CLOSURE_SIGN, P.REFERRAL_SEND,
            P.REFERRAL_VIEW, P.PLACE_BOOK, P.STAY_RECORD,
            P.INCIDENT_FOLLOW, P.INCIDENT_ANSWER, P.BOARD_VIEW, P.COUNTS_VIEW, P.REGISTER_IMPORT, P.EXPORT_MAKE, P.EXPORT_APPROVE,
            P.DATA_REQUEST_VIEW, P.DATA_REQUEST_ANSWER,
            P.PLAN_JOIN, P.UNITS_VIEW,
        }),
    ),
    Role(
        "director", Kind.MUNICIPALITY, _("Head of the directorate of social services"),
        _("Answers for the municipality's social services: staff and posts, promises on time, counts, lists that left the system. Opens no case."),
        frozenset({
            P.APPEAL_DECIDE, P.STAFF_MANAGE, P.PROMISE_SET, P.COUNTS_VIEW, P.UNITS_VIEW, P.REGISTER_IMPORT, P.EXPORT_APPROVE, P.EXPORT_LEDGER,
        }),
    ),
    Role(
        "data_protection_officer", Kind.MUNICIPALITY, _("Data protection officer"),
        _(
            "Looks at every emergency opening of a protected file and says whether it was justified; sees which lists left the system"
            " and what people ask about their data, and signs when a file is erased. Opens no file."
        ),
        frozenset({P.EMERGENCY_REVIEW, P.EXPORT_LEDGER, P.DATA_REQUEST_VIEW, P.ERASURE_SIGN}),
    ),
    Role(
        "provider_manager", Kind.PROVIDER, _("Manager of a provider"),
        _("Answers referrals, keeps places up to date and is responsible for what the service records."),
        frozenset({
            P.REFERRAL_VIEW, P.REFERRAL_ANSWER, P.DELIVERY_VIEW, P.DELIVERY_RECORD, P.STAY_RECORD, P.INCIDENT_REPORT, P.INCIDENT_FOLLOW,
            P.SERVICE_EDIT, P.STAFF_MANAGE,
            P.PLAN_JOIN, P.UNITS_VIEW, P.UNITS_CLOSE,
        }),
    ),
    Role(
        "provider_worker", Kind.PROVIDER, _("Worker of a provider"),
        _("Works with the people a service accepted and records sessions and attendance."),
        frozenset({
            P.REFERRAL_VIEW, P.DELIVERY_VIEW, P.DELIVERY_RECORD, P.STAY_RECORD, P.INCIDENT_REPORT, P.INCIDENT_FOLLOW, P.PLAN_JOIN, P.UNITS_VIEW,
        }),
    ),
    Role(
        "ministry_analyst", Kind.NATION, _("Analyst at the ministry"),
        _("Sees counts of requests, needs and answers for every municipality; never a person."),
        frozenset({P.COUNTS_VIEW}),
    ),
)  # fmt: skip

ROLES: dict[str, Role] = {role.code: role for role in _ROLES}


def may(actor: Actor, permission: Permission) -> bool:
    """Does this actor's post carry the permission? The public and persons hold none."""
    role = ROLES.get(actor.role or "")
    return role is not None and role.kind == actor.kind and permission in role.permissions
