"""Case conferences: of one case, those whose minutes are missing, and what of them a member and the person see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor

from ..models import Conference, Decision, Dissent, Minutes, Seat
from ..rules import CaseStatus, ConferenceStatus

MOST = 20


@dataclass(frozen=True)
class Held:
    """One conference whole: who was invited, every version of the minutes, what the latest decided, and who disagrees."""

    conference: Conference
    seats: list[Seat]
    minutes: list[Minutes]
    dissents: list[Dissent]

    @property
    def latest(self) -> Minutes | None:
        return self.minutes[0] if self.minutes else None

    @property
    def decisions(self) -> list[Decision]:
        return list(self.latest.decisions.all()) if self.latest else []

    @property
    def attendance(self) -> list[tuple[Seat, bool]]:
        """Everybody invited, and whether she was there."""
        there = set(self.latest.present) if self.latest else set()
        return [(seat, seat.pk in there) for seat in self.seats]


def conferences(actor: Actor) -> QuerySet[Conference]:
    """Those this worker may know of."""
    found: QuerySet[Conference] = Conference.objects.visible_to(actor).select_related("chair", "called_by", "case__person", "case__worker")
    return found


def held(actor: Actor, conference: Conference) -> Held:
    """Four queries."""
    return Held(
        conference,
        list(Seat.objects.visible_to(actor).filter(conference=conference).select_related("member").order_by("name")),
        list(
            Minutes.objects.visible_to(actor)
            .filter(conference=conference)
            .select_related("by")
            .prefetch_related("decisions")
            .order_by("-version")
        ),
        list(Dissent.objects.visible_to(actor).filter(conference=conference).select_related("by").order_by("at")),
    )


def without_minutes(actor: Actor, at: datetime, whose: Iterable[UUID] | None = None, most: int = MOST) -> list[Conference]:
    """Conferences whose hour has passed and nobody signed what came of them, the oldest first; of these workers, or of all. One query."""
    return first(most, _without_minutes, actor, at, whose)


def _without_minutes(actor: Actor, at: datetime, whose: Iterable[UUID] | None) -> QuerySet[Conference]:
    rows = conferences(actor).filter(status=ConferenceStatus.CALLED, at__lt=at).exclude(case__status=CaseStatus.CLOSED)
    mine = rows if whose is None else rows.filter(case__worker__among=whose)
    return mine.order_by("at", "pk")


def called_for(actor: Actor, case: UUID) -> list[tuple[Conference, list[Decision]]]:
    """What a member of the plan sees of the conferences she is invited to, and what was decided for her. Two queries."""
    rows = list(Conference.objects.visible_to(actor).filter(case=case, seats__worker=actor.worker).distinct().order_by("-at")[:MOST])
    return _with_decisions(rows, Decision.objects.visible_to(actor).filter(conference__in=rows) if rows else Decision.objects.none())


def decided(actor: Actor) -> list[tuple[Conference, list[Decision]]]:
    """What the person sees: the question and what was decided, as last signed. Two queries."""
    seen = ("id", "at", "question", "place", "status", "municipality_id", "case_id", "person_id")
    rows = list(Conference.objects.visible_to(actor).filter(status=ConferenceStatus.HELD).only(*seen).order_by("-at")[:MOST])
    return _with_decisions(rows, Decision.objects.visible_to(actor).filter(conference__in=rows) if rows else Decision.objects.none())


def _with_decisions(rows: list[Conference], decisions: QuerySet[Decision]) -> list[tuple[Conference, list[Decision]]]:
    last = dict(decisions.order_by().values_list("conference").annotate(Max("version"))) if rows else {}
    found = [one for one in decisions if one.version == last.get(one.conference_id)]
    return [(row, [one for one in found if one.conference_id == row.pk]) for row in rows]
