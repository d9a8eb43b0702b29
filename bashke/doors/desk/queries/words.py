"""How a code of the person floor reads on the desk, and in which colour: one wording for every page."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.law.queries import label, term, terms
from bashke.ground.law.rules import TriageClass
from bashke.person.casework.models import Case
from bashke.person.casework.queries.words import NEED, NEED_COLOUR
from bashke.person.casework.rules import NextStep
from bashke.person.protection.rules import Judgement, ReturnStatus, Track
from bashke.person.referrals.rules import Status as ReferralStatus
from bashke.person.requests.models import Request
from bashke.person.requests.rules import AppealStatus, Channel, ForWhom, Relation
from bashke.person.requests.rules import Status as RequestStatus

Word = str | Promise


class Tag(NamedTuple):
    """A short text in a colour of the design."""

    text: Word
    colour: str = ""


URGENCY_COLOURS: Mapping[str, str] = {
    TriageClass.EMERGENCY: "wine", TriageClass.URGENT: "red", TriageClass.SOON: "amber", TriageClass.ROUTINE: "",
}  # fmt: skip

# What must happen next, as an act; the case page says the same as a state.
NEXT_STEPS: Mapping[str, Word] = {
    NextStep.FIRST_CONTACT: _("Speak with the person"),
    NextStep.ASSESSMENT: _("Assess the needs"),
    NextStep.PLAN: _("Make the plan with the person"),
    NextStep.REVIEW: _("Look back at the plan together"),
    NextStep.SIGN_OFF: _("The supervisor signs the closure"),
    NextStep.END: _("The person took the request back: end the work"),
    NextStep.NONE: _("Nothing more to do"),
}

REQUESTS: Mapping[str, Tag] = {
    RequestStatus.RECEIVED: Tag(_("Waits for an answer"), "amber"),
    RequestStatus.REGISTERED: Tag(_("Registered"), "green"),
    RequestStatus.REFUSED: Tag(_("Refused"), "red"),
    RequestStatus.WITHDRAWN: Tag(_("Withdrawn")),
}

REFERRALS: Mapping[str, Tag] = {
    ReferralStatus.SENT: Tag(_("Waits for the service"), "amber"),
    ReferralStatus.ACCEPTED: Tag(_("Accepted"), "green"),
    ReferralStatus.DECLINED: Tag(_("Declined"), "red"),
    ReferralStatus.WITHDRAWN: Tag(_("Withdrawn")),
}
LATE = Tag(_("No answer in time"), "red")

TRACKS: Mapping[str, Word] = {
    Track.VIOLENCE: _("Violence in the home"), Track.CHILD: _("A child who needs protection"), Track.TRAFFICKING: _("Trafficking"),
}  # fmt: skip
WAY_BACK: Mapping[str, Word] = {
    ReturnStatus.WAITING: _("Waits for a second person of the team"), ReturnStatus.AGREED: _("Agreed. It holds from now on."),
    ReturnStatus.REFUSED: _("The file stays as it is."),
}  # fmt: skip
JUDGEMENTS: Mapping[str, Tag] = {
    Judgement.WAITING: Tag(_("Waits for the officer"), "amber"),
    Judgement.JUSTIFIED: Tag(_("Justified"), "green"),
    Judgement.NOT_JUSTIFIED: Tag(_("Not justified"), "red"),
}

CHANNELS: Mapping[str, Word] = {
    Channel.WEB: _("from the web"), Channel.COUNTER: _("at the counter"), Channel.PHONE: _("by phone"), Channel.OUTREACH: _("from the field"),
    Channel.OFFICE: _("from another office"), Channel.PROVIDER: _("from a provider"), Channel.TIP: _("anonymous tip"),
}  # fmt: skip
TIP = Tag(_("Anonymous tip"), "violet")
NO_PERMISSION = Tag(_("Without the person's permission"), "violet")
PROTECTED = Tag(_("Protected file"), "wine")
RELATIONS: Mapping[str, Word] = {
    Relation.FAMILY: _("Of the family"), Relation.FRIEND: _("Friend or neighbour"), Relation.BUSINESS: _("Money or work between them"),
    Relation.DISPUTE: _("A dispute between them"), Relation.OTHER: _("Something else"),
}  # fmt: skip
APPEALS: Mapping[str, Tag] = {
    AppealStatus.WAITING: Tag(_("Waits for a decision"), "amber"), AppealStatus.REOPENED: Tag(_("Opened again"), "green"),
    AppealStatus.STANDS: Tag(_("The refusal stands")),
}  # fmt: skip


def came(request: Request) -> str:
    """How a request came and, when the person did not ask herself, who asked for her: one line."""
    how = str(CHANNELS[request.channel])
    if request.for_whom == ForWhom.SELF or request.is_tip:
        return how
    who = ", ".join(text for text in (request.asker_name, request.asker_relation, request.asker_office) if text)
    return gettext("%(how)s, asked for by %(who)s") % {"how": how, "who": who}


def asked_tags(request: Request) -> tuple[Tag, ...]:
    """What must be known beside the name wherever the request is shown: a tip, or somebody asked without permission."""
    if request.is_tip:
        return (TIP, *tracks(request))
    return (*((NO_PERMISSION,) if request.without_permission else ()), *tracks(request))


def tracks(row: Request | Case) -> tuple[Tag, ...]:
    """The kinds of work of a request or case. Of a protected file a list says only that: it may be read over a shoulder."""
    if row.file_id is not None:
        return (PROTECTED,)
    return tuple(Tag(label("track", code), "teal") for code in row.tracks)


def urgency(code: str | None) -> Tag:
    """The tag of a triage class; a request nobody judged yet says so."""
    return Tag(label("triage_class", code), URGENCY_COLOURS[code]) if code else Tag(_("Urgency not judged yet"), "blue")


def step(code: str) -> str:
    """A step of a sensitive track."""
    return label("track_step", code)


def step_hint(code: str) -> str:
    """What a step means, where its name alone does not say it."""
    hint = term("track_step", code).hint
    return str(hint) if hint else ""


def domains(codes: list[str]) -> str:
    """What is needed, in one line."""
    return ", ".join(label("domain", code) for code in codes)


def need(status: str) -> Tag:
    """Where a need stands."""
    return Tag(NEED[status], NEED_COLOUR[status])


def closure_reason(code: str) -> str:
    """Why a case ends."""
    return label("closure_reason", code)


def lowering_reason(code: str) -> str:
    """Why a request is less urgent than its signs: one of the list, or the words that were written."""
    known = {row.code: str(row.label) for row in terms("override_down_reason")}
    return known.get(code, code)


def refusal_reason(code: str) -> str:
    """Why a request was refused; nothing when it was not."""
    return label("refusal_reason", code) if code else ""
