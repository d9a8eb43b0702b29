"""Ana writes and Besa answers; the neighbour who asked for Dila has a conversation of his own."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from bashke.doors.portal.tests.story import asks, is_registered, whole_way
from bashke.ground.access.models import Worker
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, figure
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.casework.actions import enter_absence
from bashke.person.casework.queries import holders
from bashke.person.conversations import actions, queries
from bashke.person.conversations.models import Message
from bashke.person.conversations.rules import Status
from bashke.person.people.actions import add_person
from bashke.person.protection.rules import Track
from bashke.person.requests.actions import declare_conflict, issue_code, protect_request, register
from bashke.person.requests.models import Request

pytestmark = pytest.mark.django_db
SECRET = "Burri im nuk duhet ta dijë"


def says(acting: Any, code: str, words: str = "Kur vini?", **more: Any) -> Message:
    with acting(code=code) as her:
        return actions.write(by=her, at=timezone.now(), words=words, key=more.pop("key", uuid4()))


def replies(acting: Any, request: Any, words: str = "Nesër në dhjetë.", asker: bool = False, who: str = "besa") -> Message:
    with acting(who) as worker:
        asked = Request.objects.get(pk=request.pk)
        return actions.answer(by=worker, at=timezone.now(), request=asked, asker=asker, words=words, key=uuid4())


def reads(acting: Any, code: str) -> list[str]:
    with acting(code=code) as her:
        return [one.words for one in queries.mine(her).messages]


def test_she_writes_and_reads_the_answer(acting: Any) -> None:
    way = whole_way(acting)
    sent = says(acting, way.code)
    replies(acting, way.asked.request)
    assert reads(acting, way.code) == ["Kur vini?", "Nesër në dhjetë."]
    with acting("besa"):
        assert sent.due_at == due("message.answer", sent.at, "AL154")
        assert Message.objects.get(pk=sent.pk).status == Status.ANSWERED
        assert set(Entry.objects.filter(verb__startswith="message").values_list("verb", flat=True)) == {
            Verb.MESSAGE_WRITTEN, Verb.MESSAGE_ANSWERED,
        }  # fmt: skip


def test_what_she_wrote_before_anybody_knew_her_stays_hers(acting: Any) -> None:
    way = asks(acting)
    says(acting, way.code, "Jam Ana")
    is_registered(acting, way, timezone.now())
    assert reads(acting, way.code) == ["Jam Ana"]
    replies(acting, way.asked.request)
    assert reads(acting, way.code) == ["Jam Ana", "Nesër në dhjetë."]


def test_who_asked_for_another_and_the_other_read_nothing_of_each_other(acting: Any) -> None:
    way = asks(acting, for_whom="other", given_name="Dila", family_name="Gjoni", asker_name="Mark Fqinji", permission_given=True)
    says(acting, way.code, "Ajo s'ka bukë")
    with acting("besa") as besa:
        dila = add_person(by=besa, at=timezone.now(), given_name="Dila", family_name="Gjoni", synthetic=True)
        request = register(by=besa, at=timezone.now(), request=Request.objects.get(pk=way.asked.request.pk), person=dila)
        hers = issue_code(by=besa, at=timezone.now(), request=request, whole_file=True)
    says(acting, hers, SECRET)
    replies(acting, request, "Faleminderit", asker=True)
    assert reads(acting, way.code) == ["Ajo s'ka bukë", "Faleminderit"]
    assert reads(acting, hers) == [SECRET]
    with acting("besa"):
        told = Entry.objects.filter(verb=Verb.MESSAGE_ANSWERED).get()
        assert told.person == request.pk, "stands in the journal of the request, not in her file"


def test_a_text_message_says_only_that_there_is_news(acting: Any) -> None:
    way = whole_way(acting)
    says(acting, way.code, SECRET)
    replies(acting, way.asked.request, "Ejani të martën te policia")
    with acting("besa"):
        said = Notice.objects.order_by("-created_at").first()
        assert said is not None and said.template == "news"
        assert not Notice.objects.filter(text__icontains="policia").exists()
        assert not Notice.objects.filter(text__icontains=SECRET).exists()


def test_the_same_press_twice_is_one_message(acting: Any) -> None:
    way, key = whole_way(acting), uuid4()
    assert says(acting, way.code, key=key).pk == says(acting, way.code, key=key).pk


def test_she_can_write_only_so_often_in_a_day(acting: Any) -> None:
    way = whole_way(acting)
    for _ in range(figure("message.most_a_day", timezone.localdate()).value):
        says(acting, way.code)
    with pytest.raises(NotAllowed):
        says(acting, way.code)


def test_it_waits_on_the_day_of_who_follows_her_and_of_who_stands_in(acting: Any, cast: SimpleNamespace) -> None:
    way = whole_way(acting)
    says(acting, way.code)
    for who, sees in (("besa", 1), ("arta", 0)):
        with acting(who) as worker:
            assert queries.to_answer(worker, holders(worker, timezone.now())).count() == sees, who
    today = timezone.localdate()
    with acting("drita") as drita:
        besa, arta = _worker(cast.besa), _worker(cast.arta)
        enter_absence(by=drita, at=timezone.now(), worker=besa, starts_on=today, ends_on=today, stand_in=arta)
    with acting("arta") as arta_herself:
        assert queries.to_answer(arta_herself, holders(arta_herself, timezone.now())).count() == 1


def test_a_message_nobody_follows_yet_is_everybodys(acting: Any) -> None:
    says(acting, asks(acting).code)
    for who in ("besa", "arta"):
        with acting(who) as worker:
            assert queries.to_answer(worker, holders(worker, timezone.now())).count() == 1


def test_silence_goes_to_the_supervisor_once(acting: Any) -> None:
    way = whole_way(acting)
    late = says(acting, way.code).due_at + timedelta(hours=1)  # type: ignore[operator]
    with acting("drita") as drita:
        assert queries.late(drita, timezone.now()).count() == 0
        assert actions.escalate_late(by=drita, at=timezone.now()) == 0
        assert [actions.escalate_late(by=drita, at=late) for _ in range(2)] == [1, 0]
        assert queries.late(drita, timezone.now()).count() == 1


def test_answered_by_telephone_is_answered_and_she_sees_how(acting: Any) -> None:
    way = whole_way(acting)
    says(acting, way.code)
    with acting("besa") as besa:
        request = Request.objects.get(pk=way.asked.request.pk)
        assert actions.settle(by=besa, at=timezone.now(), request=request, asker=False, words="Me telefon.") == 1
        with pytest.raises(NotAllowed):
            actions.settle(by=besa, at=timezone.now(), request=request, asker=False, words="Me telefon.")
    with acting(code=way.code) as her:
        assert queries.mine(her).messages[0].settled_words == "Me telefon."


def test_of_a_protected_file_nothing_is_answered_in_writing_and_colleagues_see_nothing(acting: Any, cast: SimpleNamespace) -> None:
    way = asks(acting)
    with acting("besa") as besa:
        request = Request.objects.get(pk=way.asked.request.pk)
        protect_request(by=besa, at=timezone.now(), request=request, track=Track.VIOLENCE, members=[cast.besa.worker])
    says(acting, way.code, SECRET)
    with pytest.raises(NotAllowed):
        replies(acting, request)
    with acting("drita") as drita:
        assert not Message.objects.visible_to(drita).exists()
        assert not Message.objects.exists(), "the wall holds without the first one"
        assert queries.late(drita, timezone.now()).count() == 0


def test_vera_and_a_related_worker_see_nothing(acting: Any, cast: SimpleNamespace) -> None:
    way = whole_way(acting)
    says(acting, way.code)
    with acting("drita") as drita:
        person = way.case.person  # type: ignore[union-attr]
        declare_conflict(by=drita, at=timezone.now(), person=person, worker=_worker(cast.arta), relation="family")
    for who in ("vera", "arta"):
        with acting(who) as worker:
            assert not Message.objects.visible_to(worker).exists(), who
            assert not Message.objects.exists(), who


def test_opening_the_page_marks_answers_as_seen(acting: Any) -> None:
    way = whole_way(acting)
    replies(acting, way.asked.request)
    with acting(code=way.code) as her:
        assert queries.unread(her) == 1
        assert actions.see(by=her, at=timezone.now()) == 1
        assert queries.unread(her) == 0


def test_a_long_conversation_comes_in_pages(acting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    way = whole_way(acting)
    for number in range(3):
        says(acting, way.code, str(number))
    with acting(code=way.code) as her:
        newest = queries.mine(her)
        assert [one.words for one in newest.messages] == ["1", "2"]
        assert [one.words for one in queries.mine(her, newest.earlier or "").messages] == ["0"]
        for broken in ("x", "2026-01-01~x", f"2026-01-01T00:00:00~{uuid4()}"):
            with pytest.raises(ValueError):  # noqa: PT011
                queries.mine(her, broken)


@pytest.mark.parametrize(
    "nonsense", [{"words": ""}, {"due_at": None}, {"status": Status.SAID}, {"status": Status.ANSWERED}, {"asker": True}]
)
def test_the_database_refuses_half_a_message(acting: Any, nonsense: dict[str, Any]) -> None:
    way = whole_way(acting)
    said = says(acting, way.code)
    fields = {"words": "a", "due_at": said.due_at, "status": Status.WAITING, "asker": False} | nonsense
    columns = {name: fields.get(name, getattr(said, name)) for name in ("municipality_id", "request_id", "at", *fields)}
    with acting(code=way.code) as her, transaction.atomic(), pytest.raises((IntegrityError, ProgrammingError)):
        Message(person_id=her.person, key=uuid4(), **columns).save(force_insert=True)


def _worker(someone: Any) -> Worker:
    return Worker.objects.get(pk=someone.worker)
