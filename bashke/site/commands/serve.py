"""`bashke serve`: refuse to start when the wall has a hole, else hand over to gunicorn."""

import argparse
import os
import shutil
import sys

from .. import configuration
from . import check


def run(arguments: argparse.Namespace) -> int:
    code = check.run(arguments)
    if code:
        return code
    sys.stdout.flush()
    _prepare(arguments.bind)
    os.execv(sys.executable, [sys.executable, *gunicorn(arguments.bind, arguments.workers)])  # noqa: S606  no shell is wanted


def gunicorn(bind: str, workers: int) -> list[str]:
    """The server's command line; everything else is in bashke/site/server.py."""
    return ["-m", "gunicorn", "--config", "python:bashke.site.server", "--bind", bind, "--workers", str(workers)]


def _prepare(bind: str) -> None:
    """An empty place where the processes of this server count together."""
    counts = configuration.server_file(bind, "counts")
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
