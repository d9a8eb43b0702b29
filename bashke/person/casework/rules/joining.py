"""Who works on a plan beside its owner: asked, joined, gone again, and never the owner's place. No database, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from bashke.ground.law.rules import NotAllowed

OWN_OFFICE = "own_office"
CONSENT = "consent"


class MemberStatus(StrEnum):
    INVITED = "invited"
    JOINED = "joined"
    ENDED = "ended"


class ProposalStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


M, P = MemberStatus, ProposalStatus
NEXT_MEMBER: dict[MemberStatus, set[MemberStatus]] = {M.INVITED: {M.JOINED, M.ENDED}, M.JOINED: {M.ENDED}, M.ENDED: set()}
NEXT_PROPOSAL: dict[ProposalStatus, set[ProposalStatus]] = {P.PROPOSED: {P.ACCEPTED, P.DECLINED}, P.ACCEPTED: set(), P.DECLINED: set()}
IN_PLAN = frozenset({M.INVITED, M.JOINED})


def check_member_move(current: MemberStatus, wanted: MemberStatus, words: Mapping[str, object]) -> None:
    """`words` say each status in the sentence of a refusal."""
    if wanted not in NEXT_MEMBER[current]:
        raise NotAllowed("This place in the plan is already %(now)s.", now=words[current])


def check_proposal_move(current: ProposalStatus, wanted: ProposalStatus, words: Mapping[str, object]) -> None:
    if wanted not in NEXT_PROPOSAL[current]:
        raise NotAllowed("This proposal is already %(now)s.", now=words[current])


def check_owner(*, owns: bool, leads: bool) -> None:
    """Whoever is responsible for the case, or a supervisor for her, decides who works on its plan."""
    if not (owns or leads):
        raise NotAllowed("Only the worker who is responsible for the case, or a supervisor, decides who works on the plan.")


def check_invitation(*, purpose: str, own_office: bool, named: bool, owner: bool, basis: str) -> None:
    """A place in a plan says what for and on which ground; the ground fits who is asked, and the owner is never her own guest."""
    if not purpose.strip():
        raise NotAllowed("Say what you ask of her: it is what she may know the person for.")
    if owner:
        raise NotAllowed("The worker who is responsible for the case is in the plan already.")
    if own_office != (basis == OWN_OFFICE):
        raise NotAllowed("Choose the ground that fits: a colleague of your own office needs none but that, everybody else needs another.")
    if own_office and not named:
        raise NotAllowed("Choose which colleague you ask.")


def check_discipline_free(taken: bool) -> None:
    if taken:
        raise NotAllowed("Somebody is in the plan for this discipline already. End that place first.")


def check_words(words: str) -> None:
    if not words.strip():
        raise NotAllowed("Write a sentence about it first.")
