"""Telling the person: one neutral message, written in the transaction of the act it tells of."""

from datetime import datetime
from typing import Any

from bashke.ground.notices import actions as notices

from ..models import Case


def tell(case: Case, template: str, at: datetime, **values: Any) -> None:
    """Queue a message to the person of a case, in her language. Nothing when she left no telephone, and nothing from a protected file."""
    person = case.person
    if case.file_id is not None:
        return
    notices.tell(
        municipality=case.municipality_id,
        person=person.pk,
        phone=person.phone,
        language=person.language,
        template=template,
        at=at,
        **values,
    )
