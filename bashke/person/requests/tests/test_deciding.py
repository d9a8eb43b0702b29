"""Judging, registering, refusing, withdrawing, and silence that is noticed."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from bashke.ground.journal.models import Entry
from bashke.ground.law.rules import TIRANE, NotAllowed, TriageClass, UnknownTerm
from bashke.ground.notices.models import Notice
from bashke.person.people.actions import add_person
from bashke.person.requests import actions, queries
from bashke.person.requests.models import Request, Triage
from bashke.person.requests.rules import Status, TriageStatus

from .conftest import MONDAY

TUESDAY = MONDAY + timedelta(days=1)
LATE = datetime(2026, 11, 19, 0, 0, 1, tzinfo=TIRANE)


@pytest.fixture
def judge(anas):
    def by(worker, *flags, at=MONDAY, request=None, **more):
        return actions.set_urgency(by=worker, at=at, request=request or anas.request, flags=flags, **more)

    return by


def now(request):
    request.refresh_from_db()
    return request.urgency, request.contact_due_at


# Urgency


def test_the_worst_flag_sets_class_and_clock(acting, anas, judge):
    with acting("besa") as besa:
        triage = judge(besa, "older_alone", "child_out_of_school", "violence_recent")
        assert (triage.worst, triage.chosen, triage.status) == ("urgent", "urgent", TriageStatus.FINAL)
        assert now(anas.request) == ("urgent", datetime(2026, 11, 18, 23, 59, 59, tzinfo=TIRANE))


def test_many_small_flags_are_no_emergency_and_none_is_routine(acting, anas, judge, asks):
    with acting("besa") as besa:
        assert judge(besa, "older_alone", "child_out_of_school", "child_unregistered", "carer_exhausted").worst == "soon"
        assert judge(besa, request=asks(besa, channel="phone").request).worst == "routine"


def test_an_emergency_is_contacted_within_24_hours(acting, anas, judge):
    with acting("besa") as besa:
        judge(besa, "violence_now")
        assert now(anas.request) == ("emergency", MONDAY + timedelta(hours=24))


def test_up_is_free(acting, anas, judge):
    with acting("besa") as besa:
        assert judge(besa, "older_alone", chosen="emergency").status == TriageStatus.FINAL
        assert now(anas.request)[0] == "emergency"


def test_down_waits_for_a_second_person_and_the_worst_class_holds(acting, anas, judge):
    with acting("besa") as besa:
        triage = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
        assert triage.status == TriageStatus.WAITING
        assert now(anas.request) == ("emergency", MONDAY + timedelta(hours=24))
        assert queries.urgency_now(anas.request).waiting == triage
    with acting("drita") as drita:
        assert queries.waiting_lowerings(drita).get().request.name == "Ana Marku"
        actions.answer_lowering(by=drita, at=TUESDAY, triage=triage, agree=True, words="E vërtetova me telefon.")
        urgency, contact = now(anas.request)
        # five working days; Alphabet Day falls on a Sunday, so its Monday is free
        assert (urgency, contact) == ("soon", datetime(2026, 11, 24, 23, 59, 59, tzinfo=TIRANE))
        assert not queries.waiting_lowerings(drita)
        assert queries.urgency_now(anas.request).latest.second.name == "Drita Leka"


def test_a_rejected_lowering_changes_nothing(acting, anas, judge):
    with acting("besa") as besa:
        triage = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
    with acting("drita") as drita:
        assert actions.answer_lowering(by=drita, at=TUESDAY, triage=triage, agree=False).status == TriageStatus.REJECTED
        assert now(anas.request)[0] == "emergency"
        assert Entry.objects.filter(verb="lower urgency rejected").count() == 1


def test_down_without_a_listed_reason_is_refused(acting, anas, judge):
    with acting("besa") as besa:
        for reason in ("", "më duket mirë"):
            with pytest.raises(NotAllowed, match="second person"):
                judge(besa, "violence_now", chosen="soon", reason=reason)
        assert now(anas.request) == (None, None)


def test_leaving_a_flag_out_later_does_not_lower_in_silence(acting, anas, judge):
    with acting("besa") as besa:
        judge(besa, "violence_now")
        with pytest.raises(NotAllowed, match="second person"):
            judge(besa, at=TUESDAY)
        assert judge(besa, at=TUESDAY, reason="flag_by_mistake").status == TriageStatus.WAITING
        assert now(anas.request) == ("emergency", MONDAY + timedelta(hours=24))


def test_judging_again_never_pushes_the_clock_back(acting, anas, judge):
    with acting("besa") as besa:
        judge(besa, "violence_recent")
        before = now(anas.request)
        judge(besa, "violence_recent", at=MONDAY + timedelta(days=2))
        assert now(anas.request) == before


def test_a_new_judgement_overtakes_the_lowering_that_waited(acting, anas, judge):
    with acting("besa") as besa:
        old = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
        judge(besa, "violence_now", "child_alone", at=TUESDAY)
        old.refresh_from_db()
        assert old.status == TriageStatus.OVERTAKEN
    with acting("drita") as drita, pytest.raises(NotAllowed, match="already"):
        actions.answer_lowering(by=drita, at=TUESDAY, triage=old, agree=True)


def test_a_social_worker_is_no_second_person(acting, judge):
    with acting("besa") as besa:
        triage = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
    with acting("arta") as arta, pytest.raises(NotAllowed, match="may not confirm"):
        actions.answer_lowering(by=arta, at=TUESDAY, triage=triage, agree=True)


def test_a_supervisor_does_not_confirm_her_own_lowering(acting, anas, judge):
    with acting("drita") as drita:
        triage = judge(drita, "violence_now", chosen="soon", reason="danger_passed")
        with pytest.raises(NotAllowed, match="colleague"):
            actions.answer_lowering(by=drita, at=TUESDAY, triage=triage, agree=True)


def test_the_supervisor_of_korce_confirms_nothing_in_shkoder(acting, judge):
    with acting("besa") as besa:
        triage = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
    with acting("teuta") as teuta:
        assert not queries.waiting_lowerings(teuta)
        with pytest.raises(Triage.DoesNotExist):
            actions.answer_lowering(by=teuta, at=TUESDAY, triage=triage, agree=True)


def test_a_flag_no_sheet_knows_is_a_slip(acting, judge):
    with acting("besa") as besa, pytest.raises(UnknownTerm):
        judge(besa, "bad_weather")


def test_a_closed_request_is_not_judged(acting, anas, judge):
    with acting("besa") as besa:
        actions.withdraw(by=besa, at=MONDAY, request=anas.request)
        with pytest.raises(NotAllowed, match="no longer open"):
            judge(besa, "older_alone")


def test_the_database_wants_another_second_person_and_one_waiting_lowering(acting, anas, judge):
    with acting("besa") as besa:
        waiting = judge(besa, "violence_now", chosen="soon", reason="danger_passed")
        with pytest.raises(IntegrityError, match="the_second_person_is_another"), transaction.atomic():
            Triage.objects.filter(pk=waiting.pk).update(second=besa.worker)
        with pytest.raises(IntegrityError, match="one_lowering_waits_at_a_time"), transaction.atomic():
            Triage.objects.create(
                request=anas.request,
                municipality_id=besa.municipality,
                worst="urgent",
                chosen="soon",
                status="waiting",
                by_id=besa.worker,
                at=MONDAY,
            )


# Registering, refusing, withdrawing


def test_registering_ties_the_request_to_ana_and_tells_her(acting, cast, registered):
    with acting("besa"):
        request = Request.objects.get(pk=registered.request.pk)
        assert (request.status, request.person.name) == ("registered", "Ana Marku")
        assert (request.responsible_id, request.answered_at) == (cast.besa.worker, MONDAY)
        notice = Notice.objects.get(template="request_registered")
        assert notice.person == request.person_id
    with acting(code=registered.code) as ana:
        assert ana.person == request.person_id, "her code now opens her whole file"


def test_a_request_is_registered_once_and_the_second_worker_is_told(acting, registered):
    with acting("arta") as arta, pytest.raises(NotAllowed, match="regjistruar and cannot become e regjistruar"):
        actions.register(by=arta, at=TUESDAY, request=registered.request, person=registered.request.person)


def test_a_request_is_not_tied_to_a_person_of_another_municipality(acting, anas):
    with acting("vera") as vera:
        other = add_person(by=vera, at=MONDAY, given_name="Beni", family_name="Koço")
    with acting("besa") as besa, pytest.raises(NotAllowed, match="different municipalities"):
        actions.register(by=besa, at=MONDAY, request=anas.request, person=other)


def test_vera_registers_refuses_and_judges_nothing_of_shkoder(acting, anas):
    with acting("vera") as vera:
        person = add_person(by=vera, at=MONDAY, given_name="Ana", family_name="Marku")
        for verb in (
            lambda: actions.register(by=vera, at=MONDAY, request=anas.request, person=person),
            lambda: actions.refuse(by=vera, at=MONDAY, request=anas.request, reason="not_resident", words="x"),
            lambda: actions.withdraw(by=vera, at=MONDAY, request=anas.request),
            lambda: actions.set_urgency(by=vera, at=MONDAY, request=anas.request, flags=[]),
        ):
            with pytest.raises(Request.DoesNotExist):
                verb()


def test_a_refusal_says_why_and_until_when_ana_may_appeal(acting, cast, anas):
    with acting("besa") as besa:
        request = actions.refuse(by=besa, at=MONDAY, request=anas.request, reason="not_eligible", words=" Të ardhurat kalojnë kufirin. ")
        assert (request.status, request.refusal_words, request.responsible_id) == (
            "refused",
            "Të ardhurat kalojnë kufirin.",
            cast.besa.worker,
        )
        text = Notice.objects.get(template="request_refused").text
        assert "16.12.2026" in text
        assert "ardhurat" not in text
        assert Entry.objects.get(verb="request refused").reason == "not_eligible"


@pytest.mark.parametrize(("reason", "words"), [("no", "Sepse"), ("", "Sepse"), ("not_eligible", "  ")])
def test_there_is_no_refusal_without_a_listed_reason_and_words(acting, anas, reason, words):
    with acting("besa") as besa, pytest.raises(NotAllowed):
        actions.refuse(by=besa, at=MONDAY, request=anas.request, reason=reason, words=words)


def test_ana_takes_her_request_back_with_her_code(acting, anas):
    with acting(code=anas.code) as ana:
        assert actions.withdraw(by=ana, at=TUESDAY, request=anas.request).status == Status.WITHDRAWN
        with pytest.raises(NotAllowed, match="tërhequr and cannot become e tërhequr"):
            actions.withdraw(by=ana, at=TUESDAY, request=anas.request)
    with acting("besa") as besa:
        entry = Entry.objects.get(verb="request withdrawn")
        assert entry.kind == "person"
        assert queries.queue(besa).requests == []


def test_ana_can_take_it_back_after_it_was_registered_and_her_neighbour_cannot(acting, registered, asks):
    with acting("besa") as besa:
        neighbours = actions.issue_code(by=besa, at=MONDAY, request=registered.request, whole_file=False)
    with acting(code=neighbours) as lule, pytest.raises(NotAllowed, match="Only she"):
        actions.withdraw(by=lule, at=TUESDAY, request=registered.request)
    with acting(code=registered.code) as ana:
        assert actions.withdraw(by=ana, at=TUESDAY, request=registered.request).status == Status.WITHDRAWN


def test_ana_cannot_take_back_anothers_request(acting, anas, asks):
    with acting(None) as public:
        other = asks(public, given_name="Beni")
    with acting(code=anas.code) as ana, pytest.raises(Request.DoesNotExist):
        actions.withdraw(by=ana, at=TUESDAY, request=other.request)


# Silence


def test_silence_goes_to_the_supervisor_and_ana_is_told_once(acting, anas):
    with acting("drita") as drita:
        assert actions.escalate_late(by=drita, at=MONDAY + timedelta(days=2)) == 0
        assert actions.escalate_late(by=drita, at=LATE) == 1
        assert actions.escalate_late(by=drita, at=LATE + timedelta(days=1)) == 0
        anas.request.refresh_from_db()
        assert anas.request.escalated_at == LATE
        assert Notice.objects.filter(template="request_late").count() == 1
        assert Entry.objects.filter(verb="escalated").count() == 1


def test_an_emergency_nobody_contacted_is_late_before_the_promise_is(acting, anas, judge):
    with acting("besa") as besa:
        judge(besa, "violence_now")
    with acting("drita") as drita:
        assert actions.escalate_late(by=drita, at=MONDAY + timedelta(hours=25)) == 1


def test_what_was_answered_is_not_late(acting, registered):
    with acting("drita") as drita:
        assert actions.escalate_late(by=drita, at=LATE) == 0


def test_another_municipality_escalates_nothing_of_shkoder(acting, anas):
    with acting("teuta") as teuta:
        assert actions.escalate_late(by=teuta, at=LATE) == 0


def test_escalating_many_takes_no_more_reads_than_escalating_one(acting, asks, django_assert_max_num_queries):
    with acting("drita") as drita:
        for _ in range(6):
            asks(drita, channel="phone", phone="")
        with django_assert_max_num_queries(6):
            assert actions.escalate_late(by=drita, at=LATE) == 6


# The queue


def test_the_queue_shows_the_nearest_clock_first(acting, asks, judge):
    with acting("besa") as besa:
        early = asks(besa, channel="phone").request
        calm = asks(besa, at=TUESDAY, channel="phone").request
        danger = asks(besa, at=TUESDAY, channel="phone").request
        judge(besa, "danger_to_life", at=TUESDAY, request=danger)
        page = queries.queue(besa)
        assert [row.pk for row in page.requests][:2] == [danger.pk, page.requests[1].pk]
        assert page.requests[-1] == calm
        assert early in page.requests
        assert page.following is None


def test_the_queue_turns_pages_without_losing_or_doubling_anybody(acting, asks):
    with acting("besa") as besa:
        made = {asks(besa, channel="phone").request.pk for _ in range(7)}
        seen, after = [], None
        while True:
            page = queries.queue(besa, after=after, limit=3)
            seen += [row.pk for row in page.requests]
            if page.requests and after is None:
                actions.withdraw(by=besa, at=MONDAY, request=page.requests[0])  # answered while the page is turned
            if (after := page.following) is None:
                break
        assert len(seen) == len(set(seen)) == 7
        assert set(seen) == made


@pytest.mark.parametrize("after", ["x", "2026-11-16T10:00:00+01:00~", "~", "'; DROP TABLE x;--"])
def test_a_page_that_cannot_be_is_an_error_and_never_the_first_page(acting, after):
    with acting("besa") as besa, pytest.raises(ValueError, match=r"."):
        queries.queue(besa, after=after)


def test_the_queue_narrows_to_what_is_late_or_urgent(acting, anas, asks, judge):
    with acting("besa") as besa:
        danger = asks(besa, channel="phone").request
        judge(besa, "danger_to_life", request=danger)
        assert [row.pk for row in queries.queue(besa, late_at=MONDAY + timedelta(hours=25)).requests] == [danger.pk]
        assert [row.pk for row in queries.queue(besa, urgency=TriageClass.EMERGENCY).requests] == [danger.pk]
        with pytest.raises(ValueError, match="ultra"):
            queries.queue(besa, urgency="ultra")


def test_the_queue_is_one_query_whatever_its_length(acting, asks, django_assert_num_queries):
    with acting("besa") as besa:
        for _ in range(5):
            asks(besa, channel="phone")
        with django_assert_num_queries(1):
            for row in queries.queue(besa).requests:
                assert (row.unit, row.responsible, row.clock) is not None


def test_the_counts_say_what_waits(acting, anas, asks, judge):
    with acting("besa") as besa:
        danger = asks(besa, channel="phone").request
        judge(besa, "danger_to_life", request=danger)
        assert queries.counts(besa, MONDAY) == queries.Counts(waiting=2, late=0, today=0, emergency=1)
        assert queries.counts(besa, TUESDAY + timedelta(minutes=1)) == queries.Counts(waiting=2, late=1, today=0, emergency=1)
        assert queries.counts(besa, MONDAY + timedelta(days=2)) == queries.Counts(waiting=2, late=1, today=1, emergency=1)
    with acting("vera") as vera:
        assert queries.counts(vera, LATE) == queries.Counts(waiting=0, late=0, today=0, emergency=0)
        assert queries.queue(vera).requests == []


def test_the_most_urgent_lowering_is_first_for_the_second_person(acting, asks, judge):
    with acting("besa") as besa:
        mild, grave = asks(besa, channel="phone").request, asks(besa, channel="phone").request
        judge(besa, "eviction_soon", request=mild, chosen="routine", reason="danger_passed")
        judge(besa, "violence_now", at=TUESDAY, request=grave, chosen="routine", reason="danger_passed")
    with acting("drita") as drita:
        assert [row.request_id for row in queries.waiting_lowerings(drita)] == [grave.pk, mild.pk]
