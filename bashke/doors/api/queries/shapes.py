"""What a program is answered: each shape names every field it may ever hold. The safe address of a protected file is in none."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class Made(Schema):
    """What an act made or changed, and where it stands now."""

    id: UUID
    status: str = ""


class Received(Made):
    """A request that was taken down. `code` opens it for the person: said once, kept only as a hash. A tip has none."""

    code: str


class Judged(Made):
    """`status` of the judgement: `waiting` for a second person, `final` or `rejected`. `urgency` is the class that holds now.

    `tracks`: the kinds of work the request is now; `sets`: the tracks whose signs were looked at, besides those for everybody.
    """

    urgency: str
    tracks: list[str]
    sets: list[str]


class Word(Schema):
    """`set`, of a sign of danger: the track whose set it stands in, or `general` for those that everybody is asked."""

    code: str
    sq: str
    en: str
    set: str | None = None


class RequestLine(Schema):
    id: UUID
    name: str
    domains: list[str]
    status: str
    channel: str
    urgency: str | None
    received_at: datetime
    answer_due_at: datetime
    contact_due_at: datetime | None
    unit: str
    is_tip: bool
    without_permission: str
    responsible: str


class RequestWhole(RequestLine):
    """`flags` and `sets` as last judged; `fit`: the tracks whose signs must be looked at now; `tracks`: the kinds of work it is."""

    father_name: str
    birth_date: date | None
    phone: str
    how_to_reach: str
    words: str
    language: str
    spoken: str
    for_whom: str
    asker_name: str
    asker_phone: str
    asker_relation: str
    asker_office: str
    permission_given: bool
    decide_due_at: datetime
    answered_at: datetime | None
    refusal_reason: str
    refusal_words: str
    person: UUID | None
    flags: list[str]
    sets: list[str]
    fit: list[str]
    tracks: list[str]


class Requests(Schema):
    rows: list[RequestLine]
    next: str | None


class CaseLine(Schema):
    id: UUID
    person: UUID
    name: str
    status: str
    urgency: str
    next_step: str
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    follow_up_due_at: datetime | None
    worker: str


class Cases(Schema):
    rows: list[CaseLine]
    next: str | None


class SearchLine(Schema):
    id: UUID
    listing: str
    name: str
    filters: dict[str, str]
    shared: bool
    mine: bool
    worker: str


class Searches(Schema):
    rows: list[SearchLine]
    next: str | None


class FoundBySearch(Schema):
    """What a saved search finds for whoever asks: rows of its list, and none of the other."""

    listing: str
    requests: list[RequestLine]
    cases: list[CaseLine]
    next: str | None


class NeedLine(Schema):
    id: UUID
    case: UUID
    domain: str
    rung: int
    status: str
    unmet_reason: str
    since: datetime
    due_at: datetime | None


class LateNeed(NeedLine):
    name: str


class Day(Schema):
    """The lists of a day in the order in which they are worked, and how many rows each has in all."""

    overdue: list[CaseLine]
    today: list[CaseLine]
    week: list[CaseLine]
    risk: list[CaseLine]
    follow_up: list[CaseLine]
    totals: dict[str, int]
    late_needs: list[LateNeed]


class Assessed(Schema):
    id: UUID
    kind: str
    at: datetime
    by: str
    ladder: dict[str, int]
    wishes: str
    notes: str


class Sent(Schema):
    id: UUID
    need: UUID
    service: int
    service_name: str
    status: str
    sent_at: datetime
    due_at: datetime
    answer_words: str
    decline_reason: str


class ToDo(Schema):
    id: UUID
    what: str
    owner: str
    owner_name: str
    due_on: date
    done_on: date | None


class Goal(Schema):
    id: UUID
    need: UUID
    statement: str
    baseline: int
    target: int
    actions: list[ToDo]


class Planned(Schema):
    """One version of the plan: a draft, the one that holds (`agreed`), or one that was replaced."""

    id: UUID
    version: int
    status: str
    own_words: str
    written_by: str
    written_at: datetime
    agreed_at: datetime | None
    agreed_how: str
    goals: list[Goal]


class Reviewed(Schema):
    id: UUID
    at: datetime
    by: str
    summary: str
    own_words: str
    next_due_at: datetime | None


class Closed(Schema):
    """A closure that waits for a second person (`proposed`), was signed, or was sent back."""

    id: UUID
    reason: str
    outcome: str
    status: str
    asked_by: str
    asked_at: datetime
    signed_by: str
    signed_at: datetime | None
    returned_words: str


class CaseWhole(CaseLine):
    """`plan_mark` says which plan was read; whoever writes a plan sends it along. Lists are newest first."""

    municipality: str
    request: UUID | None
    needs: list[NeedLine]
    assessments: list[Assessed]
    referrals: list[Sent]
    plans: list[Planned]
    plan_mark: str
    reviews: list[Reviewed]
    closures: list[Closed]


class Offer(Schema):
    """A service that could answer a need, the likeliest first: `free` places (none: no fixed number)."""

    service: int
    name: str
    km: float | None
    free: int | None


class Step(Schema):
    at: datetime
    was: str
    became: str
    reason: str
    words: str
    by: str


class NeedWhole(NeedLine):
    person: UUID
    name: str
    steps: list[Step]
    offers: list[Offer]


class Found(Schema):
    """A person who may be the one looked for: `score` 0 to 1, and why."""

    id: UUID
    name: str
    father_name: str
    birth_date: date | None
    unit: str
    score: float
    reasons: list[str]


class Hits(Schema):
    rows: list[Found]
    known_elsewhere: bool


class PersonWhole(Schema):
    id: UUID
    given_name: str
    family_name: str
    father_name: str
    birth_date: date | None
    sex: str
    personal_number: str | None
    phone: str
    address: str
    unit: str
    language: str
    cases: list[CaseLine]
    requests: list[RequestLine]


class ReferralLine(Schema):
    """A referral as its reader may know it: for a provider the name is there only when the person shared it."""

    id: UUID
    who: str
    domain: str
    status: str
    service: int
    service_name: str
    provider: str
    municipality: str
    sent_at: datetime
    due_at: datetime
    is_late: bool


class ReferralWhole(ReferralLine):
    purpose: str
    person_age: int | None
    person_phone: str
    person_language: str
    safety_note: str
    sent_by: str
    answered_at: datetime | None
    answer_words: str
    decline_reason: str
    enrolment: UUID | None


class Referrals(Schema):
    rows: list[ReferralLine]
    next: str | None


class ServiceLine(Schema):
    id: int
    name: str
    type: str
    domains: list[str]
    provider: str
    municipality: str
    address: str
    phone: str
    hours: str
    fee_lek: int | None
    free: int | None
    is_open: bool
    confirmed_on: date
    km: float | None


class Services(Schema):
    rows: list[ServiceLine]


class Enrolled(Schema):
    id: UUID
    person_name: str
    status: str
    waiting_since: date
    enrolled_on: date | None
    held: int
    attended: int


class Register(Schema):
    """Who waits (longest first) and who is in a service."""

    waiting: list[Enrolled]
    enrolled: list[Enrolled]


def of(shape: type[Schema], row: Any, **more: Any) -> Any:
    """A shape filled from the row's own fields of the same names, and from what is told."""
    given = {name: getattr(row, name) for name in shape.model_fields if name not in more}
    return shape(**given, **more)
