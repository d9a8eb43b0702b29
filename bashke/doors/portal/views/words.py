"""How statuses, verbs and certainty are said to a person who reads none of our terms."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.journal.rules import READS, Verb
from bashke.ground.law.queries import terms
from bashke.person.casework.rules import NeedStatus
from bashke.person.referrals.rules import Status as ReferralStatus

Text = str | Promise

NEED_WORDS: dict[str, tuple[Text, str]] = {
    NeedStatus.OPEN: (_("We are looking at it"), "amber"),
    NeedStatus.PLANNED: (_("In your plan"), "teal"),
    NeedStatus.REFERRED: (_("Sent to a service"), "teal"),
    NeedStatus.WAITING: (_("Accepted, waiting for a place"), "amber"),
    NeedStatus.BEING_MET: (_("You are getting help"), "green"),
    NeedStatus.MET: (_("Solved"), "green"),
    NeedStatus.UNMET: (_("Not solved yet"), "red"),
    NeedStatus.WITHDRAWN: (_("You no longer asked for this"), ""),
}

REFERRAL_WORDS: dict[str, tuple[Text, str]] = {
    ReferralStatus.SENT: (_("We wait for their answer"), "amber"),
    ReferralStatus.ACCEPTED: (_("The service said yes"), "green"),
    ReferralStatus.DECLINED: (_("The service said no"), "red"),
    ReferralStatus.WITHDRAWN: (_("Taken back"), ""),
}

ROLE_WORDS: dict[str, Text] = {
    "social_worker": _("social worker"),
    "supervisor": _("supervisor of the social workers"),
    "director": _("head of social services"),
    "provider_manager": _("manager of the service"),
    "provider_worker": _("worker of the service"),
    "ministry_analyst": _("analyst at the ministry"),
    "job": _("automatic reminder"),
}

VERB_WORDS: dict[str, Text] = {
    Verb.REQUEST_MADE: _("Received your request"),
    Verb.REQUEST_OPENED: _("Read your request"),
    Verb.REQUEST_REGISTERED: _("Registered your request"),
    Verb.REQUEST_REFUSED: _("Refused your request"),
    Verb.REQUEST_WITHDRAWN: _("Noted that you withdrew your request"),
    Verb.REQUEST_ASSIGNED: _("Gave your request to a social worker"),
    Verb.REQUEST_APPEALED: _("Took down your appeal"),
    Verb.REQUEST_REOPENED: _("Opened your request again"),
    Verb.REFUSAL_STANDS: _("Decided that the refusal stands"),
    Verb.URGENCY_SET: _("Judged how urgent it is"),
    Verb.URGENCY_LOWER_ASKED: _("Proposed that it is less urgent"),
    Verb.URGENCY_LOWER_CONFIRMED: _("Agreed that it is less urgent"),
    Verb.URGENCY_LOWER_REJECTED: _("Kept it as urgent as it was"),
    Verb.PERSON_ADDED: _("Wrote down your details"),
    Verb.PERSON_OPENED: _("Looked at your details"),
    Verb.PERSON_CORRECTED: _("Corrected your details"),
    Verb.RECORDS_COMPARED: _("Compared your details with another record that may be yours"),
    Verb.SAME_PROPOSED: _("Proposed to put two records of you together"),
    Verb.RECORDS_MERGED: _("Put two records of you together"),
    Verb.RECORDS_KEPT_APART: _("Decided that another record is not yours"),
    Verb.RECORDS_SPLIT: _("Separated two records that had been put together"),
    Verb.KNOWN_ELSEWHERE_ASKED: _("Asked whether another municipality knows you"),
    Verb.ENQUIRY_SENT: _("Asked another municipality to get in touch"),
    Verb.ENQUIRY_ANSWERED: _("Answered another municipality"),
    Verb.FILE_OPENED: _("Opened your file"),
    Verb.CODE_ISSUED: _("Gave you a code"),
    Verb.CASE_OPENED: _("Began to work on your case"),
    Verb.CASE_ASSIGNED: _("Gave your case to a social worker"),
    Verb.CASE_REOPENED: _("Opened your case again"),
    Verb.CASE_HANDED_OVER: _("Handed your case over to another social worker"),
    Verb.CONFLICT_DECLARED: _("Declared that a worker is related to you and may not open your file"),
    Verb.CONFLICT_ENDED: _("Ended what was declared about a worker and you"),
    Verb.ASSESSED: _("Wrote down the assessment made with you"),
    Verb.NEED_FOUND: _("Wrote down a need"),
    Verb.NEED_MOVED: _("Changed where a need stands"),
    Verb.PLAN_WRITTEN: _("Wrote your plan"),
    Verb.PLAN_AGREED: _("Recorded that you agreed to the plan"),
    Verb.ACTION_DONE: _("Ticked off something from the plan"),
    Verb.REVIEWED: _("Looked back at the plan with you"),
    Verb.VISIT_ARRANGED: _("Arranged to meet you"),
    Verb.VISIT_RECORDED: _("Wrote down what came of an appointment with you"),
    Verb.CLOSURE_ASKED: _("Proposed to close your case"),
    Verb.CLOSURE_SIGNED: _("Closed your case"),
    Verb.CLOSURE_RETURNED: _("Kept your case open"),
    Verb.REFERRAL_SENT: _("Sent your request to a service"),
    Verb.MEMBER_INVITED: _("Asked somebody to work on your plan"),
    Verb.MEMBER_JOINED: _("Joined your plan"),
    Verb.MEMBER_ENDED: _("Is no longer in your plan"),
    Verb.CONFERENCE_CALLED: _("Called those who work with you to a conference"),
    Verb.CONFERENCE_CALLED_OFF: _("Called the conference off"),
    Verb.MINUTES_SIGNED: _("Signed what the conference about you decided"),
    Verb.DISSENTED: _("Said that she does not agree with the conference"),
    Verb.SLICE_OPENED: _("Read her part of your plan"),
    Verb.PROGRESS_NOTED: _("Noted what was done for your plan"),
    Verb.GOAL_PROPOSED: _("Proposed a goal for your plan"),
    Verb.GOAL_ANSWERED: _("Answered a goal proposed for your plan"),
    Verb.REFERRAL_OPENED: _("Read what was sent to the service"),
    Verb.LINK_MADE: _("Made a one-time link so that the service can answer"),
    Verb.REFERRAL_ACCEPTED: _("Accepted you in the service"),
    Verb.REFERRAL_DECLINED: _("Answered that the service cannot take you"),
    Verb.REFERRAL_WITHDRAWN: _("Took back what was sent to the service"),
    Verb.REFERRAL_ESCALATED: _("Told the supervisor that the service is late"),
    Verb.CONSENT_GIVEN: _("Recorded what you agreed to share"),
    Verb.CONSENT_WITHDRAWN: _("Took back, for you, what you had agreed to share"),
    Verb.PLACE_OFFERED: _("Offered you a place in the service"),
    Verb.OFFER_PASSED: _("Gave the offered place to the next person, and left you on the waiting list"),
    Verb.ENROLLED: _("Enrolled you in the service"),
    Verb.SESSION_RECORDED: _("Recorded a session"),
    Verb.OUTCOME_RECORDED: _("Recorded how the service ended"),
    Verb.INCIDENT_REPORTED: _("Recorded something that happened in the service"),
    Verb.INCIDENT_SEEN: _("Looked at what happened in the service"),
    Verb.INCIDENT_FOLLOWED: _("Wrote down what was done after something happened in the service"),
    Verb.INCIDENT_CLOSED: _("Closed what happened in the service"),
    # Whoever else holds her telephone must not read here that she has somewhere to go.
    **dict.fromkeys(
        (Verb.PLACE_BOOKED, Verb.CAME_TO_PLACE, Verb.STAY_ENDS_SOON, Verb.STAY_RAN_OUT, Verb.STAY_ENDED, Verb.SHELTER_ADDRESS_READ),
        _("Worked on your case"),
    ),
    Verb.ESCALATED: _("Told the supervisor that your answer is late"),
    Verb.PRINTED: _("Printed papers from your file"),
    Verb.DOCUMENT_ADDED: _("Added a document to your file"),
    Verb.DOCUMENT_OPENED: _("Opened a document of your file"),
    Verb.DOCUMENT_REMOVED: _("Removed a document from your file"),
    Verb.GROUPS_SAID: _("Wrote down what you said of yourself for the counts"),
    Verb.GROUPS_TAKEN_BACK: _("Deleted what you had said of yourself for the counts"),
    Verb.HOUSEHOLD_CHANGED: _("Wrote down with whom you live"),
    Verb.TIE_CHANGED: _("Wrote down a relation of yours"),
    Verb.CONTACT_WISH_SET: _("Wrote down how you want to be reached"),
    Verb.MESSAGE_ANSWERED: _("Wrote to you"),
    Verb.MESSAGE_SETTLED: _("Wrote down that your message was answered in a talk"),
    Verb.PROTECTED: _("Closed your file to everybody but a small team"),
    Verb.TEAM_CHANGED: _("Changed who may read your protected file"),
    Verb.SAFE_CONTACT_WRITTEN: _("Wrote down how you can be reached safely"),
    Verb.SAFE_CONTACT_READ: _("Looked up how you can be reached safely"),
    Verb.DANGER_ASSESSED: _("Wrote in your file"),
    Verb.DANGER_READ: _("Read in your file"),
    Verb.STEP_DONE: _("Wrote in your file"),
    Verb.WAY_BACK_ASKED: _("Wrote in your file"),
    Verb.WAY_BACK_AGREED: _("Wrote in your file"),
    Verb.WAY_BACK_REFUSED: _("Wrote in your file"),
    Verb.OPENED_IN_EMERGENCY: _("Opened your protected file in an emergency"),
    Verb.EMERGENCY_JUDGED: _("Checked whether an emergency opening was justified"),
    Verb.DATA_ASKED: _("Took down what you ask about your data"),
    Verb.DATA_TAKEN_BACK: _("Took back what you ask about your data"),
    Verb.DATA_GRANTED: _("Answered yes to what you asked about your data"),
    Verb.DATA_REFUSED: _("Answered no to what you asked about your data"),
    Verb.DATA_COPY_OPENED: _("Opened the copy of your data that was made for you"),
    Verb.RESTRICTED_OPENED: _("Opened your file although it rests"),
    Verb.RESTRICTION_ENDED: _("Ended the restriction of your file"),
    Verb.ERASURE_FOUND: _("Noted that the time for which your file must be kept is over"),
    Verb.ERASURE_PROPOSED: _("Proposed to erase your file"),
    Verb.ERASURE_NOT: _("Decided to keep your file longer"),
    Verb.ERASED: _("Erased your file"),
    Verb.EXPORTED: _("Took a list with your name out of the system"),
}


# Reasons that are codes of a closed list, and reasons that somebody wrote in words for others to read.
REASON_LISTS: dict[str, str] = {
    Verb.REQUEST_REFUSED: "refusal_reason",
    Verb.REFERRAL_DECLINED: "decline_reason",
    Verb.CLOSURE_ASKED: "closure_reason",
    Verb.OFFER_PASSED: "offer_passed_reason",
    Verb.ENROLLED: "out_of_turn_reason",
    Verb.CLOSURE_SIGNED: "closure_reason",
    Verb.URGENCY_LOWER_ASKED: "override_down_reason",
}
WRITTEN_REASONS = READS | {
    Verb.REQUEST_REOPENED,
    Verb.REFUSAL_STANDS,
    Verb.DOCUMENT_REMOVED,
    Verb.CASE_REOPENED,
    Verb.REFERRAL_WITHDRAWN,
    Verb.URGENCY_LOWER_REJECTED,
    Verb.CLOSURE_RETURNED,
    Verb.RESTRICTION_ENDED,
    Verb.ERASURE_NOT,
}


def reason_words(verb: str, reason: str) -> str:
    """Why something was done, as far as that was written down for her; marks meant for machines are not shown."""
    if verb == Verb.NEED_MOVED:
        was, _arrow, became = reason.partition(">")
        known = was in NEED_WORDS and became in NEED_WORDS
        return f"{NEED_WORDS[was][0]} → {NEED_WORDS[became][0]}" if known else ""
    if verb in REASON_LISTS:
        return next((str(row.label) for row in terms(REASON_LISTS[verb]) if row.code == reason), "")
    return reason if verb in WRITTEN_REASONS else ""


def why_read(verb: str, reason: str, role: str | None, *, is_own_worker: bool) -> str:
    """Why somebody looked: the reason that was written, else what follows from the post, else that none was written."""
    if verb not in READS or reason:
        return reason_words(verb, reason)
    if is_own_worker:
        return gettext("This is the social worker who works with you.")
    if role == "supervisor":
        return gettext("The supervisor answers for the work of the social workers.")
    if role in {"provider_manager", "provider_worker"}:
        return gettext("You were sent to this service with your agreement.")
    return gettext("No reason was written down. You may ask the office for it.")


def verb_words(verb: str) -> Text:
    """What was done, said to her; a verb without words of its own is still told."""
    return VERB_WORDS.get(verb, _("Worked on your file"))
