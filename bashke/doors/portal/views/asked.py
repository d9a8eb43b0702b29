"""It was sent: the code, the date by which she must hear, who must answer, and a letter to keep."""

from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import public
from bashke.ground.directory.queries import near
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import amount_in_words, certainty_words, stands_in_law
from bashke.ground.law.rules import TIRANE, Figure
from bashke.person.requests.actions.asking import Asked
from bashke.person.requests.papers import WHAT_THEN
from bashke.person.requests.rules import ForWhom

from ..queries import figures_of
from .find import shown

SESSION_KEY = "asked"
SHOWN_SECONDS = 3600
NEAR_SHOWN = 3


def keep(request: HttpRequest, asked: Asked, mark: str) -> None:
    """Remember for one hour, on the server, what the confirmation shows: nobody but this visit can read the code again."""
    mine = asked.request
    own = mine.for_whom == ForWhom.SELF
    request.session[SESSION_KEY] = {
        "key": str(mine.key),
        "mark": mark,
        "code": asked.code,
        "municipality": mine.municipality_id,
        "unit": mine.unit_id,
        "domains": list(mine.domains),
        "received": mine.received_at.isoformat(),
        "answer_due": mine.answer_due_at.isoformat(),
        "decide_due": mine.decide_due_at.isoformat(),
        "own": own,
        "name": mine.given_name,
        "sms": bool(mine.phone if own else mine.asker_phone),
    }
    request.session.set_expiry(SHOWN_SECONDS)


@public
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return _show(request, "portal/asked.html")


@public
@never_cache
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The same on one sheet of paper."""
    return _show(request, "portal/asked_letter.html")


def qr(code: str) -> SafeString:
    """The follow page as a QR drawing. The code stands behind the "#": a browser never sends that part anywhere."""
    address = f"{settings.PUBLIC_URL}{reverse('portal:code')}#{code}"
    drawing = segno.make(address, error="m", micro=False).svg_inline(border=3, light="#fff", omitsize=True, svgclass="p-qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308  (drawn by us from a code of 16 letters)


def spoken(code: str) -> list[str]:
    """The code letter by letter, in its four groups, for reading aloud."""
    return [" ".join(group) for group in code.split("-")]


def _show(request: HttpRequest, template: str) -> HttpResponse:
    sent = request.session.get(SESSION_KEY)
    if sent is None:
        return render(request, "portal/asked_gone.html", status=404)
    figures = figures_of(sent["municipality"], _moment(sent["received"]).date())
    context: dict[str, Any] = {
        "sent": sent,
        "code": sent["code"],
        "groups": sent["code"].split("-"),
        "spoken": spoken(sent["code"]),
        "qr": qr(sent["code"]),
        "received": _moment(sent["received"]),
        "answer": _promise(figures["request.acknowledge"], sent["answer_due"]),
        "decide": _promise(figures["request.decide_bound"], sent["decide_due"]),
        "office": office_of(sent["municipality"]),
        "what_then": WHAT_THEN,
        "services": [shown(row) for row in near(sent["municipality"], sent["unit"], sent["domains"])[:NEAR_SHOWN]],
        "site": request.get_host(),
        "hide": "safety" in sent["domains"],
    }
    return render(request, template, context)


def _promise(row: Figure, due: str) -> dict[str, Any]:
    """A date, with the figure it comes from and how sure that is."""
    return {
        "due": _moment(due),
        "figure": row,
        "amount": amount_in_words(row),
        "certainty": certainty_words(row),
        "lawful": stands_in_law(row),
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(TIRANE)
