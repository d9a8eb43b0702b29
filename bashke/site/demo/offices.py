"""Who works where, and what is offered: social workers, supervisors, providers and services of all 61 municipalities. Synthetic.

Some municipalities have few services, and some needs no service at all: neighbours help out, or the need stays unmet.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count

from bashke.ground.access.actions import give_post
from bashke.ground.access.models import Post, Worker
from bashke.ground.access.queries import as_municipality, as_post
from bashke.ground.directory.models import Cover, Service
from bashke.ground.directory.rules import StepFree
from bashke.ground.institutions.actions import add_institution
from bashke.ground.institutions.models import Institution
from bashke.ground.institutions.rules import Kind
from bashke.ground.territory import queries as territory
from bashke.ground.territory.models import Municipality
from bashke.ground.territory.rules import distance_km, slug
from bashke.person.delivery.models import Enrolment
from bashke.person.delivery.rules import Status

from .cast import BEGAN, WORKERS
from .census import apportion, chance, names, sheet
from .lives.world import Colleague, Offer
from .pouring import step_out
from .skills import write_down

CENSUS = 2023
INHABITANTS_PER_WORKER, MOST_WORKERS = 15_000, 12  # at the demo's usual size
USUAL_PEOPLE, MANY_PEOPLE = 20_000, 60_000
KEPT_FREE = 3  # places of the cast's services that the stories use
FAR_KM = 55


@dataclass
class Team:
    """The office of one municipality."""

    workers: list[Colleague]
    supervisor: Colleague


def open_offices(people: int, seed: int, today: date) -> None:
    """Workers, providers and services of each municipality, all of them or none; one that has its team already is left as it is."""
    places = list(Municipality.objects.order_by("lau"))
    inhabitants = territory.populations(CENSUS)
    for place in places:
        rng = chance("offices", seed, place.lau)
        if Worker.objects.filter(username__startswith=f"{slug(place.name)}-").exists():
            continue
        with transaction.atomic():
            office = _team(place, inhabitants[place.lau], people, rng)
            write_down(office, today, chance("skills", seed, place.lau))
            managers = [_provider(place, number, rng) for number in range(_providers(inhabitants[place.lau], rng))]
            for manager in managers:
                _services(manager, place, places, people, inhabitants, today, rng)


def teams() -> dict[str, Team]:
    """Every municipality's workers, by LAU code."""
    found: dict[str, Team] = {}
    posts = Post.objects.filter(kind="municipality").select_related("worker", "institution").order_by("worker__username")
    for lau in sorted({str(post.institution.municipality_id) for post in posts}):
        own = [post for post in posts if post.institution.municipality_id == lau]
        supervisors = [_colleague(post) for post in own if post.role == "supervisor"]
        found[lau] = Team([_colleague(post) for post in own if post.role == "social_worker"], supervisors[0])
    return found


def offers() -> dict[str, list[Offer]]:
    """The services each municipality may use, with the places it may fill: its share of those that are free."""
    managers = {post.institution_id: _colleague(post) for post in Post.objects.filter(role="provider_manager").select_related("worker")}
    inhabitants, seats = territory.populations(CENSUS), {row.lau: row for row in Municipality.objects.all()}
    stays = {row["type"]: tuple(row["stay"]) for row in sheet("providers")["services"]}
    found: dict[str, list[Offer]] = {lau: [] for lau in seats}
    with as_municipality(min(seats)):
        services = list(Service.objects.filter(is_open=True, synthetic=True).order_by("pk").prefetch_related("covers"))
    for service in services:
        covers = sorted(str(cover.municipality_id) for cover in service.covers.all())
        weights = {lau: inhabitants[lau] * (3.0 if lau == service.municipality_id else 1.0) for lau in covers}
        manager = managers[service.provider_id]
        free = None if service.places is None else max(service.places - service.taken - _kept(manager), 0)
        rooms = apportion(free, weights) if free is not None else dict.fromkeys(covers)
        home = seats[str(service.municipality_id)]
        for lau in covers:
            km = distance_km(seats[lau].lat, seats[lau].lon, home.lat, home.lon)
            found[lau].append(Offer(
                service.pk, service.provider_id, frozenset(service.domains), service.age_from, service.age_to, km, manager,
                stays[service.type], rooms[lau],
            ))  # fmt: skip
    return found


def count_taken() -> None:
    """After all lives: each service says how many of its places are taken, counted from its own register."""
    managers = Post.objects.filter(role="provider_manager", institution__synthetic=True).select_related("worker", "institution")
    for manager in managers.order_by("pk"):
        with as_post(manager):
            rows = Enrolment.objects.filter(status=Status.ENROLLED).values("service").annotate(people=Count("pk"))
            enrolled = {row["service"]: row["people"] for row in rows}
            for service in Service.objects.filter(provider=manager.institution):
                Service.objects.filter(pk=service.pk).update(taken=enrolled.get(service.pk, 0))


def _kept(manager: Colleague) -> int:
    """The stories need a free place in the services of the cast."""
    return KEPT_FREE if manager.name in {role.name for role in WORKERS} else 0


def _colleague(post: Post) -> Colleague:
    return Colleague(str(post.worker_id), post.pk, post.worker.name)


def _team(place: Municipality, inhabitants: int, people: int, rng: Random) -> Institution:
    """One social worker for so many inhabitants, at least one, and somebody who leads them."""
    office = Institution.objects.get(kind=Kind.MUNICIPALITY, municipality=place)
    have = set(Post.objects.filter(institution=office).values_list("role", flat=True))
    many = people > MANY_PEOPLE
    wanted = max(1, round(inhabitants / (INHABITANTS_PER_WORKER / (2 if many else 1))))
    there = Post.objects.filter(institution=office, role="social_worker").count()
    for number in range(there, min(wanted, MOST_WORKERS * (4 if many else 1))):
        _hire(f"{slug(place.name)}-{number + 1}", "social_worker", office, rng)
    if "supervisor" not in have:
        _hire(f"{slug(place.name)}-mbikeqyrese", "supervisor", office, rng, female=True)
    return office


