"""What a worker is able to do, written down by who leads the team: a profession with its licence, and trainings, one of them by mistake."""

from datetime import datetime, timedelta

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.person.casework import actions as casework


def written(by: Actor, worker: Worker, at: datetime) -> None:
    """Besa speaks Romani, is in the team for children, has a licence and is trained for it."""
    day = at.date()
    casework.qualify(
        by=by, at=at, worker=worker, languages=["sq", "rom"], tracks=["child"], profession="social_worker", licence="PS 0001",
        licence_until=day + timedelta(days=400),
    )  # fmt: skip
    casework.train(by=by, at=at, worker=worker, code="child_protection", done_on=day - timedelta(days=200), until=day + timedelta(days=500))
    mistaken = casework.train(by=by, at=at, worker=worker, code="trafficking", done_on=day - timedelta(days=9))
    casework.strike_training(by=by, at=at, training=mistaken)
