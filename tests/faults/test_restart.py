"""`bashke restart` under load: new processes take over, and not one request is lost."""

import threading
import time
from collections.abc import Iterator

import pytest

from .clones import Clone
from .servers import PATIENCE_SECONDS, Server, serving

ASKERS = 4
RELOADS = 2


@pytest.fixture(scope="module")
def server(clone: Clone) -> Iterator[Server]:
    with serving(clone.name) as made:
        yield made


def until_replaced(server: Server, before: set[int]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        now = server.workers()
        if len(now) == len(before) and not now & before:
            return
        time.sleep(0.1)
    pytest.fail("the old workers are still there")


def test_no_request_is_lost_while_new_code_takes_over(server: Server) -> None:
    answers: list[int | str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                answers.append(server.ask("/about/")[0])
            except OSError as lost:
                answers.append(type(lost).__name__)

    askers = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(RELOADS):
            before = server.workers()
            restarted = server.command("restart")
            assert restarted.returncode == 0, restarted.stderr
            until_replaced(server, before)
            assert server.comes_back(), "whoever knocks while the new processes load waits, and is answered"
    finally:
        done.set()
        for asker in askers:
            asker.join()
    assert len(answers) > 10
    assert set(answers) == {200}
    assert server.process.poll() is None


def test_a_hole_in_the_wall_leaves_the_old_server_alone(server: Server, clone: Clone) -> None:
    before = server.workers()
    with clone.superuser() as vandal:
        vandal.execute("CREATE TABLE gossip (name text)")
        try:
            refused = server.command("restart")
        finally:
            vandal.execute("DROP TABLE gossip")
    assert refused.returncode == 1
    assert "gossip" in refused.stderr
    assert server.workers() == before


def test_without_a_server_it_says_so(server: Server, clone: Clone, tmp_path: object) -> None:
    """And takes no other program for one, whatever number a crash left behind."""
    kept = {file: file.read_text() for file in server.log.parent.glob("web-*.pid")}
    assert str(server.process.pid) + "\n" in kept.values()
    try:
        for file in kept:
            file.write_text("1\n")
        done = server.command("restart")
    finally:
        for file, text in kept.items():
            file.write_text(text)
    assert done.returncode == 1
    assert "is running; `bashke serve` starts one" in done.stderr
