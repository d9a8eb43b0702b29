"""Somebody asks for help: the request, how urgent it is judged, and what is decided."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term, terms
from bashke.ground.law.rules import TriageClass, triage_class
from bashke.person.requests.models import AccessCode, Request, Triage
from bashke.person.requests.queries import set_rules
from bashke.person.requests.rules import GENERAL, Channel, ForWhom, Status, TriageStatus, held_class, is_lowering, sooner, tracks_of

from ..census import Home, Human, names
from .world import Colleague, World, asked_domains, words

CHILD, OLDER = 16, 65
STILL_NEW = 0.03  # requests of the last days that nobody has answered yet
ANSWERED_IN_TIME = 0.95
FATES = {Status.REGISTERED: 0.84, Status.REFUSED: 0.1, Status.WITHDRAWN: 0.06}
# The red flags that fit what is asked for; the classes come from the law package. None of a named team: what belongs to a team is in a
# protected file (bashke/site/demo/protected.py).
FLAGS = {
    "housing": ("no_shelter_tonight", "eviction_soon", "no_power_or_heat"), "safety": ("danger_to_life",),
    "food": ("no_food_children",), "health": ("no_vital_medicine",), "child_wellbeing": ("carer_exhausted", "newborn_no_support"),
    "education": ("child_out_of_school",), "documents": ("child_unregistered",), "social_ties": ("older_alone", "older_falls"),
    "disability_support": ("carer_exhausted", "no_carer_today", "assistant_leaves", "aid_missing"), "income": ("no_power_or_heat",),
}  # fmt: skip


@dataclass(slots=True)
class Asked:
    """A request while it runs. `answered` is None when nobody has answered until now."""

    id: str
    received: datetime
    domains: list[str]
    status: Status
    answer_due: datetime
    urgency: TriageClass | None = None
    contact_due: datetime | None = None
    answered: datetime | None = None
    worker: Colleague | None = None
    fresh: bool = False
    tracks: list[str] = field(default_factory=list)


def ask(world: World, human: Human, home: Home) -> Asked:
    """One request, from its arrival to its answer or to the present."""
    fresh = world.happens(STILL_NEW)
    days = world.rng.choices((0, 1, 2, 3, 5), (38, 30, 17, 9, 6))[0]
    received = world.clocks.ago(world.rng, days) if fresh else world.clocks.arrival(world.rng)
    due = world.clocks.due("request.acknowledge", received)
    asked = Asked(world.uid(), received, asked_domains(world.rng, human), Status.RECEIVED, due, fresh=fresh)
    judged = _judge(world, human, asked)
    if judged is not None and not fresh:
        _decide(world, human, asked, judged)
    _write(world, human, home, asked)
    return asked


def _judge(world: World, human: Human, asked: Asked) -> datetime | None:
    """A worker looks at it and sets the urgency; None when nobody has looked yet."""
    at = world.clocks.pace(world.rng, asked.received, asked.answer_due, ANSWERED_IN_TIME)
    if at >= world.now or (asked.fresh and world.happens(0.4)):
        return None
    by = world.rng.choice(world.workers)
    flags = sorted({flag for domain in asked.domains for flag in FLAGS.get(domain, ()) if world.happens(0.22) and _fits(flag, human)})
    worst = triage_class(TriageClass(term("red_flag", flag).extra["class"]) for flag in flags)
    chosen = _chosen(world, worst, asked.fresh)
    asked.worker, asked.urgency = by, held_class(chosen, worst, None)
    asked.contact_due = sooner(None, world.clocks.due(f"triage.{asked.urgency}", at))
    lowering = is_lowering(chosen, worst, None)
    rules = set_rules(world.now.date())
    looked = sorted(
        {rule.code for rule in rules if rule.fits(asked.domains, [human.age])}
        | {term("red_flag", flag).extra["set"] for flag in flags} - {GENERAL}
    )
    asked.tracks = tracks_of((), looked, rules)
    triage: dict[str, Any] = {
        "id": world.uid(), "request_id": asked.id, "flags": flags, "sets": looked, "worst": worst, "chosen": chosen, "by_id": by.worker, "at": at,
    }  # fmt: skip
    triage["reason"] = world.rng.choice([row.code for row in terms("override_down_reason")]) if lowering else ""
    subject = f"requests.Request:{asked.id}"
    world.log(Verb.URGENCY_LOWER_ASKED if lowering else Verb.URGENCY_SET, subject, by, reason=triage["reason"])
    if lowering:
        triage |= _second_look(world, asked, chosen, at, subject)
    world.add(Triage, **triage)
    return at


def _second_look(world: World, asked: Asked, chosen: TriageClass, at: datetime, subject: str) -> dict[str, object]:
    """A lowering waits for the supervisor; the worst class holds until she agrees."""
    answered = world.clocks.later(world.rng, at, 0, 2)
    if asked.fresh or answered >= world.now:
        return {"status": TriageStatus.WAITING}
    agrees = world.happens(0.75)
    if agrees:
        asked.urgency, asked.contact_due = chosen, world.clocks.due(f"triage.{chosen}", at)
    world.log(Verb.URGENCY_LOWER_CONFIRMED if agrees else Verb.URGENCY_LOWER_REJECTED, subject, world.supervisor)
    status = TriageStatus.FINAL if agrees else TriageStatus.REJECTED
    return {"status": status, "second_id": world.supervisor.worker, "second_at": answered}


def _chosen(world: World, worst: TriageClass, fresh: bool) -> TriageClass:
    """Mostly what the flags give; sometimes higher, sometimes lower."""
    classes = list(TriageClass)
    if worst > TriageClass.ROUTINE and world.happens(0.2 if fresh else 0.06):
        return classes[worst.weight - 1]
    return classes[worst.weight + 1] if worst < TriageClass.URGENT and world.happens(0.07) else worst


def _fits(flag: str, human: Human) -> bool:
    if flag.startswith("older_"):
        return human.age >= OLDER
    return not flag.startswith("child_") or human.age < 60


def _decide(world: World, human: Human, asked: Asked, judged: datetime) -> None:
    """Registered, refused with a reason, or taken back: at the pace of the clock that runs out first."""
    clock = min(asked.answer_due, asked.contact_due or asked.answer_due)
    at = world.clocks.pace(world.rng, judged, clock, ANSWERED_IN_TIME) if clock > judged else world.clocks.later(world.rng, judged, 0, 1)
    if at >= world.now:
        return
    asked.status = world.rng.choices(tuple(FATES), tuple(FATES.values()))[0]
    asked.answered = at
    verb = {
        Status.REGISTERED: Verb.REQUEST_REGISTERED, Status.REFUSED: Verb.REQUEST_REFUSED, Status.WITHDRAWN: Verb.REQUEST_WITHDRAWN,
    }[asked.status]  # fmt: skip
    person = human.id if asked.status is Status.REGISTERED else None
    world.log(verb, f"requests.Request:{asked.id}", asked.worker, person)


def _write(world: World, human: Human, home: Home, asked: Asked) -> None:
    row = {
        "id": asked.id, "unit_id": human.unit, "domains": asked.domains, "given_name": human.given_name, "family_name": human.family_name,
        "birth_date": human.birth_date, "how_to_reach": world.says("reach"), "language": human.language, "key": world.uid(),
        "status": asked.status, "received_at": asked.received, "answer_due_at": asked.answer_due,
        "decide_due_at": world.clocks.due("request.decide_bound", asked.received), "urgency": asked.urgency,
        "contact_due_at": asked.contact_due, "tracks": asked.tracks, "answered_at": asked.answered, "synthetic": True, "phone": human.phone,
        "channel": world.rng.choices((Channel.WEB, Channel.COUNTER, Channel.PHONE), (45, 40, 15))[0],
    }  # fmt: skip
    row["father_name"] = "" if row["channel"] is Channel.WEB else human.father_name
    row |= _for_whom(world, human, home, asked)
    if asked.status is Status.REGISTERED and asked.worker:
        row |= {"person_id": human.id, "responsible_id": asked.worker.worker}
    if asked.status is Status.REFUSED and asked.worker:
        row |= {"refusal_reason": (reason := world.rng.choice(list(words("refusal")))), "responsible_id": asked.worker.worker}
        row["refusal_words"] = words("refusal", reason)
    if asked.status is Status.RECEIVED and _clock(asked) < world.now:
        row["escalated_at"] = _clock(asked) + timedelta(minutes=world.rng.randrange(1, 6))
    world.add(Request, **row)
    world.log(Verb.REQUEST_MADE, f"requests.Request:{asked.id}", None)
    world.add(  # nobody holds this code: it was never made
        AccessCode, id=world.uid(), request_id=asked.id, code_hash=world.rng.randbytes(32), whole_file=row["for_whom"] is ForWhom.SELF,
        issued_at=asked.received,
    )  # fmt: skip


def _clock(asked: Asked) -> datetime:
    """The moment by which somebody must have answered: the sooner of promise and first contact."""
    return min(asked.answer_due, asked.contact_due or asked.answer_due)


def _for_whom(world: World, human: Human, home: Home, asked: Asked) -> dict[str, object]:
    """Children are asked for by a parent, older people often by somebody near; the rest mostly ask for themselves."""
    own = words("domains", asked.domains[0], "asks")
    if human.age >= CHILD and not world.happens(0.35 if human.age >= OLDER else 0.1):
        return {"for_whom": ForWhom.SELF, "words": world.rng.choice(own)}
    adults = [other for other in home.members if other.age >= 18 and other.id != human.id]
    known: dict[str, object] = {"for_whom": ForWhom.OTHER, "permission_given": True, "asker_phone": home.members[0].phone}
    if human.age < CHILD and adults:
        parent = adults[0]
        relation = words("relations", f"child_{parent.sex}")
        about = f"{words('asks_child')} {world.says('domains', asked.domains[0], 'child')}"
        return known | {"words": about, "asker_name": parent.name, "asker_relation": relation}
    group = "older" if human.age >= OLDER else "other"
    said = {"words": words(f"asks_{group}")}
    if adults:
        return known | said | {"asker_name": adults[0].name, "asker_relation": words("relations", "family")}
    sex = world.rng.choice(("female", "male"))
    name = f"{world.rng.choice(names(sex))} {world.rng.choice(names('family'))}"
    return known | said | {"asker_name": name, "asker_relation": world.says("relations", sex)}
