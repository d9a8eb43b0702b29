"""The counts page."""

from collections.abc import Iterable
from datetime import datetime

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
    context: dict[str, object] = {"counts": taken, "national": request.actor.kind is Kind.NATION}
    if taken.at is not None:
        context |= _shown(taken, taken.at)
    return render(request, "cockpit/counts.html", context)


def _number(count: int | None) -> str:
    """A count as it is shown; one that is hidden says so."""
    return _("not shown") if count is None else thousands(count, page_language())


def _shown(taken: Counts, at: datetime) -> dict[str, object]:
    """The counts in the words and shapes of the page's tiles, bars and table."""
    day = date_long(timezone.localtime(at).date(), page_language())
    titles = {
        "requests": _("requests"), "late": _("requests past their date"), "cases": _("open cases"), "needs": _("needs found"),
        "met": _("needs met"), "unmet": _("needs that could not be met"), "referrals_late": _("referrals without an answer in time"),
    }  # fmt: skip
    warned = {"late", "unmet", "referrals_late"}
    columns = (_("Residents"), _("Requests"), _("Late"), _("Open cases"), _("Needs"), _("Met"), _("Unmet"))
    return {
        "tiles": [
            {"text": titles[key], "count": count or 0, "shown": _number(count), "tone": "warn" if key in warned and count else ""}
            for key, count in taken.totals.items()
        ],
        "domains": [_bar(bar.domain, bar.needs) for bar in taken.domains],
        "unmet": [_bar(bar.domain, bar.unmet) | {"accent": True} for bar in sorted(taken.domains, key=lambda bar: -(bar.unmet or 0))],
        "groups": [{"text": label("own_group", code), "value": count, "shown": _number(count)} for code, count in taken.groups.items()],
        "source": _("Source: the needs ledger of Bashkë, counted on %(day)s.") % {"day": day},
        "head": [_("Municipality"), *_cells(columns)],
        "rows": [[row.name, *_cells(_number(n) for n in row.numbers)] for row in taken.rows],
    }


def _bar(domain: str, count: int | None) -> dict[str, object]:
    return {"text": label("domain", domain), "value": count or 0, "shown": _number(count)}


def _cells(texts: Iterable[str]) -> list[dict[str, object]]:
    return [{"text": text, "numeric": True} for text in texts]
