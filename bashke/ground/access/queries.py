"""Telling the database who is asking, and reading posts.

`enter` is called once per request by the middleware; `as_job` and `as_post` open the narrow contexts of jobs and of
the operator's commands; `proof` is what the web process signs when it has checked a password itself.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from . import sessions
from .rules import Actor, Kind


def enter(token: str, *, signin: bool = False, api: bool = False) -> Actor:
    """Open the context of this session, or for the API of this staff token, and become its database role until the transaction ends."""
    door, sealed = ("signin", proof("signin", token)) if signin else ("token" if api else "", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.enter(%s, %s, %s)", (token, door, sealed))
        row = cursor.fetchone()
    answer = row[0] if isinstance(row[0], dict) else json.loads(row[0])
    sessions.seen.set(("", None) if api else (token, answer.get("session")))
    return _actor(answer)


def proof(*parts: object) -> str:
    """What only the web process can say: HMAC-SHA-256 over the parts with the key it shares with guard.secret."""
    key = bytes.fromhex(settings.WALL_KEY)
    return hmac.new(key, "|".join(str(part) for part in parts).encode(), hashlib.sha256).hexdigest()


def bind(token: str, worker: UUID, post: int) -> None:
    """Tie this session to a worker's post, after the password and the second factor were checked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.bind(%s, %s, %s, %s)", (token, worker, post, proof("bind", token, worker, post)))


def make_token(by: Actor, hashed: bytes, name: str, until: datetime, most: int) -> UUID | None:
    """Have the guard keep a token of the worker and post that ask; None when she has `most` already."""
    sealed = proof("token", hashed.hex(), by.worker, by.post)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.make_token(%s, %s, %s, %s, %s)", (hashed, name, until, most, sealed))
        made: UUID | None = cursor.fetchone()[0]
    return made


def open_by_code(token: str, code: str) -> bool:
    """Tie this session to the request whose code was given; False when there is no such code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.open_by_code(%s, %s)", (token, code))
        return bool(cursor.fetchone()[0])


@contextmanager
def as_municipality(lau: str) -> Iterator[Actor]:
    """A job's context: one municipality, one transaction, no worker. Only the jobs' login may."""
    with transaction.atomic():
        _run("SELECT guard.enter_job(for_municipality => %s)", lau)
        yield Actor(kind=Kind.MUNICIPALITY, municipality=lau, role="job", files=files())


@contextmanager
def as_statistics() -> Iterator[Actor]:
    """The counting job's context: coarse columns of every municipality, no names."""
    with transaction.atomic():
        _run("SELECT guard.enter_job()")
        yield Actor(kind=Kind.STATISTICS, role="job")


@contextmanager
def as_post(post: Any) -> Iterator[Actor]:
    """The context of one post, for the operator's commands and the demo country. Only the jobs' login may."""
    with transaction.atomic():
        _run("SELECT guard.enter_job(for_post => %s)", post.pk)
        yield Actor(
            kind=Kind(post.kind), municipality=post.institution.municipality_id, institution=post.institution_id,
            worker=post.worker_id, post=post.pk, role=post.role, worker_name=post.worker.name, files=files(),
        )  # fmt: skip


def files() -> frozenset[UUID]:
    """The protected files that are open in the running context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(guard.files())")
        return frozenset(row[0] for row in cursor.fetchall())


def _run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _actor(answer: dict[str, Any]) -> Actor:
    names = answer.get("institution_name") or {}
    return Actor(
        kind=Kind(answer["kind"]),
        municipality=answer.get("municipality"),
        institution=answer.get("institution"),
        person=_uuid(answer.get("person")),
        request=_uuid(answer.get("request")),
        worker=_uuid(answer.get("worker")),
        post=answer.get("post"),
        role=answer.get("role"),
        worker_name=answer.get("worker_name") or "",
        institution_name_sq=names.get("sq", ""),
        institution_name_en=names.get("en", ""),
        files=frozenset(UUID(file) for file in answer.get("files") or ()),
        related=answer.get("related", True),
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
