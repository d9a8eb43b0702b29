"""One municipality: its households, the people in them, the lives of those who asked, written in one transaction."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

from django.db import connection, transaction

from bashke.ground.access.queries import as_municipality
from bashke.ground.journal.models import Entry
from bashke.ground.law.models import Promise
from bashke.ground.territory.rules import sort_key
from bashke.person.casework.models import Assessment, Case, Closure, Goal, Need, NeedStep, Plan, PlanAction, Review
from bashke.person.delivery.models import Attendance, Enrolment, Session
from bashke.person.people.actions import SORT_KEY_LENGTH
from bashke.person.people.models import Consent, Household, Membership, OwnWord, Person, SearchToken
from bashke.person.people.rules import kept_tokens
from bashke.person.referrals.models import Referral
from bashke.person.requests.models import AccessCode, Request, Triage

from .cast import KORCE, SHKODER
from .census import A_GENERATION, Home, Human, Place, chance, homes
from .clocks import Clocks
from .lives.life import live
from .lives.serving import hold_sessions
from .lives.world import Offer, World
from .offices import Team
from .pouring import Pouring, step_out

ASKED_ONCE = 0.615  # of those who are old enough: about six in ten of all
OLD_ENOUGH = 3  # born before the demo's two years began
ADULT = 18
PART = 1500  # people whose rows are in memory at once
KINDS = (
    Household, Person, Membership, SearchToken, Request, AccessCode, Triage, Case, Assessment, Need, NeedStep, Plan, Goal, PlanAction, Review,
    Closure, Consent, Referral, Enrolment, Session, Attendance, OwnWord, Entry,
)  # fmt: skip


class Town:
    """Makes municipalities one after the other on one connection of the jobs' login."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed, self.today = seed, today
        self.pouring = Pouring(KINDS)
        self.pouring.prepare()

    def make(self, place: Place, people: int, team: Team, offers: list[Offer], done: Callable[[int], None]) -> None:
        """All of one municipality or nothing of it; one that has its people is left as it is."""
        with transaction.atomic():
            with as_municipality(place.lau):
                if Person.objects.filter(synthetic=True).exists():
                    done(people)
                    return
                promised = Promise.objects.filter(municipality_id=place.lau).exists()
            step_out()
            rng = chance("lives", self.seed, place.lau)
            clocks = Clocks(self.today, place.lau if promised else None)
            world = World(place.lau, team.workers, team.supervisor, offers, clocks, rng, self.pouring, place.lau in (SHKODER, KORCE))
            waiting = 0
            for home in homes(place, people, self.today, rng):
                _settle_in(world, home)
                waiting += len(home.members)
                if waiting >= PART:
                    self._pour(world)
                    self.pouring.clear()
                    done(waiting)
                    waiting = 0
            self._pour(world)
            done(waiting)

    def _pour(self, world: World) -> None:
        """Write what has gathered, each row in the context of whoever wrote it."""
        hold_sessions(world)
        for post, kinds in self.pouring.copy().items():
            with connection.cursor() as cursor:
                if post:
                    cursor.execute("SELECT guard.enter_job(for_post => %s)", [post])
                else:
                    cursor.execute("SELECT guard.enter_job(for_municipality => %s)", [world.lau])
            self.pouring.write(post, kinds)
            step_out()


def _settle_in(world: World, home: Home) -> None:
    """The household, its people and everything under which they can be found; then what became of those who asked."""
    world.add(Household, id=home.id, unit_id=home.unit, address=home.address, synthetic=True)
    for human in home.members:
        _person(world, human, _place(home, human))
        if human.age >= OLD_ENOUGH and world.happens(ASKED_ONCE):
            live(world, human, home)


def _place(home: Home, human: Human) -> str:
    """The first is the head; a partner of about the same age, then whoever is young enough to be a child of theirs."""
    head = home.members[0]
    if human is head:
        return "head"
    if human is home.members[1] and human.sex != head.sex and human.age >= ADULT and abs(human.age - head.age) < A_GENERATION:
        return "spouse"
    if head.age - human.age >= A_GENERATION:
        return "child"
    return "parent" if human.age - head.age >= A_GENERATION else "relative"


def _person(world: World, human: Human, place: str) -> None:
    world.add(
        Person, id=human.id, unit_id=human.unit, given_name=human.given_name, family_name=human.family_name, father_name=human.father_name,
        sort_key=sort_key(f"{human.family_name} {human.given_name}")[:SORT_KEY_LENGTH], birth_date=human.birth_date, sex=human.sex,
        personal_number=human.personal_number, phone=human.phone, address=human.address, language=human.language,
        created_at=world.clocks.first, synthetic=True,
    )  # fmt: skip
    world.add(
        Membership, id=uuid5(UUID(human.household), human.id), household_id=human.household, person_id=human.id, place=place,
        entered_at=world.clocks.first, synthetic=True,
    )  # fmt: skip
    for token in sorted(kept_tokens(human.given_name, human.family_name, human.birth_date, human.personal_number, human.father_name)):
        world.add(SearchToken, token=token, person_id=human.id)
