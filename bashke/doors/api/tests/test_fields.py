"""Field by field: what a reader may not know is in no answer, and a longer list asks the database no more."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.person.people.rules import Share
from bashke.person.referrals.actions import send

from .conftest import Program

Of = Callable[[str], Program]


def test_a_provider_reads_what_was_shared_and_not_a_field_more(
    program: Of, lule: SimpleNamespace, acting: Callable[..., Any], cast: SimpleNamespace
) -> None:
    with acting("besa") as by:
        service = Service.objects.get(pk=cast.services["Day centre for children"])
        sent = send(
            by=by, at=timezone.now(), need=lule.needs["child_wellbeing"], service=service, purpose="Three days.", shared=[Share.AGE]
        )
    ilir = program("ilir")
    whole = ilir.get(f"referrals/{sent.pk}")
    assert b"Prendi" not in whole.content
    assert whole.json()["who"].startswith("Person ")
    assert whole.json()["person_phone"] == whole.json()["person_language"] == whole.json()["safety_note"] == ""
    assert whole.json()["person_age"] is not None
    assert b"Prendi" not in ilir.get("referrals").content


@pytest.mark.parametrize("path", ["day", "cases", "requests"])
def test_a_longer_list_asks_no_more_questions(
    program: Of, make_case: Callable[..., Any], make_request: Callable[..., Any], path: str
) -> None:
    besa = program("besa")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert besa.get(path).status_code == 200
        return len(asked)

    make_case("Lule")
    make_request()
    few = questions()
    for name in ("Mira", "Drane", "Zoje"):
        make_case(name)
        make_request(given_name=name)
    assert questions() == few
