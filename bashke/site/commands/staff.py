"""`bashke staff`: the first workers of an institution; later ones are added on the staff page."""

import argparse
from datetime import date

from django.conf import settings
from django.db import transaction

from bashke.ground.access.actions import add_worker, give_post
from bashke.ground.access.invitations import invitation_path
from bashke.ground.institutions.models import Institution
from bashke.ground.law.rules import NotAllowed

from ..configuration import ConfigurationError


def run(arguments: argparse.Namespace) -> None:
    institution = Institution.objects.filter(pk=arguments.institution).first()
    if institution is None:
        raise ConfigurationError(f"There is no institution number {arguments.institution}; `bashke institutions` lists them.")
    try:
        with transaction.atomic():
            worker = add_worker(username=arguments.username, name=arguments.name)
            give_post(worker=worker, institution=institution, role=arguments.role, valid_from=date.today())
    except NotAllowed as broken:
        raise ConfigurationError(str(broken)) from None
    print(f"{worker.name} may sign in as {worker.username}. Hand over this link; it works once, for three days:")
    print(settings.PUBLIC_URL + invitation_path(worker))