def _hire(username: str, role: str, office: Institution, rng: Random, *, female: bool | None = None) -> Post:
    sex = "female" if (rng.random() < 0.75 if female is None else female) else "male"
    name = f"{rng.choice(names(sex))} {rng.choice(names('family'))}"
    worker = Worker.objects.create(username=username, name=name, email=f"{username}@example.org", phone="0690000000", synthetic=True)
    return give_post(worker=worker, institution=office, role=role, valid_from=BEGAN)


def _providers(inhabitants: int, rng: Random) -> int:
    """None where few people live, up to five in the capital."""
    if inhabitants < 9_000:
        return int(rng.random() < 0.6)
    return 1 + (inhabitants > 25_000) + (inhabitants > 60_000) + (inhabitants > 100_000) + (inhabitants > 300_000)


def _provider(place: Municipality, number: int, rng: Random) -> Post:
    shapes, public = sheet("providers"), number == 0
    kind = Kind.PROVIDER_PUBLIC if public else Kind.PROVIDER_NON_PUBLIC
    values = {"place": place.name, "name": rng.choice(shapes["names"])}
    shape = shapes["public" if public else "non_public"]
    made = add_institution(
        kind=kind, municipality=place.lau, name_sq=shape["sq"].format(**values), name_en=shape["en"].format(**values), valid_from=BEGAN,
        phone=f"06900{rng.randrange(1_000, 100_000):05d}", address=f"Rruga nr. {rng.randint(2, 60)}, {place.seat}", synthetic=True,
    )  # fmt: skip
    return _hire(f"{slug(place.name)}-ofrues-{number + 1}", "provider_manager", made, rng)


def _services(
    manager: Post, place: Municipality, places: list[Municipality], people: int, inhabitants: dict[str, int], today: date, rng: Random
) -> None:
    """What one provider offers: each kind once, more of them where more people live."""
    kinds = sheet("providers")["services"]
    wanted = 1 + (inhabitants[place.lau] > 15_000) + (inhabitants[place.lau] > 40_000) + (inhabitants[place.lau] > 90_000)
    chosen: list[dict[str, Any]] = []
    while len(chosen) < wanted + rng.randint(0, 1):
        kind = rng.choices(kinds, [row["weight"] for row in kinds])[0]
        chosen += [] if kind in chosen else [kind]
    near = _neighbours(place, places)
    units = list(place.units.all())
    with as_post(manager):
        for kind in chosen:
            _service(kind, manager.institution, place, units, near[: kind["reach"]], people, inhabitants[place.lau], today, rng)
    step_out()


def _neighbours(place: Municipality, places: list[Municipality]) -> list[str]:
    """The nearest municipalities by their seats, not too far to drive."""
    away = sorted((distance_km(place.lat, place.lon, other.lat, other.lon), other.lau) for other in places if other.lau != place.lau)
    return [lau for km, lau in away if km <= FAR_KM]


def _service(
    kind: dict[str, Any], provider: Institution, place: Municipality, units: list[Any], neighbours: list[str], people: int,
    inhabitants: int, today: date, rng: Random,
) -> None:  # fmt: skip
    unit = rng.choice([unit for unit in units if unit.name == place.seat] or units)
    lat, lon = (unit.lat, unit.lon) if unit.lat is not None else (place.lat, place.lon)
    note = territory.language_note(place.lau)
    fee = kind["fee"] if rng.random() < 0.9 else None
    step_free = rng.choices((StepFree.YES, StepFree.NO, StepFree.UNKNOWN), (5, 3, 2))[0]
    confirmed, chased = _freshness(today, rng)
    service = Service.objects.create(
        provider=provider, type=kind["type"], name_sq=kind["sq"], name_en=kind["en"], municipality=place, unit=unit,
        latitude=round(lat + rng.uniform(-0.008, 0.008), 5), longitude=round(lon + rng.uniform(-0.01, 0.01), 5),
        address=provider.address, phone=provider.phone, hours=rng.choice(sheet("providers")["hours"]), domains=kind["domains"],
        languages=["sq"] + ([note.language] if note and rng.random() < 0.7 else []), age_from=kind.get("age_from"),
        age_to=kind.get("age_to"), fee_lek=fee, step_free=step_free, places=_places(kind, people, inhabitants, rng),
        confirmed_on=confirmed, chased_on=chased, synthetic=True,
    )  # fmt: skip
    Cover.objects.bulk_create([Cover(service=service, municipality_id=lau) for lau in (place.lau, *neighbours)])


def _places(kind: dict[str, Any], people: int, inhabitants: int, rng: Random) -> int | None:
    """More where more live, and more when the demo holds more people; never fewer than two."""
    if "places" not in kind:
        return None
    size: float = kind["places"] * (inhabitants / 40_000) ** 0.6 * max(people / USUAL_PEOPLE, 0.3)
    return max(2, round(size * rng.uniform(0.6, 1.2)))


def _freshness(today: date, rng: Random) -> tuple[date, date | None]:
    """Confirmed lately; or too long ago and asked; or asked and silent. As directory.rules.freshness reads them."""
    fate = rng.random()
    if fate < 0.74:
        return today - timedelta(days=rng.randint(1, 80)), None
    chased = today - timedelta(days=rng.randint(1, 12) if fate < 0.88 else rng.randint(20, 60))
    return chased - timedelta(days=rng.randint(91, 120)), chased
