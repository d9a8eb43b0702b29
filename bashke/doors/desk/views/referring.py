"""One need: send it to a service, withdraw what was sent, or say by hand what became of it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import anchors, label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.casework.actions import move_need
from bashke.person.casework.models import Goal, Need, NeedStep
from bashke.person.casework.rules import NEXT_NEED, CaseStatus, NeedStatus
from bashke.person.delivery.queries import waiting_at
from bashke.person.people.actions import withdraw_consent
from bashke.person.people.models import Consent
from bashke.person.referrals import actions
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import follows, proposals
from bashke.person.referrals.rules import Status, is_late

from ..forms.referring import NeedForm, ReferForm
from ..queries import words

MOST_DIGITS = 10


@requires(Permission.REFERRAL_SEND)
def refer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send one need to one service. After a no or silence the next service with a free place stands first, chosen already."""
    need = _get(request, pk)
    offered = proposals(need, request.actor)
    earlier = follows(need, request.actor, timezone.now())
    goal = Goal.objects.visible_to(request.actor).filter(need=need).order_by("-plan__version").first()
    form = ReferForm(request.POST or None, proposals=offered, initial=_begun(goal, earlier))
    if form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("service")
        service = next(one.service for one in offered if one.service.pk == chosen)
        try:
            actions.send(by=request.actor, at=timezone.now(), need=need, service=service, after=earlier, **given)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("Sent to %(service)s. The clock for the answer runs.") % {"service": service.name})
            return redirect("desk:case", pk=need.case_id)
    elif request.method == "GET":
        _opened(need)
    waiting = need.status == NeedStatus.REFERRED and earlier is None
    lists = waiting_at([one.service for one in offered], timezone.localdate())
    cards = [(one, chosen, lists[one.service.pk]) for one, chosen in form.cards()]
    page = _shown(need) | {"form": form, "cards": cards, "earlier": earlier, "waiting": waiting, "onward": _may_go_on(earlier)}
    if earlier is not None:
        page["earlier_reason"] = label("decline_reason", earlier.decline_reason) if earlier.decline_reason else ""
    return render(request, "desk/refer.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_WRITE)
def need(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One need of the ledger with every step it made, and the form that moves it."""
    shown = _get(request, pk)
    form = NeedForm(request.POST or None, need=shown)
    if form.is_valid():
        given = form.cleaned_data
        try:
            move_need(
                by=request.actor, at=timezone.now(), need=shown, to=NeedStatus(given["to"]), reason=given["reason"], words=given["words"],
                seen=given["seen"],
            )  # fmt: skip
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The need is up to date."))
            return redirect("desk:case", pk=shown.case_id)
    elif request.method == "GET":
        _opened(shown)
    return render(request, "desk/need.html", _shown(shown) | _history(shown, request) | {"form": form}, status=422 if form.errors else 200)


@requires(Permission.REFERRAL_SEND)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """We no longer ask this service."""
    referral = get_object_or_404(Referral.objects.visible_to(request.actor), pk=pk)
    if request.method != "POST":
        return redirect("desk:need", pk=referral.need_id)
    try:
        actions.withdraw(by=request.actor, at=timezone.now(), referral=referral)
        messages.success(request, _("The referral is withdrawn."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:need", pk=referral.need_id)


@requires(Permission.REFERRAL_SEND)
def send_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One press: the same question, with the same slice, to the next service."""
    earlier = get_object_or_404(Referral.objects.visible_to(request.actor), pk=pk)
    to = request.POST.get("to", "")
    service = Service.objects.visible_to(request.actor).filter(pk=int(to)).first() if to.isdecimal() and len(to) < MOST_DIGITS else None
    if request.method != "POST" or service is None:
        return redirect("desk:refer", pk=earlier.need_id)
    try:
        sent = actions.send_on(by=request.actor, at=timezone.now(), referral=earlier, service=service)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:refer", pk=earlier.need_id)
    messages.success(request, _("Sent to %(service)s. The clock for the answer runs.") % {"service": service.name})
    return redirect("desk:case", pk=sent.case_id)


@requires(Permission.REFERRAL_SEND)
@never_cache
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A one-time link for a service without an account: sent by text message, or shown once to hand over."""
    found = get_object_or_404(Referral.objects.visible_to(request.actor).select_related("service", "need"), pk=pk)
    if request.method != "POST":
        return redirect("desk:need", pk=found.need_id)
    phone = found.service.phone if "send" in request.POST else ""
    try:
        made, token = actions.make_link(by=request.actor, at=timezone.now(), referral=found, phone=phone)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("desk:need", pk=found.need_id)
    if made.sent_to:
        messages.success(request, _("The link was sent to %(phone)s.") % {"phone": made.sent_to})
        return redirect("desk:need", pk=found.need_id)
    address = f"{settings.PUBLIC_URL}{reverse('referrals:by_link', args=[token])}"
    return render(request, "desk/link.html", {"referral": found, "link": made, "address": address, "asked_to_send": bool(phone)})


@requires(Permission.REFERRAL_SEND)
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person takes her consent back through her worker: the service finds nothing from its next click on, and the need is ours again."""
    consent = get_object_or_404(Consent.objects.visible_to(request.actor), pk=pk)
    referral = get_object_or_404(Referral.objects.visible_to(request.actor), consent=consent)
    if request.method == "POST":
        try:
            withdraw_consent(by=request.actor, at=timezone.now(), consent=consent)
            actions.follow_consents(by=request.actor, at=timezone.now())
            messages.success(request, _("The consent is withdrawn. The service no longer sees anything of this person."))
        except NotAllowed as broken:
            messages.error(request, sentence(broken))
    return redirect("desk:need", pk=referral.need_id)


def _get(request: StaffRequest, pk: UUID) -> Need:
    needs = Need.objects.visible_to(request.actor).select_related("case", "person", "person__unit", "found_by")
    found: Need = get_object_or_404(needs, pk=pk)
    return found


def _opened(need: Need) -> None:
    record(Verb.FILE_OPENED, need, person=need.person_id, municipality=need.municipality_id)


def _may_go_on(earlier: Referral | None) -> bool:
    """Did the person agree to the next service too, and does that still hold?"""
    consent = earlier.consent if earlier is not None else None
    return consent is not None and consent.onward and consent.holds_on(timezone.localdate())


def _begun(goal: Goal | None, earlier: Referral | None) -> dict[str, Any]:
    """What the form says before anybody writes: the earlier slice, else the goal of the plan."""
    if earlier is None:
        return {"purpose": goal.statement if goal else ""}
    return {"purpose": earlier.purpose, "shared": earlier.shared, "safety_note": earlier.safety_note}


def _shown(need: Need) -> dict[str, Any]:
    return {
        "need": need,
        "person": need.person,
        "domain": label("domain", need.domain),
        "anchor": anchors(need.domain)[need.rung],
        "tag": words.need(need.status),
        "open": need.case.status == CaseStatus.OPEN,
    }


def _history(need: Need, request: StaffRequest) -> dict[str, Any]:
    """Every step of the need and every referral sent for it, the newest first."""
    steps = NeedStep.objects.visible_to(request.actor).filter(need=need).select_related("by").order_by("-at", "-pk")
    sent = Referral.objects.visible_to(request.actor).filter(need=need).select_related("service", "consent").order_by("-sent_at")
    now = timezone.now()
    events = [
        {
            "title": capfirst(str(words.need(step.became).text)), "at": step.at, "by": step.by.name if step.by else "",
            "text": " · ".join(text for text in (label("unmet_reason", step.reason) if step.reason else "", step.words) if text),
        }
        for step in steps
    ]  # fmt: skip
    referrals = [
        (row, words.LATE if is_late(Status(row.status), row.due_at, now) else words.REFERRALS[row.status], row.status == Status.SENT,
         label("decline_reason", row.decline_reason) if row.decline_reason else "")
        for row in sent
    ]  # fmt: skip
    return {
        "events": events,
        "referrals": referrals,
        "consents": [(row, row.consent.holds_on(timezone.localdate())) for row in sent if row.consent],
        "may_refer": NeedStatus.REFERRED in NEXT_NEED[NeedStatus(need.status)] or follows(need, request.actor, timezone.now()) is not None,
    }
