"""`bashke serve`: refuse to start when the wall has a hole, else hand over to gunicorn."""

import argparse
import os
import sys

from . import check


def run(arguments: argparse.Namespace) -> int:
    code = check.run(arguments)
    if code:
        return code
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *gunicorn(arguments.bind, arguments.workers)])  # noqa: S606  no shell is wanted


def gunicorn(bind: str, workers: int) -> list[str]:
    """The server's command line: sync workers (under ASGI the same views ran 4 to 28 times slower when measured)."""
    return [
        "-m", "gunicorn", "bashke.site.wsgi:application", "--bind", bind, "--workers", str(workers), "--log-level", "warning",
        "--graceful-timeout", "20", "--timeout", "60", "--max-requests", "20000", "--max-requests-jitter", "2000", "--preload",
    ]  # fmt: skip
