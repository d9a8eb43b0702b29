"""Screen words for the states of casework, and refusals said in them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.law.queries import term
from bashke.ground.law.rules import NotAllowed

from ..rules import (
    ActionOwner,
    Agreement,
    AssessmentKind,
    CaseStatus,
    ClosureStatus,
    ConferenceStatus,
    MemberStatus,
    NeedStatus,
    NextStep,
    Place,
    PlanStatus,
    ProposalStatus,
    VisitKind,
    VisitStatus,
)

Words = Mapping[str, "str | Promise"]

CASE: Words = {
    CaseStatus.OPEN: _("under way"),
    CaseStatus.CLOSING: _("waiting for the supervisor's signature"),
    CaseStatus.CLOSED: _("closed"),
}
NEED: Words = {
    NeedStatus.OPEN: _("still open"),
    NeedStatus.PLANNED: _("planned"),
    NeedStatus.REFERRED: _("referred"),
    NeedStatus.WAITING: _("waiting for a place"),
    NeedStatus.BEING_MET: _("being met"),
    NeedStatus.MET: _("met"),
    NeedStatus.UNMET: _("unmet"),
    NeedStatus.WITHDRAWN: _("withdrawn by the person"),
}
NEED_COLOUR: Mapping[str, str] = {
    NeedStatus.OPEN: "amber",
    NeedStatus.PLANNED: "blue",
    NeedStatus.REFERRED: "blue",
    NeedStatus.WAITING: "violet",
    NeedStatus.BEING_MET: "teal",
    NeedStatus.MET: "green",
    NeedStatus.UNMET: "red",
    NeedStatus.WITHDRAWN: "",
}
PLAN: Words = {
    PlanStatus.DRAFT: _("a draft"),
    PlanStatus.AGREED: _("agreed with the person"),
    PlanStatus.REPLACED: _("replaced by a newer one"),
}
CLOSURE: Words = {
    ClosureStatus.PROPOSED: _("waiting for a signature"),
    ClosureStatus.SIGNED: _("signed"),
    ClosureStatus.RETURNED: _("sent back"),
}
NEXT_STEP: Words = {
    NextStep.FIRST_CONTACT: _("First contact with the person"),
    NextStep.ASSESSMENT: _("Full assessment of needs"),
    NextStep.PLAN: _("Plan agreed with the person"),
    NextStep.REVIEW: _("Review with the person"),
    NextStep.SIGN_OFF: _("Supervisor's signature on the closure"),
    NextStep.END: _("The work ends, as the person wishes"),
    NextStep.NONE: _("Nothing more to do"),
}
ASSESSMENT_KIND: Words = {
    AssessmentKind.INITIAL: _("Initial assessment"),
    AssessmentKind.FULL: _("Full assessment"),
    AssessmentKind.REVIEW: _("Assessment at a review"),
}
PLACE: Words = {Place.HOME: _("At the person's home"), Place.OFFICE: _("At the office"), Place.PHONE: _("By telephone")}
OWNER: Words = {
    ActionOwner.WORKER: _("Social worker"),
    ActionOwner.PERSON: _("The person"),
    ActionOwner.FAMILY: _("Family"),
    ActionOwner.PROVIDER: _("Provider"),
    ActionOwner.TEAM: _("The team"),
}
AGREEMENT: Words = {
    Agreement.SIGNED: _("Signed on paper"),
    Agreement.SPOKEN: _("Said yes in our presence"),
    Agreement.GUARDIAN: _("Signed by the parent or guardian"),
}

VISIT_KIND: Words = {VisitKind.HOME: _("Home visit"), VisitKind.OFFICE: _("Meeting at the office"), VisitKind.CALL: _("Telephone call")}
VISIT: Words = {
    VisitStatus.PLANNED: _("arranged"),
    VisitStatus.HELD: _("it took place"),
    VisitStatus.MISSED: _("nobody was there"),
    VisitStatus.MOVED: _("moved to another day"),
    VisitStatus.CALLED_OFF: _("called off"),
}
VISIT_COLOUR: Mapping[str, str] = {VisitStatus.PLANNED: "blue", VisitStatus.HELD: "green", VisitStatus.MISSED: "amber"}

MEMBER: Words = {MemberStatus.INVITED: _("asked"), MemberStatus.JOINED: _("in the plan"), MemberStatus.ENDED: _("no longer in the plan")}
MEMBER_COLOUR: Mapping[str, str] = {MemberStatus.INVITED: "amber", MemberStatus.JOINED: "green", MemberStatus.ENDED: ""}
CONFERENCE: Words = {
    ConferenceStatus.CALLED: _("called"),
    ConferenceStatus.HELD: _("held, minutes signed"),
    ConferenceStatus.CALLED_OFF: _("called off"),
}
CONFERENCE_COLOUR: Mapping[str, str] = {ConferenceStatus.CALLED: "blue", ConferenceStatus.HELD: "green", ConferenceStatus.CALLED_OFF: ""}
PROPOSAL: Words = {
    ProposalStatus.PROPOSED: _("waiting for an answer"),
    ProposalStatus.ACCEPTED: _("taken into the plan"),
    ProposalStatus.DECLINED: _("not taken into the plan"),
}
PROPOSAL_COLOUR: Mapping[str, str] = {ProposalStatus.PROPOSED: "amber", ProposalStatus.ACCEPTED: "green", ProposalStatus.DECLINED: ""}


@contextmanager
def said_in(words: Words) -> Iterator[None]:
    """A refusal whose states are said in screen words: "withdrawn by the person" and not `withdrawn`."""
    try:
        yield
    except NotAllowed as broken:
        params = {name: words.get(value, value) for name, value in broken.params.items()}
        raise NotAllowed(broken.msgid, **params) from broken


def domain(code: str) -> object:
    """The name of a need domain, in the language of the page when it is shown."""
    return term("domain", code).label
