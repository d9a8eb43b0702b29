"""`bashke demo-clean`: remove the demo's database, its secrets and its files."""

import argparse
import shutil

from .. import configuration, postgres


def run(arguments: argparse.Namespace) -> None:
    var = configuration.var()
    if not var.exists():
        print("There is no demo here.")
        return
    cluster = postgres.cluster_in(var)
    if cluster.root.exists():
        cluster.remove()
    shutil.rmtree(var, ignore_errors=True)
    print("The demo is gone.")
