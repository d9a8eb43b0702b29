"""`bashke jobs`: the queue's worker, with the jobs' own login."""

import argparse

from django.core.management import call_command


def run(arguments: argparse.Namespace) -> None:
    call_command("procrastinate", "worker", "--concurrency", "1")
