"""Services near: what is needed, where one lives, and then a list anybody can use, with a map where there can be one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import public
from bashke.ground.access.rules import NOBODY
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long, km, lek
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import Found, look, near, place_of
from bashke.ground.directory.rules import SHELTERS, Freshness, StepFree
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import label, terms
from bashke.ground.territory.models import Municipality, Unit
from bashke.ground.territory.queries import MAP_CREDITS, county_outline_path
from bashke.ground.territory.rules import distance_km

from ..forms import NarrowForm, SearchForm, WhereForm, picks
from ..queries import helplines

Text = str | Promise
SAFETY = "safety"
ONE_PIN_KM = 4.0
CONDITIONS = ("free_of_charge", "with_place", "step_free")
LANGUAGE_WORDS: dict[str, Text] = {
    "sq": _("Albanian"),
    "en": _("English"),
    "it": _("Italian"),
    "el": _("Greek"),
    "mk": _("Macedonian"),
    "rom": _("Romani"),
    "rup": _("Aromanian"),
    "sgn": _("sign language"),
    "bs": _("Bosnian"),
    "sr": _("Serbian"),
}
STEP_FREE_WORDS: dict[str, Text] = {
    StepFree.YES: _("No steps: you can enter with a wheelchair or a pram"),
    StepFree.NO: _("There are steps at the door"),
    StepFree.UNKNOWN: _("We do not know whether there are steps; ask"),
}


@dataclass(frozen=True)
class Asked:
    """What was searched for: checked, so that an unknown word is refused and never means "everything"."""

    domains: list[str]
    municipality: Municipality | None = None
    unit: Unit | None = None
    more: tuple[str, ...] = ()

    def query(self) -> str:
        """The search as it stands in an address."""
        pairs = [("domains", code) for code in self.domains]
        pairs += [("municipality", self.municipality.pk)] if self.municipality else []
        pairs += [("unit", str(self.unit.pk))] if self.unit else []
        return urlencode([*pairs, *((name, "on") for name in self.more)])


@public
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Three pages behind one address: needs, then place, then the list. A search can be sent on as a link."""
    asked = _asked(request)
    if asked.municipality is not None:
        return render(request, "portal/find_list.html", _results(request, asked, asked.municipality))
    if {"where", "domains", "municipality"}.isdisjoint(request.GET):
        form = SearchForm()
        return render(request, "portal/find_what.html", {"form": form, "picks": picks(form)})
    where = WhereForm(request.GET if "municipality" in request.GET else None)
    context = {"form": where, "domains": asked.domains, "hide": SAFETY in asked.domains}
    return render(request, "portal/find_where.html", context, status=422 if where.is_bound else 200)


@public
@require_safe
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """One service: everything known of it, and whom to call."""
    rows = Service.objects.visible_to(NOBODY).select_related("municipality", "unit", "provider").prefetch_related("provider__names")
    row = get_object_or_404(rows, pk=pk)
    asked = _asked(request)
    found = look(row, asked.municipality.pk if asked.municipality else None, asked.unit.pk if asked.unit else None)
    context = {
        "shown": shown(found, asked.query()),
        "back": f"{reverse('portal:find')}?{asked.query()}" if asked.municipality else reverse("portal:find"),
        "domains": [label("domain", code) for code in row.domains],
        "groups": [label("beneficiary_group", code) for code in row.groups],
        "type": label("service_type", row.type),
        "points": points([found], ""),
        "outline": static(county_outline_path()),
        "credits": MAP_CREDITS,
        "hide": SAFETY in row.domains,
    }
    return render(request, "portal/service.html", context)


def shown(found: Found, query: str = "") -> dict[str, Any]:
    """A service in the words of the list: cost, languages, steps, places, how fresh."""
    row, language = found.service, page_language()
    page = reverse("portal:service", args=[row.pk])
    return {
        "row": row,
        "href": f"{page}?{query}" if query else page,
        "place": place_words(row),
        "hidden": is_hidden(row),
        "km": km(found.km, language) if found.km is not None and not is_hidden(row) else "",
        "fee": fee_words(row.fee_lek, language),
        "languages": ", ".join(str(LANGUAGE_WORDS.get(code, code)) for code in row.languages),
        "step_free": STEP_FREE_WORDS[row.step_free],
        "places": places_words(found.free),
        "full": found.free == 0,
        "confirmed": date_long(row.confirmed_on, language),
        "stale": found.freshness is Freshness.STALE,
        "chased": found.freshness is Freshness.CHASED,
    }


def is_hidden(row: Service) -> bool:
    return row.address_hidden or (SAFETY in row.domains and row.type in SHELTERS)


