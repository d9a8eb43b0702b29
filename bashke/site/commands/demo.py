"""`bashke demo`: a whole synthetic country on this machine, from an empty folder to the first page."""

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from .. import configuration, postgres, provisioning
from ..configuration import ConfigurationError
from ..demo import keys
from . import assets

NEEDED_BYTES = 600_000_000
PATIENCE_SECONDS = 60
console = Console()


def run(arguments: argparse.Namespace) -> int:
    os.environ["BASHKE_MODE"] = "demo"
    os.environ["BASHKE_PUBLIC_URL"] = f"http://127.0.0.1:{arguments.port}"
    began = time.monotonic()
    _check_ground(arguments.port)
    configuration.make_secrets()
    cluster = None if configuration.external_server() else postgres.cluster_in(configuration.var())
    try:
        _prepare(arguments, cluster)
        with _running(arguments.port) as processes:
            _wait_for_page(arguments.port, processes)
            _welcome(arguments.port, time.monotonic() - began)
            if not arguments.once:
                _stay(processes)
    finally:
        if cluster:
            cluster.stop()
    return 0


def _check_ground(port: int) -> None:
    """Say what is wrong before anything is half done: the port, the disk, the folder."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise ConfigurationError(f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}") from None
    var = configuration.var()
    try:
        var.mkdir(parents=True, exist_ok=True)
        (var / ".probe").write_text("")
        (var / ".probe").unlink()
    except OSError as broken:
        raise ConfigurationError(f"The folder {var} cannot be written ({broken.strerror}). Make it writable, or set BASHKE_HOME.") from None
    if shutil.disk_usage(var).free < NEEDED_BYTES:
        raise ConfigurationError(f"The disk of {var} is nearly full; the demo needs about {NEEDED_BYTES // 1_000_000} MB.")


def _prepare(arguments: argparse.Namespace, cluster: postgres.Cluster | None) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30), TaskProgressColumn(), TimeElapsedColumn())
    # The pages' parts are made by Node, the tables by PostgreSQL: one machine has room for both at once.
    with Progress(*columns, console=console) as progress, ThreadPoolExecutor(1) as beside:
        parts = beside.submit(_make_parts, arguments, progress)
        if cluster:
            with _step(progress, "PostgreSQL"):
                cluster.start(configuration.secret("superuser"))
                _put_keys_back(cluster)
        stamp = {"schema": _schema_stamp(), "people": arguments.people, "seed": arguments.seed}
        known = _state()
        if known.get("schema") != stamp["schema"]:
            with _step(progress, "Tables, walls, territory and law"):
                provisioning.provision()
        if (known.get("people"), known.get("seed")) != (stamp["people"], stamp["seed"]):
            if "people" in known:
                raise ConfigurationError(
                    f"This folder holds a demo of {known['people']} people (seed {known['seed']}). Run `make demo-clean` first to make another."
                )
            if cluster:
                with _database(cluster) as database:
                    keys.lay_aside(database)
            _load_country(arguments, cluster, progress)
        parts.result()
        _remember(stamp)


def _make_parts(arguments: argparse.Namespace, progress: Progress) -> None:
    with _step(progress, "Pages' parts (style, scripts, fonts)"):
        assets.run(arguments)


@contextmanager
def _step(progress: Progress, title: str) -> Iterator[None]:
    task = progress.add_task(title, total=1)
    yield
    progress.update(task, completed=1)


def _put_keys_back(cluster: postgres.Cluster) -> None:
    """Foreign keys and indexes that were laid aside for this load, or for one that was broken off."""
    if provisioning.exists():
        with _database(cluster) as database:
            keys.put_back(database)


def _database(cluster: postgres.Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return postgres.connect(cluster, configuration.secret("superuser"), configuration.database_name())


def _load_country(arguments: argparse.Namespace, cluster: postgres.Cluster | None, progress: Progress) -> None:
    """Synthetic people in a process of its own, with the jobs' login; its lines `progress DONE TOTAL` move the bar.

    When it says `settled` everybody is there. On our own server the keys are then put back, over all of them; only after that it goes on.
    """
    task = progress.add_task(f"{arguments.people:,} synthetic people".replace(",", " "), total=arguments.people)
    command = [sys.executable, "-m", "bashke.site.demo.country", "--people", str(arguments.people), "--seed", str(arguments.seed), "--ask"]
    environment = os.environ | {"BASHKE_LOGIN": "job"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as loading:  # fmt: skip
        for line in loading.stdout or ():
            match line.split():
                case ["progress", done, total]:
                    progress.update(task, completed=int(done), total=int(total))
                case ["settled"]:
                    if cluster:
                        with _step(progress, "Every row points at another that is there"):
                            _put_keys_back(cluster)
                    print("go on", file=loading.stdin, flush=True)
        complaint = loading.stderr.read() if loading.stderr else ""
    if loading.returncode != 0:
        raise ConfigurationError(f"Making the synthetic country failed:\n{complaint[-3000:]}")
    progress.update(task, completed=arguments.people, total=arguments.people)


@contextmanager
def _running(port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The web server and the queue; both end when this ends."""
    environment = os.environ | {"BASHKE_MODE": "demo"}
    log = (configuration.var() / "demo.log").open("ab")
    commands = [
        ([sys.executable, "-m", "bashke.site.command", "serve", "--bind", f"127.0.0.1:{port}"], "web"),
        ([sys.executable, "-m", "bashke.site.command", "jobs"], "job"),
    ]
    processes = [
        subprocess.Popen(command, env=environment | {"BASHKE_LOGIN": login}, stdout=log, stderr=log, start_new_session=True)
        for command, login in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _wait_for_page(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if processes[0].poll() is not None:
            break
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                if page.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    last = (configuration.var() / "demo.log").read_text(errors="replace").strip().splitlines()[-15:]
    raise ConfigurationError("The pages do not answer. The last lines of var/demo.log:\n" + "\n".join(last))


def _welcome(port: int, seconds: float) -> None:
    url = f"http://127.0.0.1:{port}"
    lines = [
        f"\n[bold]Bashkë is ready[/bold] after {seconds:.0f} s:  [bold cyan]{url}/[/bold cyan]",
        f"  Find a service, ask for help:          {url}/",
        f"  Be Besa, Drita, Ilir, Vera or Genc:    {url}/account/demo/   (one click)",
        f"  Follow a request with its code:        {url}/follow/",
        *(f"    {code['about']:16} {code['code']}" for code in _state().get("codes", [])),
        "  All people are synthetic. Ctrl-C stops everything; the data stays. `make demo-clean` removes it.\n",
    ]
    console.print("\n".join(lines), soft_wrap=True, highlight=False)


def _stay(processes: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(1)
        raise ConfigurationError("A part of the demo stopped by itself; var/demo.log says why.")
    except KeyboardInterrupt:
        console.print("\nStopping …")


def _schema_stamp() -> str:
    """Changes when any migration, law file or wall changes: then the database is made ready again."""
    digest = hashlib.sha256()
    folder = configuration.PACKAGE
    for path in sorted(
        [*folder.rglob("migrations/*.py"), *folder.rglob("sql/*.sql"), folder / "ground/access/wall.py", *folder.rglob("*.csv")]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _state_path() -> Path:
    return configuration.var() / "demo.json"


def _state() -> dict[str, Any]:
    try:
        return json.loads(_state_path().read_text())  # type: ignore[no-any-return]
    except (OSError, ValueError):
        return {}


def _remember(stamp: dict[str, object]) -> None:
    _state_path().write_text(json.dumps(_state() | stamp, indent=1, ensure_ascii=False))
