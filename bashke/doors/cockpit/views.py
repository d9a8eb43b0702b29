"""The counts page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.access.rules import Kind
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long, thousands
from bashke.ground.law.queries import label
from bashke.nation.statistics.queries import Counts, counts


@requires(Permission.COUNTS_VIEW)
def counts_page(request: StaffRequest) -> HttpResponse:
    """What was asked, found and answered: the nation for the ministry, one municipality for its own head."""
    taken = counts(request.actor, timezone.localdate())
    context = {"counts": taken, "national": request.actor.kind is Kind.NATION}
    if taken.at is not None:
        context |= _shown(taken)
    return render(request, "cockpit/counts.html", context)


def _number(count: int | None) -> str:
    """A count as it is shown; a small one is only “few”."""
    return _("few") if count is None else thousands(count, page_language())


def _shown(taken: Counts) -> dict[str, object]:
    assert taken.at is not None
    day = date_long(timezone.localtime(taken.at).date(), page_language())
    titles = {
        "requests": _("requests"), "late": _("requests past their date"), "cases": _("open cases"), "needs": _("needs found"),
        "met": _("needs met"), "unmet": _("needs that could not be met"), "referrals_late": _("referrals without an answer in time"),
    }  # fmt: skip
    late = {"late", "unmet", "referrals_late"}
    return {
        "tiles": [
            {"text": titles[key], "count": count or 0, "shown": _number(count), "tone": "warn" if key in late and count else ""}
            for key, count in taken.totals.items()
        ],
        "domains": [{"text": label("domain", bar.domain), "value": bar.needs or 0, "shown": _number(bar.needs)} for bar in taken.domains],
        "unmet": [
            {"text": label("domain", bar.domain), "value": bar.unmet or 0, "shown": _number(bar.unmet), "accent": True}
            for bar in sorted(taken.domains, key=lambda bar: -(bar.unmet or 0))
        ],
        "source": _("Source: the needs ledger of Bashkë, counted on %(day)s.") % {"day": day},
        "head": [_("Municipality"), *({"text": text, "numeric": True} for text in (_("Residents"), _("Requests"), _("Late"), _("Open cases"), _("Needs"), _("Met"), _("Unmet")))],
        "rows": [
            [row.name, *({"text": _number(n), "numeric": True} for n in (row.population, row.requests, row.late, row.cases, row.needs, row.met, row.unmet))]
            for row in taken.rows
        ],
    }  # fmt: skip
