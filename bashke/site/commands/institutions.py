"""`bashke institutions`: list them with their numbers, or add a provider."""

import argparse
from datetime import date

from bashke.ground.institutions.actions import add_institution
from bashke.ground.institutions.models import Institution
from bashke.ground.institutions.rules import Kind
from bashke.ground.territory.models import Municipality

from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> None:
    if arguments.add:
        _add(arguments)
    for institution in Institution.objects.prefetch_related("names").order_by("kind", "pk"):
        print(f"{institution.pk:6}  {institution.kind:20}  {institution.municipality_id or '-':5}  {institution.name}")


def _add(arguments: argparse.Namespace) -> None:
    if not Municipality.objects.filter(lau=arguments.municipality or "").exists():
        raise ConfigurationError("Name the municipality by its LAU code, for example --municipality AL154 for Shkodër.")
    kind = Kind.PROVIDER_PUBLIC if arguments.public else Kind.PROVIDER_NON_PUBLIC
    add_institution(
        kind=kind, name_sq=arguments.add, name_en=arguments.english or arguments.add, municipality=arguments.municipality,
        valid_from=date.today(),
    )  # fmt: skip
