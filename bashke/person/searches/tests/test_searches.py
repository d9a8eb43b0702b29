"""A saved search keeps filters and nothing else, for oneself or for the colleagues of one's municipality."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from bashke.doors.api.forms.filters import CasesFilter, QueueFilter
from bashke.doors.desk.forms.lists import CasesForm, QueueForm
from bashke.ground.law.rules import NotAllowed
from bashke.person.searches import actions
from bashke.person.searches.models import Search
from bashke.person.searches.queries import above
from bashke.person.searches.rules import FILTERS, LONGEST_NAME, Listing, check_search, unknown_filters

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATE = {"status": "received", "late": "true"}


def save(by, name="Late", listing=Listing.REQUESTS, filters=LATE, shared=False):
    return actions.save_search(by=by, at=NOW, listing=listing, name=name, filters=filters, shared=shared)


def test_a_filter_is_of_its_list_and_knows_its_value():
    assert unknown_filters(Listing.REQUESTS, LATE | {"urgency": "urgent", "channel": "web"}) == []
    assert unknown_filters(Listing.REQUESTS, {"whose": "mine", "status": "lost", "late": "no"}) == ["late", "status", "whose"]
    assert unknown_filters(Listing.CASES, {"given_name": "Ana"}) == ["given_name"]


def test_a_search_has_a_name_of_some_letters():
    assert check_search(Listing.CASES, "  Mine   now ", {"whose": "mine"}) == "Mine now"
    for name in ("", "   ", "x" * (LONGEST_NAME + 1)):
        with pytest.raises(NotAllowed):
            check_search(Listing.CASES, name, {})


def test_the_pages_and_the_door_for_programs_have_the_same_filters(db):
    for listing, form, shape in ((Listing.REQUESTS, QueueForm(), QueueFilter), (Listing.CASES, CasesForm(), CasesFilter)):
        assert set(form.fields) == set(FILTERS[listing]) == set(shape.model_fields) - {"after"}


def test_a_colleague_has_what_is_shared_and_nothing_else(acting):
    with acting("besa") as besa:
        save(besa, "Mine alone")
        save(besa, "For all of us", shared=True)
    with acting("arta") as arta:
        assert [row.name for row in above(arta, Listing.REQUESTS)] == ["For all of us"]
        assert [row.name for row in Search.objects.all()] == ["For all of us"], "the wall agrees"
        with pytest.raises(NotAllowed, match="Only who saved"):
            actions.remove_search(by=arta, search=Search.objects.get())
    with acting("vera") as vera:
        assert above(vera, Listing.REQUESTS) == []
        assert not Search.objects.exists()


def test_a_supervisor_removes_what_is_shared_and_never_finds_what_is_not(acting):
    with acting("besa") as besa:
        save(besa, "Mine alone")
        save(besa, "For all of us", shared=True)
    with acting("drita") as drita:
        actions.remove_search(by=drita, search=Search.objects.get())
        assert not Search.objects.exists()
    with acting("besa"):
        assert [row.name for row in Search.objects.all()] == ["Mine alone"]


def test_she_removes_her_own_and_cannot_have_two_of_a_name(acting):
    with acting("besa") as besa:
        first = save(besa)
        with pytest.raises(NotAllowed, match="of this name"):
            save(besa, " Late ")
        save(besa, listing=Listing.CASES, filters={"whose": "mine"})
        actions.remove_search(by=besa, search=first)
        assert [row.listing for row in Search.objects.all()] == ["cases"]


def test_nobody_saves_without_end(acting):
    with acting("besa") as besa:
        for number in range(24):
            save(besa, f"Late {number}")
        with pytest.raises(NotAllowed, match="24 saved searches"):
            save(besa, "One more")


def test_who_may_not_open_the_list_saves_no_search_of_it(acting):
    for who in ("mira", "ilir"):
        with acting(who) as by, pytest.raises(NotAllowed):
            save(by)


def test_the_database_takes_no_search_in_anothers_name_and_none_without_a_name(acting, cast):
    with acting("besa") as besa:
        row = save(besa)
        row.pk, row.name, row.worker_id = None, "Hers", cast.drita.worker
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Search.objects.bulk_create(
                [Search(municipality_id=row.municipality_id, worker_id=row.worker_id, listing="cases", name="x", filters={}, made_at=NOW)]
            )
        for name in ("", "Late"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Search.objects.bulk_create(
                    [
                        Search(
                            municipality_id=row.municipality_id,
                            worker_id=besa.worker,
                            listing="requests",
                            name=name,
                            filters={},
                            made_at=NOW,
                        )
                    ]
                )