def place_words(row: Service) -> str:
    """Address, unit and municipality, each once."""
    if is_hidden(row):
        return gettext("We do not publish the address, so that those who live there are safe. Call.")
    names = [row.address, row.unit.name if row.unit else "", row.municipality.name]
    place = ", ".join(dict.fromkeys(name for name in names if name))
    return f"{place} · {gettext('Of the county')}" if row.of_county else place


def fee_words(fee: int | None, language: str) -> str:
    if fee is None:
        return gettext("Ask about the cost")
    return gettext("%(amount)s a month") % {"amount": lek(fee, language)} if fee else gettext("Free of charge")


def places_words(free: int | None) -> str:
    if free is None:
        return gettext("Open to everybody, no fixed number of places")
    if free == 0:
        return gettext("No free place now; you can ask for the waiting list")
    return gettext("Free places: %(count)s") % {"count": free}


def points(rows: list[Found], query: str) -> list[dict[str, Any]]:
    """The same services for the map: one pin for those closer than a finger is wide. Shelters, and services without a point of
    their own, stand in the list only."""
    pins: list[dict[str, Any]] = []
    for row in rows:
        at = place_of(row.service)
        if at is None or row.service.latitude is None or is_hidden(row.service):
            continue
        pin = next((pin for pin in pins if distance_km(pin["lat"], pin["lon"], *at) < ONE_PIN_KM), None)
        if pin is None:
            pins.append({"lat": at[0], "lon": at[1], "found": [row]})
        else:
            pin["found"].append(row)
    return [_pin(pin["lat"], pin["lon"], pin["found"], query) for pin in pins]


def _pin(lat: float, lon: float, found: list[Found], query: str) -> dict[str, Any]:
    row = found[0].service
    if len(found) == 1:
        return {"lat": lat, "lon": lon, "title": row.name, "text": row.address, "href": shown(found[0], query)["href"]}
    place = row.unit.name if row.unit else row.municipality.name
    title = gettext("%(place)s: %(count)s services") % {"place": place, "count": len(found)}
    return {"lat": lat, "lon": lon, "title": title, "text": [one.service.name for one in found]}


def measured_from(municipality: Municipality, unit: Unit | None) -> str:
    """Where distances are measured from: the unit, or the seat when the unit has no point of its own."""
    if unit is not None and unit.lat is not None:
        return gettext("Distances are measured in a straight line from %(place)s.") % {"place": unit.name}
    return gettext("Distances are measured in a straight line from the centre of %(place)s.") % {"place": municipality.seat}


def _results(request: HttpRequest, asked: Asked, place: Municipality) -> dict[str, Any]:
    """What the list shows; `widest` leads to the same needs without any condition, `elsewhere` to another place."""
    rows = near(place.pk, asked.unit.pk if asked.unit else None, asked.domains, **dict.fromkeys(asked.more, True))  # type: ignore[arg-type]
    hide, again = SAFETY in asked.domains, reverse("portal:find")
    return {
        "asked": asked,
        "services": [shown(row, asked.query()) for row in rows],
        "points": points(rows, asked.query()),
        "outline": static(county_outline_path()),
        "credits": MAP_CREDITS,
        "from": measured_from(place, asked.unit),
        "domains": [{"code": code, "label": label("domain", code)} for code in asked.domains],
        "form": NarrowForm(request.GET, municipality=place.pk),
        "again": again,
        "elsewhere": f"{again}?where=1&{Asked(asked.domains).query()}",
        "widest": f"{again}?{Asked(asked.domains, place).query()}",
        "office": None if rows else office_of(place.pk),
        "helplines": helplines(timezone.localdate()) if hide else [],
        "hide": hide,
    }


def _domains(request: HttpRequest) -> list[str]:
    chosen = list(dict.fromkeys(request.GET.getlist("domains")))
    known = {row.code for row in terms("domain")}
    if not known.issuperset(chosen):
        raise BadRequest("unknown domain")
    return chosen


def _asked(request: HttpRequest) -> Asked:
    """Every word of the address checked. Raises BadRequest, which is a 400 page."""
    domains, given = _domains(request), request.GET.get("municipality", "")
    if not given:
        return Asked(domains)
    municipality = municipality_called(given)
    more = tuple(name for name in CONDITIONS if request.GET.get(name) == "on")
    return Asked(domains, municipality, _unit(request.GET.get("unit", ""), municipality), more)


def municipality_called(lau: str) -> Municipality:
    """The municipality an address names. Raises BadRequest."""
    found = Municipality.objects.filter(pk=lau).first() if lau.isascii() and lau.isalnum() else None
    if found is None:
        raise BadRequest("unknown municipality")
    return found


def _unit(given: str, municipality: Municipality) -> Unit | None:
    if not given:
        return None
    units = Unit.objects.filter(municipality=municipality)
    unit = units.filter(pk=int(given)).first() if given.isascii() and given.isdigit() and len(given) < 10 else None
    if unit is None:
        raise BadRequest("unknown unit")
    return unit
