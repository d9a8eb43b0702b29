"""The real server of the stories: a copy of the test database, gunicorn in a process of its own, demo mode for one-click sign-in."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bashke.ground.design.build import BUILT
from bashke.site import configuration

PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """Where the pages are, and the surroundings in which its commands run."""

    url: str
    environment: dict[str, str]
    log: Path

    def job(self, code: str) -> None:
        """What a job would do in time, done now, with the jobs' own login. Raises AssertionError with what it said."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            cwd=ROOT, env=self.environment | {"BASHKE_LOGIN": "job"}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]


def built() -> None:
    """Style sheet, scripts and compiled words, made when something changed."""
    done = subprocess.run(
        [sys.executable, "-m", "bashke.site.command", "assets"],
        cwd=ROOT, env=os.environ | {"BASHKE_MODE": "test"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 or (BUILT / "app.css").exists(), f"The pages' parts cannot be built:\n{done.stderr[-2000:]}"


@contextmanager
def serving(database: str) -> Iterator[Site]:
    """The server on a free port of this machine, until the block ends."""
    built()
    port = _free_port()
    log = configuration.var() / "journeys.log"
    site = Site(
        url=f"http://127.0.0.1:{port}",
        environment=os.environ
        | {"BASHKE_MODE": "demo", "BASHKE_LOGIN": "web", "BASHKE_DATABASE": database, "BASHKE_PUBLIC_URL": f"http://127.0.0.1:{port}"},
        log=log,
    )
    command = [sys.executable, "-m", "bashke.site.command", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=out, stderr=out, start_new_session=True)
        try:
            _wait(site, process)
            yield site
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _wait(site: Site, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{site.url}/about/", timeout=5) as page:
                if page.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"The server of the stories does not answer:\n{site.log.read_text(errors='replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
