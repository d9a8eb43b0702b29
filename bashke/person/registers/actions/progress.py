"""Telling how far the work is, while it is still one transaction that nobody else can see into."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bashke.ground.access.queries import as_municipality

from ..models import Progress

EVERY_SECONDS = 0.5
BEATS_SECONDS = 10.0  # also without news: a page that sees no beat for long says that the work stopped


@contextmanager
def telling(lau: str, source: UUID) -> Iterator[Callable[[str, int, int], None]]:
    """`with telling(lau, pk) as tell:`; a thread with a connection of its own writes what was told last. Jobs' login only."""
    latest: list[tuple[str, int, int]] = [("reading", 0, 0)]
    ended = threading.Event()

    def watch() -> None:
        written, beat = ("", 0, 0), 0.0
        try:
            while True:
                last = ended.wait(EVERY_SECONDS)
                beat += EVERY_SECONDS
                if latest[0] != written or beat >= BEATS_SECONDS:
                    written, beat = latest[0], 0.0
                    with as_municipality(lau):
                        step, done, total = written
                        Progress.objects.filter(source=source).update(step=step, done=done, total=total, at=timezone.now())
                if last:
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lambda step, done, total: latest.__setitem__(0, (step, done, total))
    finally:
        ended.set()
        thread.join()
