"""What a worker can go to, by the permissions of her post: the main navigation of every staff page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.permissions import ROLES, Permission
from bashke.ground.access.rules import Actor


@dataclass(frozen=True)
class Place:
    """One item: shown to whoever holds one of the permissions, current on the views named, or on a whole door (`cockpit:`)."""

    text: Promise
    view: str
    permissions: frozenset[Permission]
    current: tuple[str, ...]


P = Permission
PERSONAL = (  # the pages of one person and her case
    "desk:people", "desk:person", "desk:correct", "desk:case", "desk:need", "desk:refer", "desk:assess", "desk:plan", "desk:agree",
    "desk:review", "desk:documents", "desk:remove_document", "desk:close", "desk:sign", "desk:reopen", "desk:follow_up", "desk:relation", "desk:end",
    "desk:protect_case", "desk:readers", "desk:safe", "desk:emergency", "desk:messages", "desk:contact",
    "desk:household", "desk:household_add", "desk:household_move", "desk:member", "desk:data_ask", "desk:rest_open",
    "desk:together", "desk:proposal", "desk:conference_new", "desk:conference",
)  # fmt: skip
PLACES = (
    Place(_("My day"), "desk:day", frozenset({P.CASE_WRITE}), ("desk:day", "desk:cases")),
    Place(
        _("Requests"),
        "desk:requests",
        frozenset({P.REQUEST_VIEW}),
        (
            "desk:requests",
            "desk:request",
            "desk:register",
            "desk:urgency",
            "desk:lowering",
            "desk:refuse",
            "desk:new",
            "desk:receipt",
            "desk:protect_request",
        ),
    ),
    Place(_("People"), "desk:people", frozenset({P.PERSON_VIEW}), PERSONAL),
    Place(
        _("Enquiries"), "desk:enquiries", frozenset({P.PERSON_ENQUIRE, P.ENQUIRY_ANSWER}), ("desk:enquiries", "desk:enquire", "desk:answer")
    ),
    Place(
        _("The team"),
        "desk:board",
        frozenset({P.BOARD_VIEW}),
        ("desk:board", "desk:assign", "desk:nobody", "desk:hand_over", "desk:absences", "desk:give", "desk:abilities", "desk:ability"),
    ),
    Place(_("Appeals"), "desk:appeals", frozenset({P.APPEAL_DECIDE}), ("desk:appeals", "desk:decide")),
    Place(_("Emergency places"), "bookings:places", frozenset({P.PLACE_BOOK}), ("bookings:",)),
    Place(_("Incidents"), "incidents:incidents", frozenset({P.INCIDENT_ANSWER}), ("incidents:",)),
    Place(
        _("Data"),
        "desk:data",
        frozenset({P.DATA_REQUEST_VIEW}),
        ("desk:data", "desk:data_request", "desk:rest_end", "desk:over", "desk:over_keep", "desk:over_propose", "desk:over_sign"),
    ),
    Place(_("Sent referrals"), "referrals:inbox", frozenset({P.REFERRAL_SEND}), ("referrals:",)),
    Place(_("Referrals"), "referrals:inbox", frozenset({P.REFERRAL_ANSWER}), ("referrals:",)),
    Place(_("Services"), "delivery:services", frozenset({P.DELIVERY_VIEW}), ("delivery:", "directory:")),
    Place(_("Delivered"), "units:delivered", frozenset({P.UNITS_VIEW}), ("units:",)),
    Place(_("Incidents"), "incidents:incidents", frozenset({P.INCIDENT_REPORT}), ("incidents:",)),
    Place(_("Plans I am in"), "desk:plans", frozenset({P.PLAN_JOIN}), ("desk:plans", "desk:slice", "desk:dissent")),
    Place(_("Register"), "registers:imports", frozenset({P.REGISTER_IMPORT}), ("registers:",)),
    Place(_("Counts"), "cockpit:counts", frozenset({P.COUNTS_VIEW}), ("cockpit:",)),
    Place(_("Lists as files"), "desk:exports", frozenset({P.EXPORT_MAKE}), ("desk:exports", "desk:export_new")),
    Place(_("Lists that left"), "desk:export_ledger", frozenset({P.EXPORT_LEDGER}), ("desk:export_ledger",)),
    Place(_("Emergency openings"), "desk:emergencies", frozenset({P.EMERGENCY_REVIEW}), ("desk:emergencies", "desk:judge")),
    Place(_("Our promises"), "desk:promises", frozenset({P.PROMISE_SET}), ("desk:promises", "desk:promise")),
    Place(_("Staff"), "access:staff", frozenset({P.STAFF_MANAGE}), ("access:",)),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the staff frame: the items, and who is signed in where. Reads nothing from the database."""
    actor: Actor | None = getattr(request, "actor", None)
    role = ROLES.get((actor.role if actor else None) or "")
    if actor is None or role is None or actor.worker is None:
        return {}
    here = request.resolver_match.view_name if request.resolver_match else ""
    english = (get_language() or "sq").startswith("en")
    return {
        "menu": [item for place in PLACES if place.permissions & role.permissions and (item := _item(place, here))],
        "can_export": P.EXPORT_MAKE in role.permissions,
        "worker_name": actor.worker_name,
        "institution_name": actor.institution_name_en if english else actor.institution_name_sq,
    }


def _item(place: Place, here: str) -> dict[str, Any] | None:
    try:
        return {"text": place.text, "href": reverse(place.view), "current": _is_in(here, place)}
    except NoReverseMatch:  # a door that this installation has not opened
        return None


def _is_in(here: str, place: Place) -> bool:
    return any(here == view or (view.endswith(":") and here.startswith(view)) for view in place.current)
