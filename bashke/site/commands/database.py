"""`bashke database start|stop`: our own PostgreSQL, for the operator's start-up files. A server in DATABASE_URL has its own."""

import argparse

from .. import configuration, postgres
from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> None:
    if configuration.external_server():
        raise ConfigurationError("DATABASE_URL names a server that is not ours to start or stop.")
    ours = postgres.cluster_in(configuration.var())
    if arguments.what == "stop":
        ours.stop()
        print("The database is stopped.")
        return
    if not ours.data.exists():
        raise ConfigurationError("There is no database yet; `bashke provision` makes it.")
    ours.start(configuration.secret("superuser"))
    print(f"The database is running; its socket is in {ours.socket}.")
