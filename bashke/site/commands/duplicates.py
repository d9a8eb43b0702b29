"""`bashke duplicates --municipality LAU`: compare a register with itself now, as the night job does. Prints how many pairs are new."""

import argparse

from django.utils import timezone

from bashke.ground.access.queries import as_municipality
from bashke.ground.territory.models import Municipality
from bashke.person.people.actions import find_pairs

from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> int:
    if not Municipality.objects.filter(lau=arguments.municipality).exists():
        raise ConfigurationError("Name the municipality by its LAU code, for example --municipality AL154 for Shkodër.")
    with as_municipality(arguments.municipality) as by:
        new = find_pairs(by=by, at=timezone.now(), threads=arguments.threads)
    print(f"{new} new pairs that may be one person. A worker looks at each: Desk, People, “The same person twice?”.")
    return 0
