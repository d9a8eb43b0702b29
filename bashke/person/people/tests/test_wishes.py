"""Ana says when it is safe to call; text messages wait for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.law.rules import TIRANE, NotAllowed
from bashke.ground.notices.actions import send_due, tell
from bashke.ground.notices.models import Notice
from bashke.ground.notices.rules import Status
from bashke.person.people import actions, queries
from bashke.person.people.models import ContactWish
from bashke.person.people.rules import SafeTimes, check_times

MONDAY = datetime(2026, 11, 23, 14, 30, tzinfo=TIRANE)
MORNINGS = {"reach": "call", "days": [2, 4], "since": 9, "until": 12, "never_with_others": True, "spoken": "rom", "interpreter": False}


@pytest.mark.parametrize(
    ("days", "now", "then"),
    [
        ({1}, MONDAY.replace(hour=9, minute=1), MONDAY.replace(hour=9, minute=1)),
        ({1}, MONDAY.replace(hour=8), MONDAY.replace(hour=9, minute=0)),
        ({2, 4}, MONDAY, MONDAY.replace(day=24, hour=9, minute=0)),
        ({1}, MONDAY, MONDAY.replace(day=30, hour=9, minute=0)),
    ],
)
def test_the_next_safe_moment_is_now_or_when_her_hours_begin(days: set[int], now: datetime, then: datetime) -> None:
    assert SafeTimes(frozenset(days), 9, 12).next(now) == then


@pytest.mark.parametrize(("days", "since", "until"), [((), 9, 12), ((8,), 9, 12), ((1,), 12, 12), ((1,), 3, 9), ((1,), 9, 23)])
def test_hours_that_are_none_are_refused(days: tuple[int, ...], since: int, until: int) -> None:
    with pytest.raises(NotAllowed):
        check_times(frozenset(days), since, until)


@pytest.fixture
def ana(acting: Any) -> Any:
    with acting("besa") as besa:
        return actions.add_person(by=besa, at=MONDAY, given_name="Ana", family_name="Marku", phone="0692000101", synthetic=True)


def wants(acting: Any, ana: Any, **changes: Any) -> None:
    with acting("besa") as besa:
        actions.set_wish(by=besa, at=MONDAY, person=ana, **(MORNINGS | {"notices": True} | changes))


def told(acting: Any, ana: Any, at: datetime) -> Notice:
    with acting("besa"):
        notice = tell(municipality="AL154", person=ana.pk, phone="0692000101", language="sq", template="news", at=at)
        assert notice is not None
        send_due(at=at)
        notice.refresh_from_db()
        return notice


@pytest.mark.django_db
def test_a_message_waits_until_it_is_safe(acting: Any, ana: Any) -> None:
    wants(acting, ana)
    notice = told(acting, ana, MONDAY)
    assert (notice.status, notice.not_before) == (Status.QUEUED, MONDAY.replace(day=24, hour=9, minute=0))
    with acting("besa"):
        send_due(at=notice.not_before + timedelta(minutes=1))
        notice.refresh_from_db()
        assert notice.status == Status.SENT


@pytest.mark.django_db
def test_who_wants_no_messages_gets_none_and_who_said_nothing_gets_them_at_once(acting: Any, ana: Any) -> None:
    assert told(acting, ana, MONDAY).status == Status.SENT
    wants(acting, ana, notices=False)
    assert told(acting, ana, MONDAY).status == Status.OPTED_OUT


@pytest.mark.django_db
def test_what_she_says_now_replaces_what_she_said_before(acting: Any, ana: Any) -> None:
    wants(acting, ana)
    wants(acting, ana, since=15, until=18)
    with acting("besa") as besa:
        wish = queries.wish_of(besa, ana)
        assert wish is not None and (wish.since, ContactWish.objects.count()) == (15, 1)
    with acting("vera") as vera:
        assert queries.wish_of(vera, ana) is None
        assert not ContactWish.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", [{"since": 12, "until": 12}, {"days": []}])
def test_the_database_refuses_hours_that_are_none(acting: Any, ana: Any, nonsense: dict[str, Any]) -> None:
    wants(acting, ana)
    with acting("besa"), pytest.raises(IntegrityError), transaction.atomic():
        ContactWish.objects.filter(person=ana).update(**nonsense)
