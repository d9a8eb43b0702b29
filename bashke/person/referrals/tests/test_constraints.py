"""The database refuses a referral that says two things at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bashke.person.referrals.models import Referral
from bashke.person.referrals.rules import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(sent: Referral, acting: Callable[..., Any]) -> Iterator[Any]:
    with acting("besa"):
        yield Referral.objects.filter(pk=sent.pk)


def refused(name: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED])
def test_an_answer_says_who_and_when(rows: Any, status: Status) -> None:
    refused("referral_answer_is_whole", lambda: rows.update(status=status, decline_reason="no_place" if status is Status.DECLINED else ""))


def test_what_waits_has_no_answer_yet(rows: Any, sent: Referral) -> None:
    refused("referral_answer_is_whole", lambda: rows.update(answered_at=sent.sent_at, answered_by=sent.sent_by_id))


def test_a_no_has_a_reason(rows: Any, sent: Referral) -> None:
    answered = {"answered_at": sent.sent_at, "answered_by": sent.sent_by_id}
    refused("no_decline_without_reason", lambda: rows.update(status=Status.DECLINED, **answered))
    refused("no_decline_without_reason", lambda: rows.update(status=Status.ACCEPTED, decline_reason="no_place", **answered))


def test_a_referral_says_its_purpose(rows: Any) -> None:
    refused("referral_says_its_purpose", lambda: rows.update(purpose=""))


def test_an_answer_is_due_after_the_question(rows: Any, sent: Referral) -> None:
    refused("referral_clock_runs_forward", lambda: rows.update(due_at=sent.sent_at - timedelta(seconds=1)))


def test_one_question_waits_at_one_service(rows: Any, sent: Referral) -> None:
    again = Referral.objects.get(pk=sent.pk)
    again.pk = uuid4()
    refused("a_need_is_sent_once_to_a_service", lambda: again.save(force_insert=True))
