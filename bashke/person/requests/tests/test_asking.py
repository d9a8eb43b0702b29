"""Asking for help: the receipt, the clocks, the code, the message, and pressing the button twice."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from bashke.ground.access.queries import open_by_code
from bashke.ground.journal.models import Entry
from bashke.ground.law.actions import set_promise
from bashke.ground.law.queries import due
from bashke.ground.law.rules import TIRANE, NotAllowed, Unit, UnknownTerm
from bashke.ground.notices.actions import send_due
from bashke.ground.notices.models import Notice
from bashke.ground.notices.rules import HIDDEN_CODE
from bashke.person.requests.actions import issue_code
from bashke.person.requests.models import AccessCode, Request
from bashke.person.requests.rules import AlreadySent

from .conftest import MONDAY

NEIGHBOUR = {
    "for_whom": "other", "asker_name": "Lule Doda", "asker_phone": "069 20 00 202", "asker_relation": "fqinja", "permission_given": True,
}  # fmt: skip


def test_the_receipt_says_by_when_ana_must_hear(anas):
    assert anas.request.answer_due_at == datetime(2026, 11, 18, 23, 59, 59, tzinfo=TIRANE), "two working days"
    assert anas.request.decide_due_at == datetime(2027, 1, 15, 23, 59, 59, tzinfo=TIRANE), "sixty days"


def test_besa_finds_what_ana_said(acting, cast, anas):
    with acting("besa"):
        request = Request.objects.get(pk=anas.request.pk)
        assert (request.name, request.domains, request.words, request.status) == (
            "Ana Marku",
            ["housing", "food"],
            "Na pikon çatia.",
            "received",
        )
        entry = Entry.objects.get(verb="request made")
        assert (entry.kind, entry.municipality) == ("public", cast.shkoder)


def test_the_code_goes_to_the_phone_she_gave_and_is_kept_only_as_a_hash(acting, anas):
    sent = []

    class Phone:
        name = "story"

        def hand_over(self, *, number, text, reference):
            sent.append((number, text))
            return type("Answer", (), {"delivered": True, "detail": "", "final": False, "away": False})()

    with acting("besa"):
        notice = Notice.objects.get(request=anas.request.pk)
        assert HIDDEN_CODE in notice.text
        send_due(at=MONDAY, back_end=Phone())
        assert sent[0][0] == "+355692000101"
        assert anas.code in sent[0][1]
        assert "18.11.2026" in sent[0][1]
        assert anas.code.encode() not in bytes(AccessCode.objects.get().code_hash)


def test_a_message_names_no_need(acting, asks):
    with acting(None) as public:
        asks(public, domains=["safety"], words="dhunë")
    with acting("besa"):
        text = Notice.objects.get().text.lower()
        assert not [word for word in ("siguri", "dhun", "safety") if word in text]


def test_without_a_phone_there_is_a_code_and_no_message(acting, asks):
    with acting(None) as public:
        assert asks(public, phone="", how_to_reach="Pranë shkollës").code
    with acting("besa"):
        assert not Notice.objects.exists()


def test_a_neighbour_asks_and_her_code_follows_the_progress_only(acting, asks):
    with acting(None) as public:
        asked = asks(public, **NEIGHBOUR)
    with acting("besa"):
        assert not AccessCode.objects.get().whole_file
        assert Notice.objects.get().recipient == "+355692000202"
    with acting(code=asked.code) as lule:
        assert (lule.request, lule.person) == (asked.request.pk, None)
        assert Request.objects.visible_to(lule).get() == asked.request


@pytest.mark.parametrize(("missing", "says"), [({"permission_given": False}, "permission"), ({"asker_name": ""}, "your own name")])
def test_nobody_asks_for_another_without_permission_and_a_name(acting, asks, missing, says):
    with acting(None) as public, pytest.raises(NotAllowed, match=says):
        asks(public, **(NEIGHBOUR | missing))


def test_a_need_no_sheet_knows_is_a_slip(acting, asks):
    with acting(None) as public, pytest.raises(UnknownTerm):
        asks(public, domains=["gold"])


def test_the_public_asks_over_the_web_only(acting, asks):
    with acting(None) as public, pytest.raises(NotAllowed, match="Only a worker"):
        asks(public, channel="counter")


def test_besa_takes_a_request_down_at_the_counter(acting, cast, asks):
    with acting("besa") as besa:
        asked = asks(besa, channel="counter")
        assert Request.objects.get(pk=asked.request.pk).channel == "counter"
        with pytest.raises(NotAllowed, match="own municipality"):
            asks(besa, channel="phone", municipality=cast.korce)


def test_a_municipalitys_own_promise_sets_the_date(acting, cast, asks):
    day = MONDAY.date()
    with acting("mira"):
        set_promise(
            municipality=cast.shkoder, key="request.acknowledge", value=1, unit=Unit.WORKING_DAYS, valid_from=day, on=day, reason="We can"
        )
    with acting(None) as public:
        assert asks(public).request.answer_due_at == datetime(2026, 11, 17, 23, 59, 59, tzinfo=TIRANE)
        assert asks(public, municipality=cast.korce).request.answer_due_at == due("request.acknowledge", MONDAY)


# Pressing twice


def test_one_press_is_one_request(acting, asks):
    key = uuid4()
    with acting(None) as public:
        asks(public, key=key)
        with pytest.raises(AlreadySent):
            asks(public, key=key)
        asks(public)
    with acting("besa"):
        assert Request.objects.count() == 2
        assert Notice.objects.count() == 2


def test_the_same_key_in_another_municipality_is_another_request(acting, cast, asks):
    key = uuid4()
    with acting(None) as public:
        asks(public, key=key)
        asks(public, key=key, municipality=cast.korce)


# Codes


def test_anas_code_opens_her_request_and_no_other_code_does(acting, anas):
    with acting(code=anas.code) as ana:
        assert ana.request == anas.request.pk
        assert Request.objects.get() == anas.request
    with acting(None):
        assert not open_by_code("t", "0000-0000-0000-0000")


def test_nobody_gives_a_request_a_second_first_code(acting, anas):
    with acting(None), pytest.raises(ProgrammingError, match="has its code"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT guard.first_code(%s, 'X', true)", (anas.request.pk,))


def test_a_new_code_ends_the_earlier_one_of_the_same_reach(acting, registered):
    with acting("besa") as besa:
        progress = issue_code(by=besa, at=MONDAY, request=registered.request, whole_file=False)
        fresh = issue_code(by=besa, at=MONDAY, request=registered.request, whole_file=True)
        assert Entry.objects.filter(verb="code issued", person=registered.request.person_id).count() == 2
    with acting(None):
        assert not open_by_code("t", registered.code)
        assert open_by_code("t", progress)
    with acting(code=fresh) as ana:
        assert ana.person == registered.request.person_id


def test_vera_gives_no_code_for_anas_request(acting, anas):
    with acting("vera") as vera, pytest.raises(Request.DoesNotExist):
        issue_code(by=vera, at=MONDAY, request=anas.request, whole_file=True)


# The wall


def test_the_public_may_send_a_request_in_and_read_none(acting, anas):
    with acting(None) as public:
        assert not Request.objects.visible_to(public)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Request.objects.count()


@pytest.mark.parametrize("claim", [{"status": "registered"}, {"person": True}, {"responsible": True}, {"urgency": "routine"}])
def test_the_public_cannot_send_in_a_request_that_is_already_tied_to_somebody(acting, cast, registered, claim):
    """Else a request that names Ana, sent in by a stranger, would open Ana's file to the stranger's code."""
    wrong = {
        "person": {"person_id": registered.request.person_id}, "responsible": {"responsible_id": cast.besa.worker},
        "urgency": {"urgency": "routine", "contact_due_at": MONDAY},
    }.get(next(iter(claim)), claim | {"person_id": registered.request.person_id})  # fmt: skip
    with acting(None), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Request(
            municipality_id=cast.shkoder, for_whom="self", domains=["food"], given_name="X", key=uuid4(), received_at=MONDAY,
            answer_due_at=MONDAY, decide_due_at=MONDAY, **wrong,
        ).save(force_insert=True)  # fmt: skip


def test_who_holds_a_code_cannot_make_the_request_somebody_elses(acting, anas, registered):
    with acting(code=anas.code):
        for field, value in (("person_id", uuid4()), ("given_name", "Beni"), ("urgency", None), ("municipality_id", "AL343")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Request.objects.filter(pk=anas.request.pk).update(**{field: value})


def test_vera_cannot_learn_that_ana_asked(acting, anas):
    with acting("vera") as vera:
        assert not Request.objects.visible_to(vera)
        assert not Request.objects.exists()
        assert not AccessCode.objects.exists()
        assert Request.objects.filter(pk=anas.request.pk).update(words="x") == 0


@pytest.mark.parametrize("who", ["ilir", "genc"])
def test_providers_and_the_ministry_see_no_request(acting, anas, who):
    with acting(who) as by:
        assert not Request.objects.visible_to(by)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Request.objects.count()


# What the database refuses


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("request_says_what_is_needed", {"domains": []}),
        ("request_names_somebody", {"given_name": ""}),
        ("asking_for_another_needs_permission", {"for_whom": "other", "asker_name": "Lule"}),
        ("asking_for_another_needs_permission", {"for_whom": "other", "permission_given": True}),
        ("no_refusal_without_reason", {"status": "refused"}),
        ("no_refusal_without_reason", {"status": "refused", "refusal_reason": "not_eligible"}),
        ("registered_means_tied_to_a_person", {"status": "registered"}),
        ("urgency_sets_the_clock", {"urgency": "soon"}),
        ("urgency_sets_the_clock", {"contact_due_at": MONDAY}),
        ("request_clock_runs_forward", {"answer_due_at": datetime(2026, 11, 1, tzinfo=TIRANE)}),
    ],
)
def test_the_database_refuses_a_request_that_cannot_be(acting, anas, constraint, broken):
    with acting("besa"), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Request.objects.filter(pk=anas.request.pk).update(**broken)


def test_the_database_refuses_one_key_twice(acting, anas, asks):
    with acting(None) as public:
        other = asks(public)
    with acting("besa"), pytest.raises(IntegrityError, match="one_press_one_request"), transaction.atomic():
        Request.objects.filter(pk=other.request.pk).update(key=anas.request.key)


def test_the_database_refuses_one_code_for_two_requests(acting, anas, asks):
    with acting(None) as public:
        other = asks(public)
    with acting("besa"):
        code = AccessCode.objects.get(request=anas.request).code_hash
        with pytest.raises(IntegrityError, match="code_hash"), transaction.atomic():
            AccessCode.objects.filter(request=other.request).update(code_hash=code)
