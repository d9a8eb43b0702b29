"""Papers to print and hand over, as PDF. Printing a person's paper is an act: she reads in the journal that it happened."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.papers.actions import hand_over
from bashke.person.casework import papers as of_cases
from bashke.person.casework.models import Case
from bashke.person.casework.queries import file
from bashke.person.casework.rules import ClosureStatus
from bashke.person.requests import papers as of_requests
from bashke.person.requests.models import Request

from ..queries import requests as asked
from .cases import get_case
from .intake import KEPT


@requires(Permission.REQUEST_REGISTER)
@require_safe
def receipt(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The receipt, with the code as long as this desk still knows it."""
    ask = _request(request, pk)
    kept = request.session.get(KEPT, {})
    code = kept.get("code", "") if kept.get("request") == str(ask.pk) else ""
    return hand_over(request, lambda: of_requests.receipt(of_requests.receipt_of(ask, code)), _("receipt"))


@requires(Permission.REQUEST_VIEW)
@require_safe
def decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The decision on a request; 404 while there is none."""
    ask = _request(request, pk)
    if not of_requests.is_decided(ask):
        raise Http404
    return hand_over(request, lambda: of_requests.decision(ask), _("decision"))


@requires(Permission.CASE_VIEW)
@require_safe
def plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The draft that waits for the person's agreement, else the plan that holds; 404 while there is neither."""
    case = get_case(request, pk)
    held = file(case)
    found = held.draft or held.agreed
    if found is None:
        raise Http404
    _printed(case)
    return hand_over(request, lambda: of_cases.plan(found, printed_on=timezone.localdate()), _("plan"))


@requires(Permission.CASE_VIEW)
@require_safe
def closure(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The letter about the end of the work; 404 while the case is open."""
    case = get_case(request, pk)
    held = file(case)
    signed = next((one for one in held.closures if one.status == ClosureStatus.SIGNED), None)
    if case.closed_at is None or signed is None:
        raise Http404
    _printed(case)
    return hand_over(request, lambda: of_cases.closure_letter(signed, held.needs), _("closure"))


def _request(request: StaffRequest, pk: UUID) -> Request:
    ask: Request = get_object_or_404(asked.whole(request.actor), pk=pk)
    record(Verb.PRINTED, ask, person=ask.person_id or ask.pk, municipality=ask.municipality_id)
    return ask


def _printed(case: Case) -> None:
    record(Verb.PRINTED, case, person=case.person_id, municipality=case.municipality_id)
