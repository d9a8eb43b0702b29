"""kill -9 into the work: web processes, the database's processes, the whole database, while six people write.

What was answered must be there, once, and in the journal, once. (The machine itself stays up: what is proven is that no process is
trusted with anything alone, not that a disk keeps what it was given.)
`CRASH_KILLS` says how many kills; `make study` takes two hundred.
"""

import os
import random
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings

from .browsers import browser
from .clones import Clone, django_on
from .houses import House, house_with, kill
from .servers import Server, Visitor, serving
from .story import Told
from .writers import asked_for, button

KILLS = int(os.environ.get("CRASH_KILLS", "50"))
WAYS = {"a web process": 5, "a process of the database": 4, "the whole database": 1}
ASKERS, PROVIDERS = 4, 2
AGAIN_SECONDS = 0.05
PATIENCE_SECONDS = 240  # on a machine that has other things to do, until somebody is answered again
TIMES = 400  # how often somebody presses the button of one page again


@dataclass
class Writer(threading.Thread, ABC):
    """Somebody who writes until told to stop, and remembers: `tried` whatever she sent, `answered` what she was told is done."""

    server: Server
    done: threading.Event
    cookie: str = ""
    tried: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        try:
            while not self.done.is_set():
                mark = f"provë {uuid4().hex}"
                if self.writes(mark):
                    self.answered.append(mark)
        except BaseException as error:
            self.broken.append(error)

    @abstractmethod
    def writes(self, mark: str) -> bool:
        """One write that carries this mark; True when it was answered."""

    def press(self, visitor: Visitor, path: str, fields: dict[str, object], leads: str) -> bool:
        """Press the button, again and again while nothing comes back: the same press, so the same act."""
        for _ in range(TIMES):
            try:
                status, place, _ = visitor.post(path, **fields)
            except OSError:
                status, place = 0, ""
            if status == 302:
                return place == leads
            if status and status < 500:
                return False
            time.sleep(AGAIN_SECONDS)
        return False


class Asker(Writer):
    """Asks for help by the public form, as somebody new each time."""

    def writes(self, mark: str) -> bool:
        visitor = Visitor(self.server)
        try:
            status, place, _ = asked_for(visitor, "Ana", "0692000101", words=mark, until="check")
            shown = button(visitor.get("/ask/check/")[2]) if place == "/ask/check" or status == 302 else {}
        except OSError:
            return False
        if not shown:
            return False
        self.tried.append(mark)
        return self.press(visitor, "/ask/check/", dict(shown), "/asked/")


@dataclass
class Provider(Writer):
    """Writes down sessions of a service."""

    service: int = 0
    enrolment: str = ""
    __hash__ = threading.Thread.__hash__

    def writes(self, mark: str) -> bool:
        visitor = Visitor(self.server)
        visitor.cookies[settings.SESSION_COOKIE_NAME] = self.cookie
        today = date.today()
        fields: dict[str, object] = {
            "key": uuid4(), "held_on_day": today.day, "held_on_month": today.month, "held_on_year": today.year, "minutes": 60, "topic": mark,
            f"mark_{self.enrolment}": "came",
        }  # fmt: skip
        self.tried.append(mark)
        return self.press(visitor, f"/delivery/{self.service}/session/", fields, f"/delivery/{self.service}/")


@pytest.fixture(scope="module")
def house(clone: Clone) -> Iterator[House]:
    with house_with(clone.name) as made:
        yield made


@pytest.fixture
def writers(clone: Clone, house: House, cast: SimpleNamespace, told: dict[str, Told]) -> Iterator[list[Writer]]:
    with django_on(clone):
        cookies = [browser(cast.luan).cookies[settings.SESSION_COOKIE_NAME].value for _ in range(PROVIDERS)]
    with clone.superuser() as oracle:  # the server was copied before: their sessions go along
        sessions = oracle.execute("SELECT token_hash, data, expires, worker, post FROM guard.session").fetchall()
        service = oracle.execute("SELECT service_id FROM delivery_enrolment WHERE id = %s", (told["AL154"].enrolment,)).fetchone()
    for row in sessions:
        house.ask(
            "INSERT INTO guard.session (token_hash, data, expires, worker, post) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", row
        )
    done = threading.Event()
    with serving(house.database, workers=3, BASHKE_HOME=str(house.home)) as server:
        made: list[Writer] = [Asker(server, done) for _ in range(ASKERS)]
        made += [Provider(server, done, cookie, service=int(service[0]), enrolment=str(told["AL154"].enrolment)) for cookie in cookies]
        yield made
        done.set()


