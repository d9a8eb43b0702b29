"""What goes into the outbox, what comes out of it, and who may see it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from bashke.ground.notices.actions import opt_in, opt_out, send_due, tell
from bashke.ground.notices.actions.gateways import Answer
from bashke.ground.notices.models import Delivery, Notice, OptOut
from bashke.ground.notices.queries import undelivered
from bashke.ground.notices.rules import HIDDEN_CODE, Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PHONE = "069 20 00 011"
CODE = "4K7M-92QX-0000-ZZZZ"


class Gateway:
    """A provider that answers what the story says, and remembers what it was given."""

    name = "story"

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def hand_over(self, *, number, text, reference):
        self.sent.append((number, text))
        return self.answers.pop(0) if self.answers else Answer(delivered=True)


@pytest.fixture
def told(cast):
    """Put one message into Shkodër's outbox."""

    def put(**changes):
        values = {"municipality": cast.shkoder, "phone": PHONE, "language": "sq", "template": "news", "at": NOW} | changes
        return tell(**values)

    return put


def test_a_message_is_kept_as_it_will_be_read(acting, told):
    with acting("besa"):
        notice = told(template="referral_sent", by=date(2026, 11, 27))
        assert notice.recipient == "+355692000011"
        assert "27.11.2026" in notice.text


def test_the_public_may_tell_but_not_read(acting, told):
    with acting(None):
        notice = told(template="request_received", by=NOW, code=CODE)
        assert notice is not None
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Notice.objects.count()


def test_a_code_leaves_with_the_message_and_never_stands_in_the_table(acting, told):
    with acting("besa"):
        notice = told(template="request_received", by=NOW, code=CODE)
        assert CODE not in notice.text
        assert CODE.encode() not in notice.sealed
        gateway = Gateway()
        send_due(at=NOW, back_end=gateway)
        assert CODE in gateway.sent[0][1]
        notice.refresh_from_db()
        assert (notice.status, notice.sealed) == (Status.SENT, None)
        assert HIDDEN_CODE in notice.text


@pytest.mark.parametrize("phone", ["", "nuk kam", "022 800 900"])
def test_without_a_number_that_takes_messages_nothing_is_put_into_the_outbox(acting, told, phone):
    with acting("besa"):
        assert told(phone=phone) is None
        assert not Notice.objects.exists()


def test_a_message_is_sent_once_and_its_delivery_written_down(acting, told):
    with acting("besa"):
        notice, gateway = told(), Gateway()
        assert send_due(at=NOW, back_end=gateway) == 1
        assert send_due(at=NOW + timedelta(hours=1), back_end=gateway) == 0
        delivery = Delivery.objects.get(notice=notice)
        assert (delivery.delivered, delivery.back_end, delivery.at) == (True, "story", NOW)
        assert len(gateway.sent) == 1


def test_a_message_is_not_sent_before_its_time(acting, told):
    with acting("besa"):
        told(at=NOW + timedelta(hours=1))
        assert send_due(at=NOW, back_end=Gateway()) == 0


def test_a_failure_is_tried_again_later_and_given_up_after_five_attempts(acting, told):
    with acting("besa") as besa:
        notice, gateway, at = told(), Gateway(*[Answer(delivered=False, detail="HTTP 503")] * 5), NOW
        for attempt in range(1, 6):
            assert send_due(at=at, back_end=gateway) == 1
            assert send_due(at=at, back_end=gateway) == 0, "not again at the same moment"
            notice.refresh_from_db()
            assert notice.attempts == attempt
            at += timedelta(minutes=2 ** (attempt - 1))
        assert notice.status == Status.FAILED
        assert list(undelivered(besa)) == [notice]
        assert [row.detail for row in Delivery.objects.filter(notice=notice)] == ["HTTP 503"] * 5


def test_a_message_the_provider_refuses_for_good_is_not_tried_again(acting, told):
    with acting("besa"):
        notice = told(template="request_received", by=NOW, code=CODE)
        send_due(at=NOW, back_end=Gateway(Answer(delivered=False, detail="HTTP 400", final=True)))
        notice.refresh_from_db()
        assert (notice.status, notice.attempts, notice.sealed) == (Status.FAILED, 1, None)


def test_when_nobody_answers_the_others_wait_for_the_next_round(acting, told):
    with acting("besa"):
        first, second = told(), told(at=NOW + timedelta(seconds=1))
        gateway = Gateway(Answer(delivered=False, detail="TimeoutError", away=True))
        assert send_due(at=NOW + timedelta(minutes=1), back_end=gateway) == 1
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.attempts, second.attempts) == (1, 0)
        assert {first.status, second.status} == {Status.QUEUED}


def test_who_opted_out_gets_nothing_even_what_was_waiting(acting, told):
    with acting("besa"):
        notice, gateway = told(template="request_received", by=NOW, code=CODE), Gateway()
        opt_out(phone="+355 69 2000 011", at=NOW)
        opt_out(phone=PHONE, at=NOW)
        send_due(at=NOW, back_end=gateway)
        notice.refresh_from_db()
        assert (notice.status, notice.sealed, gateway.sent) == (Status.OPTED_OUT, None, [])
        assert b"692000011" not in bytes(OptOut.objects.get().contact_hash)


def test_who_opts_in_again_is_told_again(acting, told):
    with acting("besa"):
        opt_out(phone=PHONE, at=NOW)
        opt_in(phone=PHONE)
        notice = told()
        send_due(at=NOW, back_end=Gateway())
        notice.refresh_from_db()
        assert notice.status == Status.SENT


def test_nobody_can_silence_anothers_telephone_without_signing_in(acting):
    with acting(None), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        opt_out(phone=PHONE, at=NOW)


def test_vera_sees_nothing_of_shkoders_outbox_and_sends_nothing_of_it(acting, told):
    with acting("besa"):
        told()
    with acting("vera") as vera:
        assert not Notice.objects.exists()
        assert not undelivered(vera)
        gateway = Gateway()
        assert send_due(at=NOW, back_end=gateway) == 0
        assert gateway.sent == []
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            told()


def test_a_provider_may_tell_and_reads_no_outbox(acting, told):
    with acting("ilir"):
        assert told() is not None
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Notice.objects.count()


@pytest.mark.parametrize("empty", ["recipient", "text"])
def test_the_database_takes_no_notice_without_recipient_or_text(acting, told, empty):
    with acting("besa"):
        notice = told()
        setattr(notice, empty, "")
        with pytest.raises(IntegrityError, match="notice_has_recipient_and_text"), transaction.atomic():
            notice.save()


def test_the_database_keeps_no_code_after_sending(acting, told):
    with acting("besa"):
        notice = told(template="request_received", by=NOW, code=CODE)
        notice.status = Status.SENT
        with pytest.raises(IntegrityError, match="a_code_is_kept_only_until_sent"), transaction.atomic():
            notice.save()


def test_a_person_sees_the_messages_sent_to_her_and_no_others(acting, told):
    with acting("besa") as besa:
        person = uuid4()
        mine, _others = told(person=person), told(person=uuid4())
        assert Notice.objects.visible_to(besa).count() == 2
        assert Notice.objects.visible_to(type(besa)(kind="person", person=person)).get() == mine
        assert not Notice.objects.visible_to(type(besa)(kind="public"))


def test_the_outbox_is_read_through_its_index(acting, told):
    with acting("besa"), connection.cursor() as cursor:
        told()
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Notice.objects.filter(status=Status.QUEUED, not_before__lte=NOW).explain()
        assert "notice_outbox" in plan
