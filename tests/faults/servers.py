"""The real server in production mode, in processes of its own, on a copy of the database; asked as through a reverse proxy with TLS."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bashke.site import configuration

PATIENCE_SECONDS = 60
CSRF = "x" * 32
PRODUCTION = {
    "BASHKE_MODE": "production", "BASHKE_LOGIN": "web", "BASHKE_PUBLIC_URL": "https://bashke.example", "BASHKE_HOSTS": "bashke.example",
    "BASHKE_BEHIND_PROXY": "1", "BASHKE_SMS": "file",
}  # fmt: skip
PROXY = {"Host": "bashke.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "Referer": "https://bashke.example/"}


@dataclass(frozen=True)
class Server:
    """`bashke serve`: where it listens, its first process and its log."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path
    environment: dict[str, str]

    def ask(self, path: str, method: str = "GET", headers: dict[str, str] | None = None, body: str | None = None) -> tuple[int, str, str]:
        """(status, where it leads, page), as the proxy would ask. Raises OSError when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, PROXY if headers is None else headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode()
        except http.client.HTTPException as broken:
            raise OSError(type(broken).__name__) from broken
        finally:
            connection.close()

    def workers(self) -> set[int]:
        found = subprocess.run(["ps", "--no-headers", "-o", "pid", "--ppid", str(self.process.pid)], capture_output=True)
        return {int(pid) for pid in found.stdout.split()}

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "bashke.site.command", *words], env=self.environment, capture_output=True, text=True, timeout=120
        )

    def comes_back(self) -> bool:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("/about/")[0] == 200:
                    return True
            except OSError:
                pass
            time.sleep(0.1)
        return False


@dataclass
class Visitor:
    """A browser of nobody in particular: keeps its cookies, and sends forms."""

    server: Server
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF, "django_language": "en"})

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask(path, "GET", None)

    def post(self, path: str, **fields: object) -> tuple[int, str, str]:
        return self._ask(path, "POST", urlencode(fields, doseq=True))

    def _ask(self, path: str, method: str, body: str | None) -> tuple[int, str, str]:
        headers = PROXY | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "X-CSRFToken": CSRF}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except http.client.HTTPException as broken:
            raise OSError(type(broken).__name__) from broken
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            if given := re.match(r"([^=]+)=([^;]*)", line):
                self.cookies[given[1]] = given[2]
        return answer.status, answer.getheader("Location") or "", page


@contextmanager
def serving(database: str, *, workers: int = 2, **environment: str) -> Iterator[Server]:
    """Until the block ends. The server's own log is in `server.log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = configuration.var() / f"server-{port}.log"
    surroundings = os.environ | PRODUCTION | {"BASHKE_DATABASE": database} | environment
    command = [sys.executable, "-m", "bashke.site.command", "serve", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=surroundings, stdout=out, stderr=out, start_new_session=True)
    made = Server(port, process, log, surroundings)
    try:
        assert made.comes_back(), log.read_text()[-3000:]
        yield made
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
