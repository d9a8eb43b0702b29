"""The municipality's own promises: faster than the law asks, never slower."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.actions import set_promise
from bashke.ground.law.queries import amount_in_words, figures_on, sentence
from bashke.ground.law.rules import Figure, NotAllowed, Unit

from ..forms.promises import PromiseForm


@requires(Permission.PROMISE_SET)
def promises(request: StaffRequest) -> HttpResponse:
    """Every time limit a municipality may shorten, and what it is here today."""
    rows = [
        {"figure": row, "amount": amount_in_words(row), "ours": row.promised_by == request.actor.municipality}
        for row in figures_on(timezone.localdate(), request.actor.municipality)
        if row.promisable
    ]
    return render(request, "desk/promises.html", {"rows": rows})


@requires(Permission.PROMISE_SET)
def promise(request: StaffRequest, key: str) -> HttpResponse:
    """Shorten one time limit from a day on."""
    row = _promisable(request, key)
    form = PromiseForm(request.POST or None, initial={"value": row.value, "unit": row.unit, "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, key, form)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The promise is made. It counts for requests from that day on."))
            return redirect("desk:promises")
    return render(request, "desk/promise.html", {"form": form, "figure": row, "amount": amount_in_words(row)})


def _promisable(request: StaffRequest, key: str) -> Figure:
    for row in figures_on(timezone.localdate(), request.actor.municipality):
        if row.key == key and row.promisable:
            return row
    raise Http404


@transaction.atomic
def _set(request: StaffRequest, key: str, form: PromiseForm) -> None:
    given = form.cleaned_data
    made = set_promise(
        municipality=request.actor.municipality or "", key=key, value=given["value"], unit=Unit(given["unit"]),
        valid_from=given["valid_from"], on=timezone.localdate(), reason=given["reason"], set_by=str(request.actor.worker),
    )  # fmt: skip
    record(Verb.PROMISE_SET, made, municipality=request.actor.municipality, reason=f"{key}: {given['value']} {given['unit']}")
