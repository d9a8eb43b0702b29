"""What each worker is able to do: languages, named teams, profession and licence, trainings. A supervisor writes it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.models import Worker
from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import term, terms
from bashke.ground.law.rules import NotAllowed

from ..models import Qualification, Training
from ..rules import check_licence, check_training
from .cases import hand
from .team import lock_posts


@transaction.atomic
def qualify(
    *, by: Actor, at: datetime, worker: Worker, languages: Collection[str], tracks: Collection[str], profession: str = "", licence: str = "",
    licence_until: date | None = None,
) -> Qualification:  # fmt: skip
    """Write which languages a worker speaks, in which named teams she works, and her profession with its licence."""
    _check(by, worker, at)
    spoken = sorted({term("spoken_language", code).code for code in languages})
    teams = sorted({term("track", code).code for code in tracks})
    if not spoken:
        raise NotAllowed("Choose at least one language.")
    licence = licence.strip()
    check_licence(profession, licence, licence_until, [row.code for row in terms("profession") if row.extra["licensed"]])
    made, _new = Qualification.objects.visible_to(by).update_or_create(
        worker=worker, municipality_id=by.municipality,
        defaults={
            "languages": spoken, "tracks": teams, "profession": profession and term("profession", profession).code, "licence": licence,
            "licence_until": licence_until, "written_by_id": hand(by), "written_at": at,
        },
    )  # fmt: skip
    record(Verb.QUALIFIED, made, municipality=by.municipality)
    return made


@transaction.atomic
def train(*, by: Actor, at: datetime, worker: Worker, code: str, done_on: date, until: date | None = None) -> Training:
    """Write down a training a worker did; done again, it is renewed."""
    _check(by, worker, at)
    check_training(done_on, until, timezone.localdate(at))
    made, _new = Training.objects.visible_to(by).update_or_create(
        worker=worker, municipality_id=by.municipality, code=term("training", code).code,
        defaults={"done_on": done_on, "until": until, "written_by_id": hand(by), "written_at": at},
    )  # fmt: skip
    record(Verb.QUALIFIED, made, municipality=by.municipality, reason=made.code)
    return made


@transaction.atomic
def strike_training(*, by: Actor, at: datetime, training: Training) -> None:
    """Take out a training that was written down by mistake."""
    training = Training.objects.visible_to(by).select_for_update(of=("self",)).select_related("worker").get(pk=training.pk)
    _check(by, training.worker, at)
    record(Verb.QUALIFIED, training, municipality=by.municipality, reason=f"{training.code}: written by mistake")
    training.delete()


def _check(by: Actor, worker: Worker, at: datetime) -> None:
    if not may(by, Permission.CASE_ASSIGN):
        raise NotAllowed("Only a supervisor writes what a worker is able to do.")
    lock_posts(by, worker, timezone.localdate(at))
