"""Services added, changed, confirmed and chased; places taken and freed."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.access.vault import vault
from bashke.ground.institutions.models import Institution
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import figure, term
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.actions import tell
from bashke.ground.territory.models import Municipality

from .models import Cover, HiddenAddress, Service
from .rules import check_ages, check_keeper, check_place_is_free, check_places, silent_since

CHANGEABLE = frozenset({
    "name_sq", "name_en", "about_sq", "about_en", "unit", "unit_id", "address", "latitude", "longitude", "phone", "hours", "domains",
    "groups", "languages", "age_from", "age_to", "fee_lek", "step_free", "places", "is_open", "takes", "of_county",
})  # fmt: skip


PURPOSE = "hidden address"
# What more places start: each is called as `follow(by=…, at=…, service=…)` in the same transaction. Delivery fills it.
AFTER_MORE_PLACES: list[Callable[..., None]] = []


@transaction.atomic
def add_service(
    *, by: Actor, at: datetime, provider: Institution, type: str, name_sq: str, name_en: str, municipality: str, domains: Iterable[str],
    covers: Iterable[str], synthetic: bool = False, **details: Any,
) -> Service:  # fmt: skip
    """A new service, confirmed today. `municipality` is where it stands, `covers` whose people it takes (LAU codes).

    `details` are fields of the service that may also be changed later. Raises UnknownTerm for a type or domain no sheet has.
    """
    check_keeper(by, provider.pk, municipality)
    term("service_type", type)
    service = Service(
        provider=provider, type=type, name_sq=name_sq, name_en=name_en, municipality_id=municipality, domains=_known("domain", domains),
        synthetic=synthetic, confirmed_on=localdate(at), **_only_changeable(details),
    )  # fmt: skip
    check_ages(service.age_from, service.age_to)
    service.save()
    _cover(service, {*covers, *_county_of(service)})
    record(Verb.SERVICE_CHANGED, service, municipality=municipality, reason="added")
    return service


@transaction.atomic
def change_service(*, by: Actor, at: datetime, service: Service, covers: Iterable[str] | None = None, **changes: Any) -> Service:
    """Change what a service says of itself. A provider that saves its own details has thereby confirmed them."""
    service = _lock(service)
    places = service.places
    check_keeper(by, service.provider_id, service.municipality_id)
    for name, value in _only_changeable(changes).items():
        setattr(service, name, value)
    check_places(service.places, service.taken)
    check_ages(service.age_from, service.age_to)
    if by.kind is Kind.PROVIDER:
        service.confirmed_on, service.chased_on = localdate(at), None
    service.save()
    if covers is not None or service.of_county:
        kept = Cover.objects.filter(service=service).values_list("municipality_id", flat=True) if covers is None else covers
        _cover(service, {*kept, *_county_of(service)})
    record(Verb.SERVICE_CHANGED, service, municipality=service.municipality_id, reason=", ".join(sorted(changes)))
    if places is not None and service.places is not None and service.places > places:
        for follow in AFTER_MORE_PLACES:
            follow(by=by, at=at, service=service)
    return service


@transaction.atomic
def hide_address(*, by: Actor, at: datetime, service: Service, address: str) -> Service:
    """From now on nobody finds the place on any page, map or paper; the address is kept sealed. Again: the address changed.

    Whose duty: the provider, which knows from whom its people hide.
    """
    service = _lock(service)
    check_keeper(by, service.provider_id, service.municipality_id)
    if not address.strip():
        raise NotAllowed("Write the address.")
    service.address_hidden, service.address, service.latitude, service.longitude, service.unit = True, "", None, None, None
    service.save(update_fields=["address_hidden", "address", "latitude", "longitude", "unit"])
    sealed = vault(PURPOSE).encrypt(address.strip().encode())
    if not HiddenAddress.objects.filter(service=service).update(sealed=sealed):
        HiddenAddress.objects.create(service=service, sealed=sealed)
    record(Verb.SERVICE_CHANGED, service, municipality=service.municipality_id, reason="address hidden")
    return service


def read_hidden_address(*, service: Service) -> str:
    """The address of a shelter, or "" to whom the wall does not show it. Whoever calls this writes down that it was read."""
    found = HiddenAddress.objects.filter(service=service).first()
    return vault(PURPOSE).decrypt(bytes(found.sealed)).decode() if found else ""


@transaction.atomic
def confirm(*, by: Actor, at: datetime, service: Service) -> Service:
    """Somebody who answers for the service says that all of it is still right."""
    service = _lock(service)
    check_keeper(by, service.provider_id, service.municipality_id)
    service.confirmed_on, service.chased_on = localdate(at), None
    service.save(update_fields=["confirmed_on", "chased_on"])
    record(Verb.SERVICE_CONFIRMED, service, municipality=service.municipality_id)
    return service


@transaction.atomic
def take_place(service: Service) -> Service:
    """One place fewer. Two people who want the last place: the second is told."""
    service = _lock(service)
    check_place_is_free(service.places, service.taken)
    service.taken += 1
    service.save(update_fields=["taken"])
    return service


@transaction.atomic
def free_place(service: Service) -> Service:
    """One place more; a service without places, or with all of them free, stays as it is."""
    service = _lock(service)
    service.taken = max(service.taken - 1, 0)
    service.save(update_fields=["taken"])
    return service


@transaction.atomic
def chase_unconfirmed(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: ask every provider whose service nobody confirmed for too long; returns how many were asked.

    Each is asked once; silence after that marks the service for the public (`rules.freshness`).
    """
    today = localdate(at)
    last = silent_since(today, figure("service.unconfirmed", today).value)
    silent = (
        Service.objects.filter(municipality=by.municipality, is_open=True, confirmed_on__lt=last)
        .filter(Q(chased_on=None) | Q(chased_on__lt=F("confirmed_on")))
        .select_for_update(skip_locked=True)
    )
    services = list(silent)
    for service in services:
        _chase(service, today, at)
    record_many((Verb.ESCALATED, service, None, service.municipality_id, "unconfirmed") for service in services)
    return len(services)


