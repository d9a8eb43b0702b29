"""`bashke restart`: new workers with new code and settings take over while the old ones finish what they have in hand.

The wall and the settings are looked at first, by the new code: when something is wrong, the old server goes on.
"""

import argparse
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from .. import configuration
from ..configuration import ConfigurationError
from . import check


def run(arguments: argparse.Namespace) -> int:
    code = check.run(arguments)
    if code:
        return code
    servers = list(running())
    if not servers:
        raise ConfigurationError(f"No server of {configuration.var()} is running; `bashke serve` starts one.")
    for pid in servers:
        os.kill(pid, signal.SIGHUP)
        print(f"Server {pid} takes up the new code; its requests are finished.")
    return 0


def running() -> Iterator[int]:
    """The servers of this folder. A number left behind by a crash may be another program's by now."""
    for file in sorted(configuration.var().glob("web-*.pid")):
        try:
            pid = int(file.read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue
        if b"python:bashke.site.server" in words:
            yield pid