def strike(way: str, house: House, server: Server, chance: random.Random) -> bool:
    """One kill. False when there was nothing to hit."""
    if way == "the whole database":
        house.kill_database()
        house.start()
        return True
    targets = sorted(server.workers()) if way == "a web process" else house.backends()
    if not targets:
        return False
    kill(chance.choice(targets))
    return True


def wait_for_more(writers: list[Writer], more: int) -> None:
    """Until work goes on after a kill."""
    wanted = sum(len(writer.answered) for writer in writers) + more
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sum(len(writer.answered) for writer in writers) < wanted:
        assert time.monotonic() < deadline, f"nobody gets an answer any more: {writers[0].server.log.read_text()[-4000:]}"
        assert not [writer.broken for writer in writers if writer.broken]
        time.sleep(0.02)


def test_nothing_answered_is_lost_and_nothing_is_doubled(house: House, writers: list[Writer]) -> None:
    chance, struck = random.Random(20260302), Counter[str]()
    for writer in writers:
        writer.start()
    wait_for_more(writers, 5)
    while struck.total() < KILLS:
        way = chance.choices([*WAYS], [*WAYS.values()])[0]
        struck[way] += strike(way, house, writers[0].server, chance)
        wait_for_more(writers, chance.randrange(1, 3))
    writers[0].done.set()
    for writer in writers:
        writer.join()
    house.start()
    tried, answered = ([mark for writer in writers for mark in getattr(writer, kind)] for kind in ("tried", "answered"))
    assert all(writer.answered for writer in writers), "everybody got on with her work"
    print(f"{dict(struck)}; {len(tried)} writes tried, {len(answered)} answered")
    check_rows(house, tried, answered)
    check_journal(house)


def check_rows(house: House, tried: list[str], answered: list[str]) -> None:
    found = house.ask(
        "SELECT words FROM requests_request WHERE words LIKE 'provë %%' UNION ALL SELECT topic FROM delivery_session WHERE topic LIKE 'provë %%'"
    )
    rows = Counter(str(mark) for (mark,) in found)
    assert [mark for mark in answered if not rows[mark]] == [], "answered, and lost"
    assert [mark for mark, times in rows.items() if times > 1] == [], "written twice"
    assert set(rows) <= set(tried)
    assert len(answered) > KILLS


def check_journal(house: House) -> None:
    """One act, one entry: none without the other, none twice; and the whole chain holds."""
    for verb, label, table, condition in (
        ("request made", "requests.Request", "requests_request", "words LIKE 'provë %%'"),
        ("session recorded", "delivery.Session", "delivery_session", "topic LIKE 'provë %%'"),
    ):
        wrong = house.ask(
            f"SELECT t.id, count(e.id) FROM {table} t LEFT JOIN journal_entry e ON e.verb = '{verb}' AND e.subject = '{label}:' || t.id"
            f" WHERE t.{condition} GROUP BY t.id HAVING count(e.id) <> 1"
        )
        assert wrong == []
        alone = house.ask(
            f"SELECT e.subject FROM journal_entry e WHERE e.verb = '{verb}' AND NOT EXISTS (SELECT FROM {table} t WHERE e.subject = '{label}:' || t.id)"
        )
        assert alone == []
    halves = house.ask(
        "SELECT r.id FROM requests_request r WHERE r.words LIKE 'provë %%' AND 1 <> ALL (ARRAY["
        " (SELECT count(*) FROM requests_accesscode a WHERE a.request_id = r.id), (SELECT count(*) FROM notices_notice n WHERE n.request = r.id)])"
        " UNION ALL SELECT s.id FROM delivery_session s WHERE s.topic LIKE 'provë %%'"
        " AND 1 <> (SELECT count(*) FROM delivery_attendance a WHERE a.session_id = s.id)"
    )
    assert halves == [], "half done: a request without its code or message, a session without its register"
    house.does("journal", "seal")
    house.does("journal", "verify")
