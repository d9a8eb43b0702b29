"""The verbs of the journal. One enum, so that the person's page can say each in plain words."""

from enum import StrEnum


class Verb(StrEnum):
    SIGNED_IN = "signed in"
    REQUEST_MADE = "request made"
    REQUEST_OPENED = "request opened"
    REQUEST_REGISTERED = "request registered"
    REQUEST_REFUSED = "request refused"
    REQUEST_WITHDRAWN = "request withdrawn"
    REQUEST_ASSIGNED = "request assigned"
    REQUEST_APPEALED = "request appealed"
    REQUEST_REOPENED = "request reopened"
    REFUSAL_STANDS = "refusal stands"
    URGENCY_SET = "urgency set"
    URGENCY_LOWER_ASKED = "lower urgency proposed"
    URGENCY_LOWER_CONFIRMED = "lower urgency confirmed"
    URGENCY_LOWER_REJECTED = "lower urgency rejected"
    PERSON_ADDED = "person added"
    PERSON_OPENED = "person opened"
    PERSON_CORRECTED = "person corrected"
    REGISTER_COMPARED = "register compared with itself"
    RECORDS_COMPARED = "records compared"
    SAME_PROPOSED = "proposed as one person"
    RECORDS_MERGED = "records put together"
    RECORDS_KEPT_APART = "records kept apart"
    RECORDS_SPLIT = "records separated again"
    PEOPLE_SEARCHED = "people searched"
    KNOWN_ELSEWHERE_ASKED = "asked whether known elsewhere"
    ENQUIRY_SENT = "enquiry sent"
    ENQUIRY_ANSWERED = "enquiry answered"
    FILE_OPENED = "file opened"
    FILE_OPENED_BY_PERSON = "file opened by the person"
    CODE_ISSUED = "code issued"
    CASE_OPENED = "case opened"
    CASE_ASSIGNED = "case assigned"
    CASE_REOPENED = "case reopened"
    CASE_HANDED_OVER = "case handed over"
    CONFLICT_DECLARED = "conflict declared"
    CONFLICT_ENDED = "conflict ended"
    ABSENCE_ENTERED = "absence entered"
    ABSENCE_ENDED = "absence ended"
    QUALIFIED = "qualification written"
    ASSESSED = "assessed"
    NEED_FOUND = "need found"
    NEED_MOVED = "need moved"
    PLAN_WRITTEN = "plan written"
    PLAN_AGREED = "plan agreed"
    ACTION_DONE = "action done"
    REVIEWED = "reviewed"
    VISIT_ARRANGED = "visit arranged"
    VISIT_RECORDED = "visit recorded"
    CLOSURE_ASKED = "closure proposed"
    CLOSURE_SIGNED = "closure signed"
    CLOSURE_RETURNED = "closure sent back"
    REFERRAL_SENT = "referral sent"
    REFERRAL_OPENED = "referral opened"
    LINK_MADE = "one-time link made"
    REFERRAL_ACCEPTED = "referral accepted"
    REFERRAL_DECLINED = "referral declined"
    REFERRAL_WITHDRAWN = "referral withdrawn"
    REFERRAL_ESCALATED = "referral escalated"
    CONSENT_GIVEN = "consent given"
    CONSENT_WITHDRAWN = "consent withdrawn"
    PLACE_OFFERED = "place offered"
    OFFER_PASSED = "offer passed"
    ENROLLED = "enrolled"
    SESSION_RECORDED = "session recorded"
    OUTCOME_RECORDED = "outcome recorded"
    PLACE_BOOKED = "emergency place booked"
    CAME_TO_PLACE = "came to the emergency place"
    STAY_ENDS_SOON = "emergency stay ends soon"
    STAY_RAN_OUT = "emergency stay ran out"
    STAY_ENDED = "emergency stay ended"
    SHELTER_ADDRESS_READ = "address of the shelter read"
    SERVICE_CONFIRMED = "service confirmed"
    SERVICE_CHANGED = "service changed"
    PROMISE_SET = "promise set"
    WORKER_ADDED = "worker added"
    POST_GIVEN = "post given"
    POST_ENDED = "post ended"
    TOKEN_MADE = "token made"  # noqa: S105
    TOKEN_ENDED = "token ended"  # noqa: S105
    PROTECTED = "file protected"
    TEAM_CHANGED = "team changed"
    SAFE_CONTACT_WRITTEN = "safe contact written"
    SAFE_CONTACT_READ = "safe contact read"
    OPENED_IN_EMERGENCY = "opened in an emergency"
    EMERGENCY_JUDGED = "emergency opening judged"
    ESCALATED = "escalated"
    PRINTED = "printed"
    REGISTER_RECEIVED = "register received"
    REGISTER_CHECKED = "register checked"
    REGISTER_CONFIRMED = "register confirmed"
    REGISTER_ADDED = "register added"
    REGISTER_ABANDONED = "register abandoned"
    REGISTER_LISTED = "register's problems read"
    EXPORTED = "exported"
    DOCUMENT_ADDED = "document added"
    DOCUMENT_OPENED = "document opened"
    DOCUMENT_REMOVED = "document removed"
    CONTACT_WISH_SET = "contact wish set"
    MESSAGE_WRITTEN = "message written"
    MESSAGE_ANSWERED = "message answered"
    MESSAGE_SETTLED = "message settled"


# Reading is an act too; these verbs are shown on the person's page under "who opened my file".
READS = frozenset(
    {
        Verb.REQUEST_OPENED,
        Verb.PERSON_OPENED,
        Verb.RECORDS_COMPARED,
        Verb.FILE_OPENED,
        Verb.REFERRAL_OPENED,
        Verb.PRINTED,
        Verb.EXPORTED,
        Verb.DOCUMENT_OPENED,
        Verb.SAFE_CONTACT_READ,
        Verb.OPENED_IN_EMERGENCY,
    }
)
