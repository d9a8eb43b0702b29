"""The jobs: what happens without anybody pressing a button. Each enters one municipality's context at a time and no wider one.

Run by `bashke jobs` with its own login. A job that fails is retried by the queue; none holds more than one transaction open.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from bashke.ground.access.queries import as_municipality, as_statistics
from bashke.ground.access.rules import Actor
from bashke.ground.directory.actions import chase_unconfirmed
from bashke.ground.journal import actions as journal
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.actions import send_due
from bashke.ground.territory.models import Municipality
from bashke.nation.statistics.actions import count_again
from bashke.person.bookings import actions as bookings
from bashke.person.casework import actions as casework
from bashke.person.conversations import actions as conversations
from bashke.person.delivery import actions as delivery
from bashke.person.exports import actions as exports
from bashke.person.people import actions as people
from bashke.person.referrals import actions as referrals
from bashke.person.registers import actions as registers
from bashke.person.requests import actions as requests
from bashke.person.rights import actions as rights

log = logging.getLogger("bashke.jobs")
ROUNDS = 10


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="escalation")
def escalate(timestamp: int) -> None:
    """Silence goes to the supervisor: requests and messages nobody answered, referrals a provider left lying,
    emergency places whose hours end. What was taken back ends."""
    now = timezone.now()
    _each(lambda by: requests.escalate_late(by=by, at=now))
    _each(lambda by: referrals.escalate_late(by=by, at=now))
    _each(lambda by: conversations.escalate_late(by=by, at=now))
    _each(lambda by: rights.escalate_late(by=by, at=now))
    _each(lambda by: casework.heed_withdrawals(by=by, at=now))
    _each(lambda by: bookings.follow_clocks(by=by, at=now))


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="consents")
def follow_consents(timestamp: int) -> None:
    """What a person took back with her code ends at the service; outcomes that a provider could not carry on reach the need."""
    now = timezone.now()
    _each(lambda by: referrals.follow_consents(by=by, at=now))
    _each(lambda by: delivery.carry_outcomes(by=by, at=now))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="outbox")
def send_notices(timestamp: int) -> None:
    """Hand waiting messages to the SMS gateway and the mail server."""
    now = timezone.now()
    for _ in range(ROUNDS):  # a full batch may have left more behind
        if not _each(lambda by: send_due(at=now)):
            return


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sealing")
def seal_journal(timestamp: int) -> None:
    """Chain the journal's new entries."""
    journal.seal()


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="freshness")
def chase_services(timestamp: int) -> None:
    """Ask providers about services they have not confirmed for long."""
    now = timezone.now()
    _each(lambda by: chase_unconfirmed(by=by, at=now))


@app.periodic(cron="20 7-17 * * *")
@app.task(queueing_lock="reminders")
def remind(timestamp: int) -> None:
    """Remind of the appointments of the next day, by daylight."""
    now = timezone.now()
    _each(lambda by: casework.remind_of_visits(by=by, at=now))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="counting")
def count(timestamp: int) -> None:
    """Take the counts that the ministry sees."""
    take_counts(timezone.now())


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="sessions")
def forget_sessions(timestamp: int) -> None:
    """Remove sessions that ended, and answers kept long enough for programs that ask twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.sessions_forget_expired(), guard.answers_forget_expired()")


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="duplicates")
def find_duplicates(timestamp: int) -> None:
    """Compare each register with itself: who may be in it twice. A supervisor decides."""
    now = timezone.now()
    _each(lambda by: people.find_pairs(by=by, at=now))


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="retention")
def find_over(timestamp: int) -> None:
    """List the files whose time is over. Nothing is erased: a person proposes, a second one signs."""
    now = timezone.now()
    _each(lambda by: rights.find_over(by=by, at=now))


@app.task
def check_register(lau: str, source: str) -> None:
    """The dry run of a municipality's register."""
    _register(registers.check, lau, UUID(source))


@app.task
def add_register(lau: str, source: str) -> None:
    """Everybody of a confirmed register, or nobody."""
    _register(registers.add, lau, UUID(source))


def _register(work: Callable[..., object], lau: str, source: UUID) -> None:
    """A file that can be no register is refused in a transaction of its own; what the work itself did is gone by then."""
    now = timezone.now()
    try:
        with registers.telling(lau, source) as tell, as_municipality(lau) as by:
            work(by=by, at=now, source=source, tell=tell)
    except NotAllowed as broken:
        with as_municipality(lau) as by:
            registers.refuse(by=by, at=now, source=source, broken=broken)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="exports")
def forget_exports(timestamp: int) -> None:
    """Remove exported files whose day is over, and copies of their data that people were given."""
    _each(lambda by: exports.forget(by=by))
    _each(lambda by: rights.forget(by=by))


def take_counts(now: datetime) -> None:
    with as_statistics():
        count_again(at=now)


def _each(act: Callable[[Actor], int | None]) -> int:
    """One municipality, one context, one transaction; a failure in one does not keep the others from their turn. Returns how much was done."""
    failed = done = 0
    for lau in Municipality.objects.order_by("lau").values_list("lau", flat=True):
        try:
            with as_municipality(lau) as by:
                done += act(by) or 0
        except Exception:
            log.exception("job failed in municipality %s", lau)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} municipalities failed; see the log")
    return done
