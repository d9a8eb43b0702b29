"""Every time limit and figure the system works with: where it stands, how sure that is, and what each municipality promised."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import public
from bashke.ground.law.queries import amount_in_words, figures_on, promises, stands_in_law
from bashke.ground.law.rules import Figure
from bashke.ground.territory.models import Municipality

from ..forms import WhereForm
from .find import municipality_called

Text = str | Promise
# Figures by the first part of their key, in the order of a person's way; what is not named here comes last.
GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("When you ask for help"), ("request",)),
    (_("First contact, by how urgent it is"), ("triage", "emergency")),
    (_("Assessment and plan"), ("assessment", "plan")),
    (_("When you are sent to a service"), ("referral",)),
    (_("Looking back, and closing"), ("review", "closure")),
    (_("When you do not agree"), ("appeal", "complaint")),
    (_("Information and personal data"), ("information", "data_subject", "breach", "consultation", "consent")),
    (_("Other figures"), ()),
)


@public
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The national figures, or with `?municipality=` those of one municipality with its promises."""
    today = timezone.localdate()
    given = request.GET.get("municipality", "")
    chosen = municipality_called(given) if given else None
    rows = figures_on(today, chosen.pk if chosen else None)
    context = {
        "chosen": chosen,
        "form": WhereForm({"municipality": chosen.pk} if chosen else None),
        "groups": _groups(rows),
        "promises": _promises(rows, chosen),
        "today": today,
    }
    return render(request, "portal/deadlines.html", context)


def _groups(rows: list[Figure]) -> list[dict[str, Any]]:
    named = {start for _title, starts in GROUPS for start in starts}
    groups = []
    for title, starts in GROUPS:
        mine = [row for row in rows if (start := row.key.split(".")[0]) in starts or (not starts and start not in named)]
        groups.append({"title": title, "rows": [_shown(row) for row in mine]})
    return [group for group in groups if group["rows"]]


def _shown(row: Figure) -> dict[str, Any]:
    return {"figure": row, "amount": amount_in_words(row), "lawful": stands_in_law(row), "promised": row.promised_by is not None}


def _promises(rows: list[Figure], chosen: Municipality | None) -> list[dict[str, Any]]:
    """What municipalities promised, each with its name: two queries however many there are."""
    made = [row for row in promises(timezone.localdate()) if chosen is None or row.municipality_id == chosen.pk]
    places = Municipality.objects.in_bulk({row.municipality_id for row in made})
    names = {row.key: row.name for row in rows}
    return [
        {
            "place": places[row.municipality_id],
            "name": names.get(row.key, row.key),
            "amount": amount_in_words(row),  # type: ignore[arg-type]
            "since": row.valid_from,
        }
        for row in sorted(made, key=lambda row: places[row.municipality_id].sort_key)
    ]
