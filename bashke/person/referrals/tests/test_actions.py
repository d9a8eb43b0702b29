"""Besa asks Ilir's day centre for Ana; Ilir answers, or Bashkë remembers that he did not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.directory.actions import change_service
from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.rules import NotAllowed, TriageClass
from bashke.ground.notices.models import Notice
from bashke.ground.territory.models import Municipality
from bashke.person.casework.actions import agree_plan, move_need, open_ends, write_plan
from bashke.person.casework.models import Case, Need, NeedStep
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, GoalDraft, NeedStatus
from bashke.person.referrals.actions import accept, decline, escalate_late, send, withdraw
from bashke.person.referrals.models import Referral
from bashke.person.referrals.queries import proposals
from bashke.person.referrals.rules import Status

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
A_WEEK_LATER = MONDAY + timedelta(days=8)
JOB = Actor(kind=Kind.MUNICIPALITY, municipality="AL154", role="job")


def story(acting: Callable[..., Any], referral: Referral) -> tuple[Referral, Need, list[str], list[str]]:
    """What Besa sees afterwards: the referral, the need, the verbs of the journal, the templates of the notices."""
    with acting("besa"):
        verbs = list(Entry.objects.filter(person=referral.person_id).order_by("id").values_list("verb", flat=True))
        told = list(Notice.objects.filter(person=referral.person_id).order_by("created_at", "pk").values_list("template", flat=True))
        return Referral.objects.get(pk=referral.pk), Need.objects.get(pk=referral.need_id), verbs, told


def test_a_referral_carries_the_slice_and_moves_the_need(sent: Referral, acting: Callable[..., Any]) -> None:
    referral, need, verbs, told = story(acting, sent)
    assert (referral.person_name, referral.person_age, referral.person_phone, referral.person_language) == (
        "Ana Marku",
        7,
        "0692000099",
        "sq",
    )
    assert (need.status, need.due_at) == (NeedStatus.REFERRED, referral.due_at)
    assert Verb.REFERRAL_SENT in verbs and told == ["referral_sent"]


def test_a_service_has_five_working_days_to_answer(sent: Referral) -> None:
    assert (sent.due_at.date().isoformat(), sent.in_hours) == ("2026-03-09", False)


def test_an_emergency_is_answered_within_hours(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        Case.objects.filter(pk=ana.case.pk).update(urgency=TriageClass.EMERGENCY)
        referral = send(by=besa, at=MONDAY, need=ana.needs["food"], service=services["72-hour emergency shelter"], purpose="Tonight.")
    assert referral.due_at - MONDAY == timedelta(hours=4) and referral.in_hours


def test_nothing_is_sent_without_agreement_or_purpose(
    ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]
) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [({"agreed": False}, "agrees"), ({"purpose": " "}, "asked to do")]
    asked: dict[str, Any] = {"need": ana.needs["child_wellbeing"], "service": services["Day centre for children"], "purpose": "Help"}
    with acting("besa") as besa:
        for change, says in wrong:
            with pytest.raises(NotAllowed, match=says):
                send(by=besa, at=MONDAY, **{**asked, **change})
        assert not Referral.objects.exists()


def test_a_service_that_cannot_answer_is_not_asked(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    day = services["Day centre for children"]
    with acting("ilir") as ilir:
        old = change_service(by=ilir, at=MONDAY, service=services["Family counselling"], age_from=65, domains=["food"])
    with acting("besa") as besa:
        for need, service, says in [("food", day, "kind of need"), ("food", old, "another age")]:
            with pytest.raises(NotAllowed, match=says):
                send(by=besa, at=MONDAY, need=ana.needs[need], service=service, purpose="Help")
    with acting("ilir") as ilir:
        closed = change_service(by=ilir, at=MONDAY, service=day, is_open=False)
    with acting("besa") as besa, pytest.raises(NotAllowed, match="closed"):
        send(by=besa, at=MONDAY, need=ana.needs["child_wellbeing"], service=closed, purpose="Help")


def test_a_need_waits_for_one_answer_at_a_time(sent: Referral, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    with acting("besa") as besa, pytest.raises(NotAllowed, match="waiting for an answer"):
        send(by=besa, at=TUESDAY, need=sent.need, service=services["Day centre for children"], purpose="Again")


def test_ilir_accepts_and_the_need_waits_for_a_place(sent: Referral, acting: Callable[..., Any], cast: SimpleNamespace) -> None:
    with acting("ilir") as ilir:
        accept(by=ilir, at=TUESDAY, referral=sent, words="Monday at nine")
    referral, need, verbs, told = story(acting, sent)
    assert (referral.status, referral.answered_by_id, referral.answer_words) == (Status.ACCEPTED, cast.ilir.worker, "Monday at nine")
    assert need.status == NeedStatus.WAITING
    assert Verb.REFERRAL_ACCEPTED in verbs and Verb.NEED_MOVED in verbs and told == ["referral_sent", "referral_accepted"]
    with acting("besa"):
        assert NeedStep.objects.filter(need=need, became=NeedStatus.WAITING, by=cast.ilir.worker, referral=sent.pk).count() == 1


def test_ilir_declines_for_a_listed_reason_and_forgets_the_telephone(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        decline(by=ilir, at=TUESDAY, referral=sent, reason="no_place", words="Try in May")
    referral, need, verbs, told = story(acting, sent)
    assert (referral.status, referral.decline_reason, referral.person_phone) == (Status.DECLINED, "no_place", "")
    assert need.status == NeedStatus.PLANNED
    assert Verb.REFERRAL_DECLINED in verbs and told == ["referral_sent", "referral_declined"]


def test_a_reason_of_ones_own_is_refused(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir, pytest.raises(NotAllowed, match="listed reasons"):
        decline(by=ilir, at=TUESDAY, referral=sent, reason="tired")
    assert story(acting, sent)[0].status == Status.SENT


def test_the_second_answer_is_told_and_changes_nothing(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("ilir") as ilir:
        accept(by=ilir, at=TUESDAY, referral=sent)
        with pytest.raises(NotAllowed, match="already has its answer"):
            decline(by=ilir, at=TUESDAY, referral=sent, reason="no_place")
    referral, need, _, told = story(acting, sent)
    assert (referral.status, need.status, len(told)) == (Status.ACCEPTED, NeedStatus.WAITING, 2)


def test_what_the_municipality_answered_in_another_way_cannot_be_accepted(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        move_need(by=besa, at=TUESDAY, need=sent.need, to=NeedStatus.WITHDRAWN)
    with acting("ilir") as ilir:
        with pytest.raises(NotAllowed, match="no longer asks"):
            accept(by=ilir, at=TUESDAY, referral=sent)
        decline(by=ilir, at=TUESDAY, referral=sent, reason="person_declined")
    assert story(acting, sent)[1].status == NeedStatus.WITHDRAWN


def test_besa_withdraws_and_the_need_is_hers_again(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        withdraw(by=besa, at=TUESDAY, referral=sent, words="Ana moves")
    referral, need, verbs, _ = story(acting, sent)
    assert (referral.status, referral.person_phone, need.status) == (Status.WITHDRAWN, "", NeedStatus.PLANNED)
    assert Verb.REFERRAL_WITHDRAWN in verbs
    with acting("ilir") as ilir, pytest.raises(NotAllowed, match="already has its answer"):
        accept(by=ilir, at=TUESDAY, referral=sent)


def test_silence_escalates_once_and_the_person_is_told(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa"):
        early, late, again = (escalate_late(by=JOB, at=at) for at in (TUESDAY, A_WEEK_LATER, A_WEEK_LATER))
    assert (early, late, again) == (0, 1, 0)
    referral, need, verbs, told = story(acting, sent)
    assert (referral.escalated_at, need.status) == (A_WEEK_LATER, NeedStatus.REFERRED)
    assert verbs.count(Verb.REFERRAL_ESCALATED) == 1 and told == ["referral_sent", "referral_late"]


def test_the_job_of_korce_does_not_touch_shkoder(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("vera"):
        assert escalate_late(by=Actor(kind=Kind.MUNICIPALITY, municipality="AL343", role="job"), at=A_WEEK_LATER) == 0
        assert escalate_late(by=JOB, at=A_WEEK_LATER) == 0  # even when it claims to be Shkodër's: the wall hides the rows


def _next(need: Need, services: dict[str, Service], after: Referral, at: datetime, acting: Callable[..., Any]) -> Referral:
    with acting("besa") as besa:
        return send(by=besa, at=at, need=need, service=services["Help at home"], purpose="Help", after=after)


def test_after_a_no_the_next_service_is_asked(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    need = ana.needs["food"]
    with acting("besa") as besa:
        first = send(by=besa, at=MONDAY, need=need, service=services["72-hour emergency shelter"], purpose="Help")
    with acting("luan") as luan:
        decline(by=luan, at=TUESDAY, referral=first, reason="no_place")
    second = _next(need, services, first, TUESDAY, acting)
    assert second.after_id == first.pk and story(acting, second)[1].status == NeedStatus.REFERRED


def test_a_silent_service_makes_room_for_the_next(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    need = ana.needs["food"]
    with acting("besa") as besa:
        first = send(by=besa, at=MONDAY, need=need, service=services["72-hour emergency shelter"], purpose="Help")
    with pytest.raises(NotAllowed, match="still has time"):
        _next(need, services, first, TUESDAY, acting)
    _next(need, services, first, A_WEEK_LATER, acting)
    assert story(acting, first)[0].status == Status.WITHDRAWN


def test_another_service_cannot_follow_a_referral_for_another_need(
    sent: Referral, ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]
) -> None:
    with pytest.raises(NotAllowed, match="same need"):
        _next(ana.needs["food"], services, sent, TUESDAY, acting)


def test_a_free_place_comes_before_a_short_way(ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]) -> None:
    need = ana.needs["food"]
    with acting("luan") as luan:
        Service.objects.filter(pk=services["Help at home"].pk).update(taken=8)
    with acting("besa") as besa:
        found = proposals(need, besa)
        assert [hit.service.name_en for hit in found] == ["72-hour emergency shelter", "Help at home"]
        assert (found[0].free, found[1].free) == (3, 0) and all(hit.km is not None and hit.reasons for hit in found)
        first = send(by=besa, at=MONDAY, need=need, service=found[0].service, purpose="Help")
    with acting("luan") as luan:
        decline(by=luan, at=TUESDAY, referral=first, reason="no_place")
    with acting("besa") as besa:
        assert [hit.service.name_en for hit in proposals(need, besa)] == ["Help at home"]
        assert proposals(need, besa, without=[services["Help at home"].pk]) == []


def test_a_service_of_a_neighbour_that_takes_her_people_is_proposed_as_one(
    ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any], cast: SimpleNamespace
) -> None:
    other = Municipality.objects.exclude(lau="AL154").order_by("lau").first()
    with acting("luan"):
        Service.objects.filter(pk=services["Help at home"].pk).update(municipality=other)
    with acting("besa") as besa:
        found = {hit.service.name_en: hit for hit in proposals(ana.needs["food"], besa)}
        assert other is not None and any(other.name in reason for reason in found["Help at home"].reasons)
        assert not any("takes people from here" in reason for reason in found["72-hour emergency shelter"].reasons)
        sent = send(by=besa, at=MONDAY, need=ana.needs["food"], service=services["Help at home"], purpose="Meals")
    with acting("luan") as luan:
        assert [(row.person_name, row.purpose) for row in Referral.objects.visible_to(luan)] == [(sent.person_name, "Meals")]


def test_the_target_of_the_plan_is_part_of_what_is_asked(
    ana: SimpleNamespace, services: dict[str, Service], acting: Callable[..., Any]
) -> None:
    need, call = (
        ana.needs["child_wellbeing"],
        ActionDraft(what="Call", owner=ActionOwner.WORKER, owner_name="Besa Gjoka", due_on=A_WEEK_LATER.date()),
    )
    with acting("besa") as besa:
        draft = GoalDraft(need=need, statement="Comes to school", target=4, actions=[call])
        plan = write_plan(by=besa, at=MONDAY, case=ana.case, own_words="Fine.", goals=[draft])
        agree_plan(by=besa, at=MONDAY, plan=plan, how=Agreement.SPOKEN, own_words="Yes.")
        need.refresh_from_db()
        sent = send(by=besa, at=MONDAY, need=need, service=services["Day centre for children"], purpose="Three days a week.")
        assert sent.target_rung == 4
    with acting("ilir") as ilir:
        assert Referral.objects.visible_to(ilir).get().target_rung == 4


def test_a_case_does_not_close_while_a_service_owes_an_answer(sent: Referral, acting: Callable[..., Any]) -> None:
    with acting("besa") as besa:
        assert any("Qendra ditore për fëmijë" in end for end in open_ends(sent.case))
        withdraw(by=besa, at=TUESDAY, referral=sent)
        assert open_ends(sent.case) == []
