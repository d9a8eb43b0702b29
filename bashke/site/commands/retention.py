"""`bashke retention --municipality LAU`: which files are over their time and would be proposed for erasure, and by which rule. Erases nothing.

Names are not printed: who looks at a terminal is not who decides about a file.
"""

import argparse

from django.utils import timezone

from bashke.ground.access.queries import as_municipality
from bashke.ground.law.queries import figure
from bashke.ground.territory.models import Municipality
from bashke.person.rights.queries import kept, over_their_time, to_propose, to_sign

from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> int:
    if not Municipality.objects.filter(lau=arguments.municipality).exists():
        raise ConfigurationError("Name the municipality by its LAU code, for example --municipality AL154 for Shkodër.")
    now = timezone.now()
    rule = figure("retention.file", timezone.localdate(now))
    with as_municipality(arguments.municipality) as by:
        new = [(person.pk, kept(by, person)) for person in over_their_time(by, now)[: arguments.most]]
        listed, proposed = to_propose(by).count(), to_sign(by).count()
    print(f"Rule: {rule.value} {rule.unit} after the last event ({rule.citation.en}; {rule.certainty} % sure).")
    for pk, ended in new:
        print(f"{pk}  last event {ended.last_on}  over since {ended.over_on}: identity, words, documents, history go; needs stay counted")
    print(
        f"{len(new)} files are over their time and not yet listed; {listed} are listed, {proposed} wait for a signature. Nothing was erased."
    )
    return 0
