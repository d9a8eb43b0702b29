"""Appeals against a refusal: taken down by a worker, decided with reasons by somebody else than who refused."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.requests import actions
from bashke.person.requests.models import Appeal
from bashke.person.requests.rules import AppealStatus

from ..forms.requests import AppealDecisionForm, AppealForm
from ..queries import requests as asked
from ..queries import words
from ..queries.paging import newest_first

PAGE = 30


@requires(Permission.REQUEST_REGISTER)
@require_POST
def appeal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person says that she does not agree; whoever hears it writes it down."""
    ask = get_object_or_404(asked.whole(request.actor), pk=pk)
    form = AppealForm(request.POST)
    try:
        actions.appeal(by=request.actor, at=timezone.now(), request=ask, words=form["words"].value() or "")
        messages.success(request, _("The appeal is taken down. Somebody else than who refused decides it."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:request", pk=ask.pk)


@requires(Permission.APPEAL_DECIDE)
def appeals(request: StaffRequest) -> HttpResponse:
    """Every appeal, those that wait first."""
    rows = Appeal.objects.visible_to(request.actor).select_related("request", "decided_by")
    waiting = list(rows.filter(status=AppealStatus.WAITING).order_by("decide_due_at", "pk")[:PAGE])
    decided = newest_first(rows.exclude(status=AppealStatus.WAITING), "received_at", request.GET, PAGE)
    page = {"waiting": waiting, "decided": [(row, words.APPEALS[row.status]) for row in decided.rows], "more": decided.more}
    return render(request, "desk/appeals.html", page)


@requires(Permission.APPEAL_DECIDE)
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was asked, why it was refused, why the person does not agree; and the decision."""
    rows = Appeal.objects.visible_to(request.actor).select_related("request", "refused_by", "decided_by")
    found: Appeal = get_object_or_404(rows, pk=pk)
    form = AppealDecisionForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_appeal(by=request.actor, at=timezone.now(), appeal=found, reopen=given["reopen"] == "yes", words=given["words"])
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The appeal is decided. The person is told."))
            return redirect("desk:appeals")
    elif request.method == "GET":
        record(Verb.REQUEST_OPENED, found.request, person=found.request.pk, municipality=found.municipality_id)
    page = {
        "appeal": found, "ask": found.request, "form": form, "tag": words.APPEALS[found.status], "waits": found.status == AppealStatus.WAITING,
        "domains": words.domains(found.request.domains), "reason": words.refusal_reason(found.refusal_reason),
    }  # fmt: skip
    return render(request, "desk/appeal.html", page, status=422 if form.errors else 200)
