"""The database goes away under a running server, and comes back: 503 with a time to come back, never a stack of code, no restart."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from bashke.site import configuration, postgres
from bashke.site.testing import CLUSTER

from .browsers import browser
from .clones import Clone, django_on
from .houses import copy_of_the_server
from .story import Told

BACK_SECONDS = 60  # on a machine that has other things to do
SOON_SECONDS = 5


@dataclass(frozen=True)
class Site:
    """`bashke serve` in processes of its own, on a database server of its own."""

    port: int
    cluster: postgres.Cluster
    process: "subprocess.Popen[bytes]"
    log: Path
    cookie: str
    database: str

    def ask(self, path: str, method: str = "GET", body: str | None = None) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}; csrftoken={'x' * 32}", "X-CSRFToken": "x" * 32}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()

    def processes(self) -> set[int]:
        """The server and its workers."""
        found = subprocess.run(
            ["ps", "--no-headers", "-o", "pid", "--pid", str(self.process.pid), "--ppid", str(self.process.pid)], capture_output=True
        )
        return {int(pid) for pid in found.stdout.split()}

    def superuser(self) -> Any:
        return postgres.connect(self.cluster, configuration.secret("superuser"), self.database)


@pytest.fixture(scope="module")
def site(clone: Clone, cast: SimpleNamespace) -> Iterator[Site]:
    with django_on(clone):
        cookie = browser(cast.luan).cookies[settings.SESSION_COOKIE_NAME].value
    home = Path(tempfile.mkdtemp(prefix="bashke-away-"))
    home.chmod(0o755)  # PostgreSQL's own user must pass through
    var = home / "var"
    var.mkdir()
    shutil.copy(configuration.var() / "secrets.json", var / "secrets.json")
    cluster = postgres.Cluster(root=var / "postgres", binaries=CLUSTER.binaries, user=CLUSTER.user)
    copy_of_the_server(cluster)
    cluster.start(configuration.secret("superuser"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "web.log"
    environment = os.environ | {"BASHKE_HOME": str(home), "BASHKE_DATABASE": clone.name, "BASHKE_LOGIN": "web"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bashke.site.command", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"],
            env=environment, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    made = Site(port, cluster, process, log, cookie, clone.name)
    try:
        assert comes_back(made), log.read_text()
        yield made
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        cluster.remove()
        shutil.rmtree(home, ignore_errors=True)


def comes_back(site: Site) -> bool:
    deadline = time.monotonic() + BACK_SECONDS
    while time.monotonic() < deadline:
        try:
            if site.ask("/")[0] == 200:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def check_away(answer: tuple[int, dict[str, str], str]) -> None:
    status, headers, page = answer
    assert status == 503
    assert int(headers["retry-after"]) >= 1
    assert "Traceback" not in page
    assert "OperationalError" not in page
    assert re.search(r'lang="sq"', page), "the page speaks Albanian"
    assert re.search(r'lang="en"', page), "and English"
    assert "content-security-policy" in headers
    assert "set-cookie" not in headers


def test_away_and_back(site: Site) -> None:
    assert "Luan Kodra" in site.ask("/referrals/")[2]
    before = site.processes()
    assert len(before) == 3

    site.cluster.stop("immediate")
    for path in ("/", "/referrals/", "/account/login/", "/find/", "/no/such/page/", "/follow/"):
        began = time.monotonic()
        check_away(site.ask(path))
        assert time.monotonic() - began < SOON_SECONDS
    check_away(site.ask("/follow/", "POST", "code=ABCD"))

    site.cluster.start(configuration.secret("superuser"))
    assert comes_back(site)
    assert "Luan Kodra" in site.ask("/referrals/")[2]
    assert site.processes() == before, "the web processes were not restarted"


def test_away_in_the_middle_of_a_request(site: Site, told: dict[str, Told]) -> None:
    """Nothing half done: the answer is 503, and afterwards the referral still waits for one."""
    referral = told["AL154"].referral
    answers: list[tuple[int, dict[str, str], str]] = []
    holder = site.superuser()
    holder.execute("BEGIN")
    holder.execute("SELECT FROM referrals_referral WHERE id = %s FOR UPDATE", (referral,))
    asking = threading.Thread(
        target=lambda: answers.append(site.ask(f"/referrals/{referral}/answer/", "POST", "answer=accept&accept-words="))
    )
    asking.start()
    with site.superuser() as watcher:
        for _ in range(200):
            if watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
                break
            time.sleep(0.02)
        else:
            pytest.fail("the answer never reached the lock")
    site.cluster.stop("immediate")
    asking.join()
    holder.close()
    check_away(answers[0])
    site.cluster.start(configuration.secret("superuser"))
    assert comes_back(site)
    with site.superuser() as oracle:
        assert oracle.execute("SELECT status FROM referrals_referral WHERE id = %s", (referral,)).fetchone() == ("sent",)
        assert oracle.execute(
            "SELECT count(*) FROM journal_entry WHERE verb = 'referral accepted' AND subject LIKE %s", (f"%{referral}",)
        ).fetchone() == (0,)


def test_the_log_names_nobody(site: Site, told: dict[str, Told]) -> None:
    log = site.log.read_text()
    assert "database" in log, "an operator finds out"
    assert "Traceback" not in log
    for mark in ("Ana", "Marku", "Bora", "Luan", "0692000101", site.cookie, told["AL154"].code, str(told["AL154"].person)):
        assert mark not in log
    server = (site.cluster.root / "postgres.log").read_text()
    for mark in ("Marku", "Dervishi", site.cookie, "0692000101", "STATEMENT"):
        assert mark not in server
