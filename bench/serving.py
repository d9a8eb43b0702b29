"""Real servers on free ports, and the visitors who load them: rounds take turns, so that a noisy machine is noisy for both."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bashke.site.commands.serve import gunicorn

from .country import ROOT

PATIENCE_SECONDS = 30
VISITORS = 4


@dataclass
class Visitor:
    """Somebody with a browser's cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """One request; raises RuntimeError for any answer but a page or the way to the next one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=urlencode(form) if form is not None else None, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{path} answered {answer.status}")
        return body

    def become(self, given_name: str) -> None:
        """The demo's one-click sign-in."""
        page = self.get("/account/demo/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        person = re.search(rf'\b{given_name}\b.*?name="worker" value="([0-9a-f-]{{36}})"', page, re.DOTALL)
        if not token or not person:
            raise RuntimeError(f"{given_name} is not on the page of demo people")
        self.ask("POST", "/account/demo/", {"csrfmiddlewaretoken": token[1], "worker": person[1]})


@contextmanager
def serving(database: str, workers: int = 2, app: str = "bashke.site.wsgi:application", first: str = "/about/") -> Iterator[int]:
    """Our own server on one database; yields its port when `first` answers. `bashke serve` would refuse a database without the wall."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "BASHKE_LOGIN": "web", "BASHKE_DATABASE": database, "BASHKE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "bashke.site.settings",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, *gunicorn(f"127.0.0.1:{port}", workers), app], cwd=ROOT, env=environment)
    try:
        _wait(port, process, first)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]", first: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Visitor(port).get(first)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def round_of(visitor: Visitor, path: str, seconds: float) -> float:
    """Requests per second of one page, four visitors at once."""
    counts = [0] * VISITORS
    began = time.perf_counter()

    def visit(place: int) -> None:
        one = Visitor(visitor.port, dict(visitor.cookies))
        while time.perf_counter() - began < seconds:
            one.get(path)
            counts[place] += 1

    threads = [threading.Thread(target=visit, args=(place,)) for place in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def median(numbers: list[float]) -> float:
    return statistics.median(numbers)
