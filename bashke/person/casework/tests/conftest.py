"""Ana's case: one setup for what succeeds and for what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bashke.ground.access.models import Post
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import terms
from bashke.person.casework import actions
from bashke.person.casework.models import Case, Need, Plan
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, AssessmentKind, GoalDraft, Place
from bashke.person.people.actions import add_person
from bashke.person.people.models import Person

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def ladder(**low: int) -> dict[str, int]:
    """Every domain on the fourth rung, but for those named."""
    return {row.code: low.get(row.code, 4) for row in terms("domain")}


def goal(need: Need, target: int = 3, day: date = date(2026, 3, 20)) -> GoalDraft:
    call = ActionDraft(what="Call the landlord", owner=ActionOwner.WORKER, owner_name="Besa Gjoka", due_on=day)
    return GoalDraft(need=need, statement="A dry room before winter", target=target, actions=[call])


class Story:
    """Ana, and the verbs Besa uses most, each on the day it is told."""

    def __init__(self, besa: Actor) -> None:
        self.besa = besa

    def person(self, **known: Any) -> Person:
        details = {"given_name": "Ana", "family_name": "Marku", "birth_date": date(1991, 5, 4), "phone": "0692000101"} | known
        return add_person(by=self.besa, at=NOW, synthetic=True, **details)

    def case(self, person: Person | None = None) -> Case:
        return actions.open_case(by=self.besa, at=NOW, person=person or self.person())

    def assessed(self, case: Case, at: datetime | None = None, kind: AssessmentKind = AssessmentKind.FULL, **low: int) -> dict[str, Need]:
        low = low or {"housing": 1, "food": 2}
        actions.assess(by=self.besa, at=at or later(1), case=case, kind=kind, place=Place.HOME, ladder=ladder(**low))
        return {need.domain: need for need in Need.objects.filter(case=case)}

    def agreed(self, case: Case, *needs: Need, at: datetime | None = None) -> Plan:
        plan = actions.write_plan(by=self.besa, at=at or later(2), case=case, own_words="", goals=[goal(need) for need in needs])
        return actions.agree_plan(by=self.besa, at=at or later(2), plan=plan, how=Agreement.SIGNED, own_words="Dua një dhomë të thatë.")


@pytest.fixture
def story() -> Callable[[Actor], Story]:
    return Story


@pytest.fixture
def post(db: None, cast: Any) -> Callable[[str], Any]:
    return lambda username: Post.objects.get(pk=getattr(cast, username).post)
