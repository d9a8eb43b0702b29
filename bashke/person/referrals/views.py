"""The provider's inbox: what was asked, by when to answer, and the answer. The municipality sees what it sent, read-only."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bashke.ground.access.guards import PAUSE_SECONDS, StaffRequest, may_try, note_wrong, public, requires, tries_key
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.ground.papers.actions import hand_over

from . import actions, queries
from .forms import AcceptForm, DeclineForm, ask_name
from .models import Referral
from .papers import sheet
from .rules import Status


@requires(Permission.REFERRAL_VIEW)
def inbox(request: StaffRequest) -> HttpResponse:
    """What waits for an answer, the most overdue first; and, one click away, what was answered."""
    shown = "answered" if request.GET.get("show") == "answered" else "waiting"
    after = _cursor(request)
    find = queries.answered if shown == "answered" else queries.inbox
    rows, following = queries.page(find(request.actor, after))
    for row in rows:
        row.late = row.is_late_at(timezone.now())  # type: ignore[attr-defined]
    counted = queries.counts(request.actor, timezone.now())
    return _page(
        request, "inbox", counted, rows=rows, shown=shown, tabs=_tabs(request, shown, counted),
        following=f"?show={shown}&after={following.pk}" if following else "",
    )  # fmt: skip


@requires(Permission.REFERRAL_VIEW)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One referral: the slice, the purpose, the clock, and the two answers."""
    return _show(request, _get(request, pk))


@requires(Permission.REFERRAL_VIEW)
@require_safe
def sheet_paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The referral sheet as a PDF, to hand over or to keep."""
    referral = _get(request, pk)
    record(Verb.PRINTED, referral, person=referral.person_id, municipality=referral.municipality_id)
    return hand_over(request, lambda: sheet(referral), gettext_lazy("referral sheet"))


@requires(Permission.REFERRAL_ANSWER)
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Accept or decline. What was typed stays when the answer is refused."""
    referral = _get(request, pk)
    if request.method != "POST":
        return redirect("referrals:show", pk=pk)
    declines = request.POST.get("answer") == "decline"
    form = DeclineForm(request.POST, on=timezone.localdate()) if declines else AcceptForm(request.POST)
    if not form.is_valid():
        return _show(request, referral, form)
    try:
        _answer(request, referral, form)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("referrals:inbox")  # whoever was first may have closed this page to us
    return redirect("referrals:inbox") if declines else redirect("referrals:show", pk=pk)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A provider without an account answers one referral, once. Every link that does not work gets the same page, and few tries."""
    tries = tries_key(request, "referrals.link")
    if not may_try(tries):
        return _link_page(request, "wait", 429, seconds=PAUSE_SECONDS, retry=PAUSE_SECONDS)
    actor = queries.enter_by_link(token)
    if actor is None:
        note_wrong(tries)
        return _link_page(request, "gone", 404)
    referral = queries.shown(actor).get()
    declines = request.POST.get("answer") == "decline"
    day = timezone.localdate()
    given = DeclineForm(request.POST, on=day) if declines else AcceptForm(request.POST)
    form = ask_name(given)
    if request.method == "POST" and form.is_valid():
        return _answer_by_link(request, token, actor, referral, form)
    record(Verb.REFERRAL_OPENED, referral, person=referral.person_id, municipality=referral.municipality_id)
    wrong = form if request.method == "POST" else None
    return _link_page(
        request, "answer", 422 if wrong else 200, referral=referral, declining=declines, wrong=wrong,
        accept=form if wrong and not declines else ask_name(AcceptForm()),
        decline=form if wrong and declines else ask_name(DeclineForm(on=day)), late=referral.is_late_at(timezone.now()),
    )  # fmt: skip


def _answer_by_link(request: HttpRequest, token: str, actor: Actor, referral: Referral, form: forms.Form) -> HttpResponse:
    """The link is spent with the answer, or neither happens."""
    act = actions.decline if isinstance(form, DeclineForm) else actions.accept
    try:
        with transaction.atomic():
            if not queries.use_link(token):
                return _link_page(request, "gone", 404)
            act(by=actor, at=timezone.now(), referral=referral, **form.cleaned_data)  # type: ignore[operator]
    except NotAllowed as broken:
        return _link_page(request, "refused", 409, sentence=sentence(broken))
    return _link_page(request, "done", 200, accepted=act is actions.accept, worker=referral.sent_by)


def _link_page(request: HttpRequest, name: str, status: int, retry: int | None = None, **context: Any) -> HttpResponse:
    response = render(request, f"referrals/link_{name}.html", context, status=status)
    if retry is not None:
        response["Retry-After"] = str(retry)
    return response


def _answer(request: StaffRequest, referral: Referral, form: AcceptForm | DeclineForm) -> None:
    if isinstance(form, DeclineForm):
        actions.decline(by=request.actor, at=timezone.now(), referral=referral, **form.cleaned_data)
        messages.success(request, _("Declined. The social worker sees your reason and looks for another service."))
    else:
        actions.accept(by=request.actor, at=timezone.now(), referral=referral, **form.cleaned_data)
        messages.success(request, _("Accepted. %(name)s is on your waiting list now.") % {"name": referral.who})


def _get(request: StaffRequest, pk: UUID) -> Referral:
    return get_object_or_404(queries.shown(request.actor), pk=pk)


def _show(request: StaffRequest, referral: Referral, form: AcceptForm | DeclineForm | None = None) -> HttpResponse:
    """Reading a person's slice is an act: it stands in the journal, and the person can see it."""
    record(Verb.REFERRAL_OPENED, referral, person=referral.person_id, municipality=referral.municipality_id)
    may_answer = may(request.actor, Permission.REFERRAL_ANSWER) and referral.status == Status.SENT
    accept = form if isinstance(form, AcceptForm) else AcceptForm()
    decline = form if isinstance(form, DeclineForm) else DeclineForm(on=timezone.localdate())
    return _page(
        request, "show", queries.counts(request.actor, timezone.now()), referral=referral, may_answer=may_answer, accept=accept,
        decline=decline, declining=isinstance(form, DeclineForm), wrong=form, late=referral.is_late_at(timezone.now()),
    )  # fmt: skip


def _page(request: StaffRequest, name: str, counted: queries.Counts, **context: Any) -> HttpResponse:
    status = 422 if context.get("wrong") is not None else 200
    return render(request, f"referrals/{name}.html", {"inbox_count": counted, "here_inbox": True, **context}, status=status)


def _cursor(request: StaffRequest) -> Referral | None:
    """The last row of the page before; a page that cannot be continued begins again."""
    try:
        return Referral.objects.visible_to(request.actor).filter(pk=UUID(request.GET.get("after", ""))).first()
    except ValueError:
        return None


def _tabs(request: StaffRequest, shown: str, counted: queries.Counts) -> list[tuple[object, ...]]:
    url = reverse("referrals:inbox")
    return [
        (_("Waiting for an answer"), url, shown == "waiting", counted.waiting),
        (_("Accepted") if request.actor.kind is Kind.PROVIDER else _("Answered"), f"{url}?show=answered", shown == "answered"),
    ]
