"""An ordinary week of the team in Shkodër, made by the cast through the real actions. All synthetic.

Requests came in every way, one of them a tip. Arta is away and Besa stands in; Arta is related to Zef and may not open her file;
a colleague left and her people have nobody yet; Sokol appeals; Gëzim took his request back and his case is to end.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bashke.ground.access.actions import end_post
from bashke.ground.access.models import Post, Worker
from bashke.ground.access.rules import Actor
from bashke.person.casework import actions as casework
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Channel, ForWhom, Relation

from .cast import SHKODER
from .guests import GUESTS

Acting = Callable[[str], AbstractContextManager[Actor]]
AWAY_SINCE, AWAY_FOR = 2, 9  # days

# How each came: what was said, and who said it. A tip says nothing of who told.
CAME: dict[str, dict[str, Any]] = {
    "outreach": {
        "channel": Channel.OUTREACH, "given_name": "Fatmira", "family_name": "Kola", "domains": ["documents", "education"], "spoken": "rom",
        "words": "Dy fëmijët nuk janë të regjistruar dhe nuk shkojnë në shkollë.", "asker_name": "Elvis Demiri",
        "asker_relation": "ndërmjetës", "asker_office": "Shoqata e lagjes", "asker_phone": "0692000301", "permission_given": True,
    },
    "office": {
        "channel": Channel.OFFICE, "given_name": "Klea", "family_name": "Prendi", "domains": ["safety", "child_wellbeing"],
        "words": "Vajza vjen në shkollë me shenja dhe nuk do të kthehet në shtëpi.", "asker_name": "Lirije Doda", "asker_relation": "mësuese",
        "asker_office": "Shkolla 9-vjeçare nr. 3", "asker_phone": "0692000302", "without_permission": "child_abused",
    },
    "provider": {
        "channel": Channel.PROVIDER, "given_name": "Ndue", "family_name": "Gjoka", "domains": ["health", "food"],
        "words": "Vjen në qendër pa ngrënë dhe i mbarojnë ilaçet.", "asker_name": "Ilir Prifti", "asker_relation": "drejtues i qendrës",
        "asker_office": "Qendra Hapa të Lehtë", "asker_phone": "0692000303", "permission_given": True,
    },
    "tip": {
        "channel": Channel.TIP, "given_name": "", "domains": ["food", "social_ties"], "without_permission": "older_alone",
        "words": "Një e moshuar në katin e dytë nuk del prej ditësh dhe nuk hap derën.", "how_to_reach": "Pallati ngjitur me furrën, hyrja 2",
    },
}  # fmt: skip


def tell_team(acting: Acting, now: datetime) -> None:
    """The whole week, after the people's own stories."""
    for days, key in enumerate(CAME):
        with acting("besa") as besa:
            _ask(besa, key, now - timedelta(hours=3 + 5 * days), **CAME[key])
    _away(acting, now)
    _related(acting, now)
    _appeal(acting, now)
    _taken_back(acting, now)
    _left(now.date())


def _away(acting: Acting, now: datetime) -> None:
    """Arta is away since two days and Besa stands in; what both are able to do is written down."""
    with acting("drita") as drita:
        arta, besa = (Worker.objects.get(username=name) for name in ("arta", "besa"))
        first = now.date() - timedelta(days=AWAY_SINCE)
        casework.enter_absence(by=drita, at=now, worker=arta, starts_on=first, ends_on=first + timedelta(days=AWAY_FOR), stand_in=besa)
        _able(drita, now, besa, ["sq", "rom"], "child", "child_protection", ends=900)
        _able(drita, now, arta, ["sq", "en"], "violence", "domestic_violence", ends=38)


def _able(drita: Actor, now: datetime, worker: Worker, languages: list[str], track: str, training: str, *, ends: int) -> None:
    """A licensed social worker of a named team, trained for it; the licence ends in so many days."""
    casework.qualify(
        by=drita, at=now, worker=worker, languages=languages, tracks=[track], profession="social_worker", licence=f"PS {ends + 2000}",
        licence_until=now.date() + timedelta(days=ends),
    )  # fmt: skip
    casework.train(by=drita, at=now, worker=worker, code=training, done_on=now.date() - timedelta(days=300))


def _related(acting: Acting, now: datetime) -> None:
    """Arta's cousin asked for help: she says so herself, and from then on there is no such person for her."""
    with acting("arta") as arta:
        cousin = Person.objects.visible_to(arta).get(phone=GUESTS["zef"].phone)
        worker = Worker.objects.get(username="arta")
        requests.declare_conflict(by=arta, at=now, person=cousin, worker=worker, relation=Relation.FAMILY, words="Kushërirë.")


def _appeal(acting: Acting, now: datetime) -> None:
    """Sokol came to the counter and does not agree."""
    with acting("arta") as arta:
        refused = Request.objects.visible_to(arta).get(key=GUESTS["sokol"].press)
        requests.appeal(by=arta, at=now, request=refused, words="Jemi pesë veta në një dhomë dhe muri ka myk. Askush nuk erdhi ta shihte.")


def _taken_back(acting: Acting, now: datetime) -> None:
    """Gëzim found work abroad and took his request back after the case was opened."""
    with acting("besa") as besa:
        at = now - timedelta(days=4)
        asked = _ask(
            besa, "gezim", at, channel=Channel.COUNTER, for_whom=ForWhom.SELF, given_name="Gëzim", family_name="Toska", domains=["work"],
            words="Po kërkoj punë prej muajsh.", phone="0690000190",
        )  # fmt: skip
        person = people.add_person(by=besa, at=at, given_name="Gëzim", family_name="Toska", phone="0690000190", synthetic=True)
        casework.open_case(by=besa, at=at, person=person, request=asked)
        requests.withdraw(by=besa, at=now - timedelta(hours=1), request=asked)


def _left(today: date) -> None:
    """A colleague's post ended, and nobody took her people over yet."""
    posts = Post.objects.on(today).filter(institution__municipality=SHKODER, role="social_worker", worker__username__startswith="shkoder-")
    last = posts.order_by("worker__username").last()
    if last is not None:
        end_post(post=last, valid_to=today - timedelta(days=1), leaves=True)


def _ask(by: Actor, key: str, at: datetime, **said: Any) -> Request:
    known = {"for_whom": ForWhom.OTHER, "family_name": ""} | said
    press = uuid5(NAMESPACE_URL, f"team/{key}")
    return requests.ask(by=by, at=at, municipality=SHKODER, key=press, synthetic=True, **known).request
