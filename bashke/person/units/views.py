"""What services delivered by month: the provider's own, and those that served a municipality's people."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Kind
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.directory.models import Service
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.exports.rules import safe

from . import actions, queries
from .forms import CorrectForm
from .queries import Month
from .rules import Counts, after, before, first_of, is_over


@requires(Permission.UNITS_VIEW)
@require_safe
def delivered(request: StaffRequest) -> HttpResponse:
    """All services of one month."""
    month, today = _month(request), timezone.localdate()
    found = queries.months(request.actor, month, today)
    return render(request, "units/delivered.html", {"rows": found, **_around(request, month, today)})


@requires(Permission.UNITS_VIEW)
@require_safe
def service(request: StaffRequest, pk: int) -> HttpResponse:
    """One service: its numbers, the lines it was closed with, and what they are made of."""
    return _page(request, _service(request, pk), CorrectForm())


@requires(Permission.UNITS_CLOSE)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the month, or correct it with a reason."""
    found, month = _service(request, pk), _month(request)
    seen = queries.month_of(request.actor, found, month, timezone.localdate())
    form = CorrectForm(request.POST)
    if seen.lines and not form.is_valid():
        return _page(request, found, form)
    try:
        actions.close_month(
            by=request.actor, at=timezone.now(), service=found, month=month, reason=form.cleaned_data["reason"] if seen.lines else ""
        )
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    else:
        messages.success(request, _("The month is closed. From now on it stands as it is."))
    return redirect(f"{reverse('units:service', args=[pk])}?month={month:%Y-%m}")


@requires(Permission.UNITS_VIEW)
@require_safe
def as_file(request: StaffRequest) -> HttpResponse:
    """The month as a CSV file; no cell is a formula, no person is named."""
    month = _month(request)
    found = queries.months(request.actor, month, timezone.localdate())
    text, day = StringIO(), f"{month:%Y-%m}"
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([safe(str(cell)) for cell in row] for row in _cells(found, day))
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="delivered-{day}.csv"'},
    )  # fmt: skip


def _cells(found: list[Month], day: str) -> Iterator[Sequence[object]]:
    yield (
        _("Month"), _("Service"), _("Provider"), _("Counted in"), _("Amount"), _("People"), _("Sessions"), _("Minutes"), _("Person-days or nights"),
        _("Places offered"), _("Closed on"), _("Line"), _("Why corrected"),
    )  # fmt: skip
    for row in found:
        told = [(line.counts, line.places, f"{timezone.localdate(line.closed_at)}", str(line.number), line.reason) for line in row.lines]
        day_closed = f"{timezone.localdate(row.closed.at)}" if row.closed else ""
        for counts, places, closed, number, why in told or [(row.counts, row.places, day_closed, "", "")]:
            yield (
                day, row.service.name, row.service.provider.name, row.unit_name, counts.amount(row.unit), counts.persons, counts.sessions,
                counts.minutes, counts.days, "" if places is None else places, closed, number, why,
            )  # fmt: skip


def _page(request: StaffRequest, found: Service, form: CorrectForm) -> HttpResponse:
    month, today = _month(request), timezone.localdate()
    seen = queries.month_of(request.actor, found, month, today)
    if request.actor.kind is not Kind.PROVIDER and seen.counts == Counts():
        raise Http404
    page = {
        "row": seen, "held": queries.held(request.actor, found, month, today), "form": form, "wrong": form.errors,
        "may_close": may(request.actor, Permission.UNITS_CLOSE) and is_over(month, today), **_around(request, month, today),
    }  # fmt: skip
    return render(request, "units/service.html", page, status=422 if form.errors else 200)


def _around(request: StaffRequest, month: date, today: date) -> dict[str, Any]:
    """The month in words and the ones beside it."""
    said = date_long(month, page_language()).split(maxsplit=1)[1]  # without the day
    return {
        "month": f"{month:%Y-%m}", "said": said, "earlier": f"{before(month):%Y-%m}", "is_over": is_over(month, today),
        "later": f"{after(month):%Y-%m}" if after(month) <= today else "", "provider": request.actor.kind is Kind.PROVIDER,
    }  # fmt: skip


def _month(request: StaffRequest) -> date:
    """The month asked for in the address, never one to come; the last whole one when it names none."""
    today = timezone.localdate()
    try:
        return min(date.fromisoformat(f"{request.GET.get('month', '')}-01"), first_of(today))
    except ValueError:
        return before(first_of(today))


def _service(request: StaffRequest, pk: int) -> Service:
    rows = Service.objects.select_related("provider", "municipality").prefetch_related("provider__names")
    if request.actor.kind is Kind.PROVIDER:
        rows = rows.filter(provider=request.actor.institution)
    return get_object_or_404(rows, pk=pk)
