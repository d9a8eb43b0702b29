"""Writing an entry: the same transaction as the act, or the act did not happen."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, models, transaction

from .models import Entry
from .rules import Verb


def record(
    verb: Verb, subject: models.Model | str, *, person: UUID | None = None, municipality: str | None = None, reason: str = ""
) -> None:
    """Who and when come from the database's own context. `subject` is the row acted on, or its name."""
    record_many([(verb, subject, person, municipality, reason)])


def record_many(acts: Iterable[tuple[Verb, models.Model | str, UUID | None, str | None, str]]) -> None:
    """Several entries in one trip: (verb, subject, person, municipality, reason) each."""
    rows = [
        (str(verb), subject if isinstance(subject, str) else f"{subject._meta.label}:{subject.pk}", person, municipality, reason)
        for verb, subject, person, municipality, reason in acts
    ]
    # Plain INSERT: the web login may write these five columns and none of the others.
    table = Entry._meta.db_table
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} (verb, subject, person, municipality, reason) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608  our table
        cursor.executemany(statement, rows)


def record_people(verb: Verb, model: type[models.Model], people: Sequence[UUID], *, reason: str = "") -> None:
    """One entry for each of many people of the actor's own municipality: who and when are read from the context once, not per entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.journal_people(%s, %s, %s, %s)", (str(verb), model._meta.label, list(people), reason))


def witness(verb: str, subject: models.Model, municipality: str | None, reason: str) -> None:
    """What happens in access, which stands below the journal: workers, posts, signing in."""
    record(Verb(verb), subject, municipality=municipality, reason=reason)


@transaction.atomic
def seal() -> int:
    """Seal what has happened since the last seal; returns how many entries. Only the jobs' login may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.journal_seal()")
        return int(cursor.fetchone()[0])
