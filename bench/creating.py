"""The part of `bench.search` that adds people one by one: looked for first, then added, each in a transaction of its own. Prints the median in ms."""

import json
import os
import statistics
import time
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from bashke.ground.access.queries import as_municipality  # noqa: E402
from bashke.person.people.actions import add_person  # noqa: E402
from bashke.person.people.queries import search  # noqa: E402
from bashke.site.demo.census import names  # noqa: E402

from .population import asked_for, people  # noqa: E402
from .search import LAU  # noqa: E402


def main() -> float:
    rng, family, times = Random(13), names("family"), []
    for number, one in enumerate(people(220, seed=23)):
        new = asked_for(one, rng, family)
        began = time.perf_counter()
        with as_municipality(LAU) as by:
            search(by, new.given, new.family, new.born)
            add_person(by=by, at=timezone.now(), given_name=new.given, family_name=new.family, birth_date=new.born, synthetic=True)
        if number >= 20:
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    print(json.dumps(main()))
