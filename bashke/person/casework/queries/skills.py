"""What each worker of a municipality is able to do, and whose licence ends soon."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure, terms
from bashke.person.requests.models import Request, Triage

from ..models import Case, Need, Qualification, Training
from ..rules import LIVE, Demand, Skills, Work


@dataclass(frozen=True)
class Able:
    """What is written of one worker: by whom and when stands in `written` (none: trainings only) and in each training."""

    languages: tuple[str, ...]
    tracks: tuple[str, ...]
    skills: Skills
    written: Qualification | None
    trainings: tuple[Training, ...]


NOTHING_WRITTEN = Able(("sq",), (), Skills(), None, ())


def able_of(actor: Actor) -> dict[UUID, Able]:
    """By worker, what is written of her in this municipality. Two queries."""
    done: dict[UUID, list[Training]] = defaultdict(list)
    for training in Training.objects.visible_to(actor).order_by("code"):
        done[training.worker_id].append(training)
    known = {row.worker_id: row for row in Qualification.objects.visible_to(actor).select_related("written_by")}
    return {worker: _able(known.get(worker), done[worker]) for worker in {*known, *done}}


def demands(day: date) -> list[Demand]:
    """The law's table of what work asks of whoever takes it: no query."""
    return [
        Demand(row.code, row.extra.get("profession", ""), row.extra.get("training", ""), *(row.extra[key] for key in ("tracks", "domains", "flags")))
        for row in terms("work_asks", day)
    ]  # fmt: skip


def work_of_request(actor: Actor, request: Request) -> Work:
    """What a request is about, with the signs of danger last seen. One query."""
    last = Triage.objects.visible_to(actor).filter(request=request).order_by("-at").values_list("flags", flat=True).first()
    return Work(request.tracks, request.domains, last or ())


def work_of_case(actor: Actor, case: Case) -> Work:
    """What a case is about: its tracks and the needs that are open. One query."""
    return Work(case.tracks, list(Need.objects.visible_to(actor).filter(case=case, status__in=LIVE).values_list("domain", flat=True)))


def ending_licences(actor: Actor, day: date) -> QuerySet[Qualification]:
    """Licences that ended or end within the days the law package names, the first to end first."""
    soon = day + timedelta(days=figure("staffing.licence_warning", day).value)
    rows: QuerySet[Qualification] = Qualification.objects.visible_to(actor).filter(licence_until__lte=soon)
    return rows.select_related("worker").order_by("licence_until", "pk")


def _able(row: Qualification | None, trainings: list[Training]) -> Able:
    until = {training.code: training.until for training in trainings}
    if row is None:
        return Able(("sq",), (), Skills(trainings=until), None, tuple(trainings))
    skills = Skills(row.profession, row.licence, row.licence_until, until)
    return Able(tuple(row.languages), tuple(row.tracks), skills, row, tuple(trainings))