def _chase(service: Service, today: date, at: datetime) -> None:
    service.chased_on = today
    service.save(update_fields=["chased_on"])
    tell(
        municipality=service.municipality_id, phone=service.phone, language="sq", template="service_unconfirmed", at=at,
        service=service.name_sq, by=service.confirmed_on,
    )  # fmt: skip


def _lock(service: Service) -> Service:
    """The row as it is now. Raises Service.DoesNotExist when it is not the asker's to change."""
    return Service.objects.select_for_update().get(pk=service.pk)


def _county_of(service: Service) -> list[str]:
    """Every municipality of its county, when the service is of the county (Law 121/2016: counties hold specialised services for several)."""
    if not service.of_county:
        return []
    return list(Municipality.objects.filter(county__municipalities=service.municipality_id).values_list("lau", flat=True))


def _cover(service: Service, laus: Iterable[str]) -> None:
    wanted = set(laus)
    if not wanted:
        raise NotAllowed("A service takes the people of at least one municipality.")
    have = set(Cover.objects.filter(service=service).values_list("municipality_id", flat=True))
    if have - wanted:
        Cover.objects.filter(service=service, municipality__in=have - wanted).delete()
    Cover.objects.bulk_create([Cover(service=service, municipality_id=lau) for lau in sorted(wanted - have)])


def _known(kind: str, codes: Iterable[str]) -> list[str]:
    return [term(kind, code).code for code in codes]


def _only_changeable(details: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(details) - CHANGEABLE:
        raise TypeError(f"A service has no {', '.join(sorted(unknown))} that may be changed.")
    if "takes" in details:
        details["takes"] = [term("stay_group", code).code for code in details["takes"]]
    if "domains" in details:
        details["domains"] = _known("domain", details["domains"])
    return details
