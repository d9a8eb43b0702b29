"""The only writer of promises. The journal stands above the law: callers write it."""

from datetime import date

from django.db import IntegrityError, transaction

from .models import Promise
from .queries.figures import amount_in_words, bound_of
from .queries.papers import all_figures
from .rules import CLOCK_UNITS, Clock, NotAllowed, Unit, pick, promise_is_allowed


@transaction.atomic
def set_promise(
    *,
    municipality: str,
    key: str,
    value: int,
    unit: Unit,
    valid_from: date,
    on: date,
    reason: str,
    set_by: str | None = None,
) -> Promise:
    """Promise a time from `valid_from` on; `on` is today.

    Duty: the municipality (Law 139/2015) binds itself; the law's bound stays the limit (Law 44/2015).
    Raises NotAllowed when the figure takes no promises, when the promise is slower than its bound, begins in the past, has no
    reason or is already made for that day; UnknownFigure when there is no such figure.
    """
    _check(key, Clock(value, Unit(unit)) if unit in CLOCK_UNITS and value > 0 else None, valid_from, on, reason)
    try:
        with transaction.atomic():
            return Promise.objects.create(
                municipality_id=municipality,
                key=key,
                value=value,
                unit=unit,
                valid_from=valid_from,
                set_by=set_by,
                reason=reason.strip(),
            )
    except IntegrityError as clash:
        if Promise.objects.filter(municipality_id=municipality, key=key, valid_from=valid_from).exists():
            raise NotAllowed("A promise from that day on has already been made.") from clash
        raise


def _check(key: str, wanted: Clock | None, valid_from: date, on: date, reason: str) -> None:
    national = pick(all_figures(), key, valid_from)
    if not national.promisable:
        raise NotAllowed("%(figure)s is fixed by law; a municipality cannot promise another time.", figure=national.name)
    if wanted is None:
        raise NotAllowed("A promise is a number of hours, working days or days, at least 1.")
    bound = bound_of(national, valid_from)
    if not promise_is_allowed(wanted, bound.clock):
        raise NotAllowed(
            "A municipality may promise to be faster than the law, never slower: the limit is %(limit)s.",
            limit=amount_in_words(bound),
        )
    if valid_from < on:
        raise NotAllowed("A promise cannot begin in the past.")
    if not reason.strip():
        raise NotAllowed("A promise needs a reason.")
