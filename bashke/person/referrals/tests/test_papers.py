"""The referral sheet: the slice the person agreed to, the answer, and nobody who should not hold it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.papers.tests.papers import Read, read
from bashke.person.referrals import actions
from bashke.person.referrals.models import Referral

from .conftest import MONDAY

pytestmark = pytest.mark.django_db


def sheet(client: Client, referral: Referral, language: str = "en") -> Read:
    answer = client.get(reverse("referrals:sheet_paper", args=[referral.pk]), {"language": language})
    assert answer.status_code == 200
    return read(answer.content)


def flat(found: Read) -> str:
    return " ".join(found.text.split())


def test_the_sheet_asks_one_thing_of_one_service_and_leaves_room_for_the_answer(sent: Referral, client_as: Callable[..., Client]) -> None:
    for who in ("besa", "ilir"):
        text = flat(sheet(client_as(who), sent))
        for part in ("Ana Marku", "Three days a week.", "069 200 0099", "Besa Gjoka", "Answer by", "Declined, because"):
            assert part in text
    assert "Fletë-referim" in sheet(client_as("besa"), sent, "sq").title


def test_the_sheet_of_a_declined_referral_has_the_reason_and_no_telephone_number(
    sent: Referral, acting: Callable[..., Any], client_as: Callable[..., Client]
) -> None:
    with acting("ilir") as ilir:
        actions.decline(by=ilir, at=MONDAY + timedelta(days=1), referral=sent, reason="no_place", words="Provoni në pranverë.")
    text = flat(sheet(client_as("besa"), sent))
    assert "There is no free place" in text
    assert "Provoni në pranverë." in text
    assert "069" not in text.split("Who asks")[0]


def test_only_the_two_offices_hold_the_sheet_and_she_sees_that_it_was_printed(
    sent: Referral, acting: Callable[..., Any], client_as: Callable[..., Client]
) -> None:
    sheet(client_as("ilir"), sent)
    for stranger in ("vera", "luan"):
        assert client_as(stranger).get(reverse("referrals:sheet_paper", args=[sent.pk])).status_code == 404
    with acting("besa") as besa:
        entries = Entry.objects.visible_to(besa).filter(verb=Verb.PRINTED, person=sent.person_id)
        assert [entry.kind for entry in entries] == ["provider"]
