"""The two tasks of the tables' owner, each in a process of its own: `python -m bashke.site.owner migrate|reference`."""

import os
import sys
from datetime import date
from pathlib import Path

import django
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from bashke.ground.institutions.actions import add_institution, rename  # noqa: E402
from bashke.ground.institutions.models import Institution  # noqa: E402
from bashke.ground.institutions.rules import Kind  # noqa: E402
from bashke.ground.territory import actions as territory  # noqa: E402
from bashke.ground.territory.models import Municipality  # noqa: E402


def main(what: str) -> None:
    if what == "migrate":
        call_command("migrate", interactive=False, verbosity=0)
    elif what == "reference":
        load_reference()


def load_reference() -> None:
    """Counties, municipalities, units and census; the national institutions with their dated names."""
    territory.load_reference()
    with transaction.atomic():
        load_national_institutions()
        load_municipal_offices()


def load_national_institutions() -> None:
    """From data/institutions.yaml, once; a renamed institution keeps its row and gets one more name."""
    known = yaml.safe_load((Path(__file__).parent / "data" / "institutions.yaml").read_text(encoding="utf-8"))
    for entry in known:
        made = Institution.objects.filter(kind=entry["kind"]).first()
        for name in entry["names"]:
            if made is None:
                made = add_institution(kind=Kind(entry["kind"]), **name)
            else:
                rename(institution=made, **name)


def load_municipal_offices() -> None:
    """One office for each of the 61 municipalities, which Law 115/2014 created in 2015."""
    have = set(Institution.objects.filter(kind=Kind.MUNICIPALITY).values_list("municipality_id", flat=True))
    for municipality in Municipality.objects.exclude(lau__in=have):
        add_institution(
            kind=Kind.MUNICIPALITY, municipality=municipality.lau, name_sq=f"Bashkia {municipality.name}",
            name_en=f"Municipality of {municipality.name}", valid_from=date(2015, 7, 31), source="Law 115/2014",
        )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
