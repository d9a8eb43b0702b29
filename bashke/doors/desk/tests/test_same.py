"""Lule is in the register twice. Besa compares and proposes, Drita confirms, and it can be undone."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.casework.actions import open_case
from bashke.person.people.actions import add_person, merge, propose
from bashke.person.people.models import Pair, Person
from bashke.person.protection.rules import Track
from bashke.person.requests.actions import declare_conflict

from .conftest import days_ago

WHY = "She showed her identity card."


@pytest.fixture
def again(acting: Callable[..., Any]) -> Person:
    with acting("besa") as besa:
        return add_person(
            by=besa,
            at=days_ago(0),
            given_name="Lulë",
            family_name="Prendi-Doda",
            birth_date=date(2018, 6, 1),
            phone="0692000102",
            synthetic=True,
        )


@pytest.fixture
def pair(acting: Callable[..., Any], lule: SimpleNamespace, again: Person) -> Pair:
    with acting("besa") as besa:
        return propose(by=besa, at=days_ago(0), one=lule.person, other=again, taken=["family_name"], why=WHY)


@pytest.fixture
def together(acting: Callable[..., Any], pair: Pair) -> Pair:
    with acting("drita") as drita:
        return merge(by=drita, at=days_ago(0), pair=pair)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def plain(response: Any) -> str:
    """The page without the address that was asked for and the mark of the moment."""
    return re.sub(r'[0-9a-f-]{36}|(nonce|value)="[^"]*"', "", text(response))


def test_besa_is_offered_who_looks_alike_and_sees_both_side_by_side(
    desk: Callable[..., Client], lule: Any, again: Person, acting: Callable[..., Any]
) -> None:
    here = reverse("desk:same", args=[lule.person.pk])
    besa = desk("besa")
    assert f"{here}?with={again.pk}" in text(besa.get(here))
    page = text(besa.get(here, {"with": again.pk}))
    assert "They differ: which is right?" in page and "Prendi-Doda" in page and "1 case" in page
    with acting("besa"):
        assert {row.person for row in Entry.objects.filter(verb=Verb.RECORDS_COMPARED)} == {lule.person.pk, again.pk}, (
            "a look at a file is an act"
        )


def test_a_proposal_without_a_reason_comes_back_with_what_was_chosen(desk: Callable[..., Client], lule: Any, again: Person) -> None:
    answer = desk("besa").post(
        reverse("desk:same", args=[lule.person.pk]), {"with": again.pk, "given_name": "stays", "family_name": "other", "why": " "}
    )
    assert answer.status_code == 422
    assert 'value="other" class="govuk-radios__input" id="id_family_name_1" checked' in text(answer) or "checked" in text(answer)


def test_besa_proposes_drita_confirms_and_the_one_shows_everything(
    desk: Callable[..., Client], lule: Any, again: Person, acting: Callable[..., Any]
) -> None:
    chosen = {"with": again.pk, "given_name": "stays", "family_name": "other", "why": WHY}
    made = desk("besa").post(reverse("desk:same", args=[lule.person.pk]), chosen)
    with acting("besa"):
        pair = Pair.objects.get()
    here = reverse("desk:pair", args=[pair.pk])
    assert made["Location"] == here
    assert "a second person decides" in text(desk("besa").get(here))
    assert desk("besa").post(here, {"verb": "merge"}).status_code == 422, "nobody confirms her own proposal"
    assert here in text(desk("drita").get(reverse("desk:pairs")))
    assert WHY in text(desk("drita").get(here))
    assert desk("drita").post(here, {"verb": "merge"})["Location"] == reverse("desk:person", args=[lule.person.pk])
    page = text(desk("besa").get(reverse("desk:person", args=[lule.person.pk])))
    assert "Lule Prendi-Doda" in page and "Also known as Lulë Prendi-Doda" in page and reverse("desk:case", args=[lule.case.pk]) in page
    assert desk("besa").get(reverse("desk:person", args=[again.pk]))["Location"] == reverse("desk:person", args=[lule.person.pk])
    with acting("besa"):
        assert {row.person for row in Entry.objects.filter(verb=Verb.PERSON_OPENED)} == {lule.person.pk, again.pk}, (
            "who opens the one opened both"
        )


def test_a_case_of_either_record_is_the_running_case_of_the_person(
    desk: Callable[..., Client], lule: Any, again: Person, together: Pair, acting: Callable[..., Any], anas: Any
) -> None:
    refused = desk("besa").post(reverse("desk:begin", args=[again.pk]), follow=True)
    assert "This person has an open case already." in text(refused)
    with acting("besa") as besa:
        assert open_case(by=besa, at=days_ago(0), person=Person.objects.get(pk=again.pk), request=anas.request) == lule.case


def test_separated_again_each_is_found_alone(desk: Callable[..., Client], lule: Any, again: Person, together: Pair) -> None:
    here = reverse("desk:pair", args=[together.pk])
    drita = desk("drita")
    assert "Was it a mistake?" in text(drita.get(here))
    assert "Was it a mistake?" not in text(desk("besa").get(here))
    assert drita.post(here, {"verb": "split", "why": ""}).status_code == 422
    assert drita.post(here, {"verb": "split", "why": "Two sisters."}).status_code == 302
    assert "Lule Prendi<" in text(desk("besa").get(reverse("desk:person", args=[lule.person.pk])))
    assert desk("besa").get(reverse("desk:person", args=[again.pk])).status_code == 200


def test_a_proposer_who_decides_needs_any_colleague(
    acting: Callable[..., Any], desk: Callable[..., Client], lule: Any, again: Person
) -> None:
    with acting("drita") as drita:
        made = propose(by=drita, at=days_ago(0), one=lule.person, other=again, taken=[], why=WHY)
    assert desk("drita").post(reverse("desk:pair", args=[made.pk]), {"verb": "merge"}).status_code == 422
    assert desk("besa").post(reverse("desk:pair", args=[made.pk]), {"verb": "merge"}).status_code == 302


def test_who_may_not_know_of_a_file_knows_of_no_pair(
    acting: Callable[..., Any], desk: Callable[..., Client], make_case: Callable[..., Any], again: Person
) -> None:
    from bashke.person.casework.actions import protect_case

    hers = make_case("Lule")
    with acting("besa") as besa:
        protect_case(by=besa, at=days_ago(0), case=hers.case, track=Track.VIOLENCE, members=[besa.worker])
    with acting("besa") as besa:
        pair = propose(by=besa, at=days_ago(0), one=hers.person, other=again, taken=[], why=WHY)
    drita = desk("drita")
    assert drita.get(reverse("desk:pair", args=[pair.pk])).status_code == 404
    assert reverse("desk:pair", args=[pair.pk]) not in text(drita.get(reverse("desk:pairs")))
    chosen = {"with": again.pk, "given_name": "stays", "family_name": "stays", "why": WHY}
    for page, given in (
        ("desk:same", chosen),
        ("desk:data_ask", {"kind": "copy", "words": ""}),
        ("desk:groups", {"groups": ["roma"], "agreed": "on"}),
    ):
        closed, none = (drita.post(reverse(page, args=[pk]), given) for pk in (hers.person.pk, uuid4()))
        assert closed.status_code == none.status_code == 404
        assert plain(closed) == plain(none), "as of a thing that never was"
    assert drita.post(reverse("desk:groups", args=[again.pk]), given).status_code == 302, "of anybody else it is written down"


def test_who_is_related_to_the_person_is_kept_from_all_her_records(
    acting: Callable[..., Any], desk: Callable[..., Client], lule: Any, again: Person, together: Pair
) -> None:
    from bashke.ground.access.models import Worker

    with acting("drita") as drita:
        declare_conflict(
            by=drita, at=days_ago(0), person=lule.person, worker=Worker.objects.get(username="besa"), relation="family", words=""
        )
    for name, pk in (("person", lule.person.pk), ("person", again.pk), ("same", again.pk), ("pair", together.pk)):
        assert desk("besa").get(reverse(f"desk:{name}", args=[pk])).status_code == 404


def test_a_mark_that_names_nobody_is_refused(desk: Callable[..., Client], lule: Any) -> None:
    here = reverse("desk:same", args=[lule.person.pk])
    assert desk("besa").get(here, {"with": "x"}).status_code == 400
    assert desk("besa").get(here, {"with": uuid4()}).status_code == 404
    assert desk("besa").get(here, {"with": lule.person.pk}).status_code in {200, 404}
