"""`bashke provision`: from a server to a database that can serve."""

import argparse

from .. import configuration, postgres, provisioning


def run(arguments: argparse.Namespace) -> None:
    configuration.make_secrets()
    if configuration.external_server() is None:
        postgres.cluster_in(configuration.var()).start(configuration.secret("superuser"))
    provisioning.provision(lambda step: print(f"  {step}", flush=True))
