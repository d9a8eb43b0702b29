"""The fixed cast: the workers and services of every story, in the tests and in the demo. All synthetic.

Besa is Ana's social worker in Shkodër, Drita her supervisor, Ilir manages a provider there; Vera works in Korçë
and must see nothing of Ana; Genc at the ministry must see numbers and no person.
Runs as the jobs' login: `python -m bashke.site.demo.cast`.
"""

import os
from dataclasses import dataclass
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
os.environ.setdefault("BASHKE_LOGIN", "job")
if __name__ == "__main__":
    django.setup()

from django.db import transaction

from bashke.ground.access.actions import add_worker, give_post
from bashke.ground.access.models import Post, Worker
from bashke.ground.access.queries import as_post
from bashke.ground.directory.models import Cover, Service
from bashke.ground.institutions.actions import add_institution
from bashke.ground.institutions.models import Institution
from bashke.ground.institutions.rules import Kind
from bashke.ground.territory.models import Unit

SHKODER, KORCE = "AL154", "AL343"
BEGAN = date(2022, 1, 10)


@dataclass(frozen=True)
class Role:
    username: str
    name: str
    role: str
    seat: str  # a LAU code, "ministry", or the key of a provider below


WORKERS = (
    Role("besa", "Besa Gjoka", "social_worker", SHKODER),
    Role("arta", "Arta Zefi", "social_worker", SHKODER),
    Role("drita", "Drita Leka", "supervisor", SHKODER),
    Role("mira", "Mira Deda", "director", SHKODER),
    Role("ilir", "Ilir Prifti", "provider_manager", "steps"),
    Role("edona", "Edona Shala", "provider_worker", "steps"),
    Role("luan", "Luan Kodra", "provider_manager", "home"),
    Role("vera", "Vera Kola", "social_worker", KORCE),
    Role("teuta", "Teuta Mano", "supervisor", KORCE),
    Role("genc", "Genc Hoxha", "ministry_analyst", "ministry"),
    Role("lule", "Lule Marashi", "data_protection_officer", SHKODER),
)

PROVIDERS = {
    "steps": (Kind.PROVIDER_NON_PUBLIC, "Qendra “Hapa të Lehtë”", "Light Steps Centre", "Rruga e Kirit 12", "0692000011"),
    "home": (Kind.PROVIDER_PUBLIC, "Shërbimi në Shtëpi, Shkodër", "Home Service, Shkodër", "Lagjja Perash 4", "0692000022"),
}

# provider, type, name, domains, places, fee, step-free, unit
SERVICES = (
    ("steps", "day", "Qendra ditore për fëmijë", "Day centre for children",
     ["child_wellbeing", "education"], 12, 0, "yes", "Shkodër"),
    ("steps", "information_counselling", "Këshillim për familjet", "Family counselling",
     ["social_ties", "documents", "income", "work"], None, 0, "yes", "Shkodër"),
    ("home", "in_home", "Ndihmë në shtëpi", "Help at home",
     ["disability_support", "health", "food", "social_ties"], 8, 500, "yes", "Rrethinat"),
    ("home", "emergency_72h", "Strehim emergjence 72 orë", "72-hour emergency shelter",
     ["housing", "safety", "food"], 3, 0, "no", "Shkodër"),
    ("home", "information_counselling", "Zyra e të drejtave", "Rights office",
     ["housing", "income", "documents", "health"], None, 0, "unknown", "Shkodër"),
)  # fmt: skip


def make(today: date) -> None:
    """The whole cast, once; a second call changes nothing."""
    if Worker.objects.filter(username="besa").exists():
        return
    with transaction.atomic():
        seats = _institutions()
        posts = {role.username: _post(role, seats[role.seat]) for role in WORKERS}
    for key, username in (("steps", "ilir"), ("home", "luan")):
        with as_post(posts[username]):
            _services(seats[key], key, today)


def _institutions() -> dict[str, Institution]:
    offices = {lau: Institution.objects.get(kind=Kind.MUNICIPALITY, municipality=lau) for lau in (SHKODER, KORCE)}
    providers = {
        key: add_institution(
            kind=kind, name_sq=sq, name_en=en, valid_from=BEGAN, municipality=SHKODER, address=address, phone=phone, synthetic=True
        )
        for key, (kind, sq, en, address, phone) in PROVIDERS.items()
    }
    return offices | providers | {"ministry": Institution.objects.get(kind=Kind.MINISTRY)}


def _post(role: Role, seat: Institution) -> Post:
    worker = add_worker(username=role.username, name=role.name, email=f"{role.username}@example.org", phone="0690000000", synthetic=True)
    return give_post(worker=worker, institution=seat, role=role.role, valid_from=BEGAN)


def _services(provider: Institution, key: str, today: date) -> None:
    units = {unit.name: unit for unit in Unit.objects.filter(municipality=SHKODER)}
    for number, (owner, kind, sq, en, domains, places, fee, step_free, unit) in enumerate(SERVICES):
        if owner != key:
            continue
        service = Service.objects.create(
            provider=provider, type=kind, name_sq=sq, name_en=en, domains=domains, municipality_id=SHKODER, unit=units[unit],
            latitude=42.06828 + number * 0.006, longitude=19.51258 + number * 0.004, address=provider.address, phone=provider.phone,
            hours="08:00–16:00", languages=["sq"], fee_lek=fee, step_free=step_free, places=places, confirmed_on=today, synthetic=True,
        )  # fmt: skip
        Cover.objects.create(service=service, municipality_id=SHKODER)


if __name__ == "__main__":
    make(date.today())
