"""Absences, hand-overs, relations, appeals, and who has nobody: what the pages show and refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.person.casework.models import Absence, Case, HandOver, Need
from bashke.person.casework.rules import CaseStatus, NeedStatus
from bashke.person.requests.actions import refuse, withdraw
from bashke.person.requests.models import Appeal, Conflict, Request

NOBODY = "/desk/board/nobody/"
Desk = Callable[..., Client]


def away(cast: Any, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "worker": cast.besa.worker, "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=5)).isoformat(),
        "stand_in": cast.arta.worker,
    } | changes  # fmt: skip


def test_while_besa_is_away_her_late_case_is_in_artas_day_and_marked(desk: Desk, make_case: Callable[..., Any], cast: Any) -> None:
    make_case("Agim", days=60)
    assert "Agim" not in desk("arta").get("/desk/").content.decode()
    desk("besa").post("/desk/absences/", away(cast))
    page = desk("arta").get("/desk/").content.decode()
    assert "Agim" in page
    assert "You stand in for Besa Gjoka" in page


def test_an_absence_that_cannot_be_is_refused_with_a_sentence(desk: Desk, cast: Any, acting: Callable[..., Any]) -> None:
    besa = desk("besa")
    answer = besa.post("/desk/absences/", away(cast, ends_on="2026-01-01"))
    assert answer.status_code == 422
    assert "lies before the first" in answer.content.decode()
    assert besa.post("/desk/absences/", away(cast, worker=cast.arta.worker)).status_code == 422, "her own only"
    besa.post("/desk/absences/", away(cast))
    assert "an absence in these days already" in besa.post("/desk/absences/", away(cast)).content.decode()
    with acting("besa") as worker:
        assert Absence.objects.visible_to(worker).count() == 1


def test_away_without_a_stand_in_stands_on_the_list_until_it_is_given(desk: Desk, lule: Any, cast: Any, acting: Callable[..., Any]) -> None:
    drita = desk("drita")
    assert "Everybody has somebody." in drita.get(NOBODY).content.decode()
    drita.post("/desk/absences/", away(cast, stand_in=""))
    page = drita.get(NOBODY).content.decode()
    assert "Lule Prendi" in page
    assert "away, and nobody stands in" in page
    drita.post(reverse("desk:assign", args=[lule.case.pk]), {"to": cast.arta.worker})
    assert "Everybody has somebody." in drita.get(NOBODY).content.decode()


def test_a_request_is_given_with_one_press_and_nobody_is_left(desk: Desk, anas: Any, cast: Any, acting: Callable[..., Any]) -> None:
    drita, address = desk("drita"), reverse("desk:give", args=[anas.request.pk])
    assert "Ana Marku" in drita.get(NOBODY).content.decode()
    assert "speaks Albanian" in drita.get(address).content.decode()
    drita.post(address, {"to": cast.arta.worker})
    assert "Everybody has somebody." in drita.get(NOBODY).content.decode()
    with acting("besa") as besa:
        assert Request.objects.visible_to(besa).get(pk=anas.request.pk).responsible_id == cast.arta.worker


def test_the_whole_load_is_handed_over_with_a_note_each_or_not_at_all(
    desk: Desk, make_case: Callable[..., Any], cast: Any, acting: Callable[..., Any]
) -> None:
    cases = [make_case(name).case for name in ("Lule", "Agim")]
    address = reverse("desk:hand_over", args=[cast.besa.worker])
    given = {"to": cast.arta.worker} | {f"take_{case.pk}": "on" for case in cases} | {f"note_{cases[0].pk}": "Waits for a call."}
    answer = desk("drita").post(address, given)
    assert answer.status_code == 422
    assert "Waits for a call." in answer.content.decode(), "nothing typed is lost"
    with acting("drita") as drita:
        assert not HandOver.objects.visible_to(drita).exists()
    desk("drita").post(address, given | {f"note_{cases[1].pk}": "Speaks Romani."})
    with acting("arta") as arta:
        assert set(Case.objects.visible_to(arta).values_list("worker", flat=True)) == {cast.arta.worker}
        assert HandOver.objects.visible_to(arta).count() == 2


def test_who_is_related_finds_nobody_and_cannot_be_given_the_case(desk: Desk, lule: Any, cast: Any, acting: Callable[..., Any]) -> None:
    address = reverse("desk:relation", args=[lule.person.pk])
    desk("arta").post(address, {"worker": cast.arta.worker, "relation": "family"})
    arta = desk("arta")
    for page in ("desk:person", "desk:relation"):
        assert arta.get(reverse(page, args=[lule.person.pk])).status_code == 404
    assert arta.get(reverse("desk:case", args=[lule.case.pk])).status_code == 404
    assert "Prendi" not in arta.get("/desk/people/", {"given_name": "Lule"}).content.decode()
    answer = desk("drita").post(reverse("desk:assign", args=[lule.case.pk]), {"to": cast.arta.worker})
    assert answer.status_code == 422
    assert "A relation to the person is declared." in answer.content.decode()
    with acting("drita") as drita:
        conflict = Conflict.objects.visible_to(drita).get()
    desk("drita").post(reverse("desk:relation_end", args=[conflict.pk]))
    assert arta.get(reverse("desk:case", args=[lule.case.pk])).status_code == 200


def test_besa_declares_only_for_herself_and_her_case_then_has_nobody(desk: Desk, lule: Any, cast: Any) -> None:
    address = reverse("desk:relation", args=[lule.person.pk])
    assert desk("besa").post(address, {"worker": cast.arta.worker, "relation": "family"}).status_code == 422
    desk("besa").post(address, {"worker": cast.besa.worker, "relation": "friend"})
    assert "a relation to the person is declared" in desk("drita").get(NOBODY).content.decode()


def test_an_appeal_is_decided_by_another_and_the_request_waits_again(desk: Desk, anas: Any, acting: Callable[..., Any]) -> None:
    with acting("drita") as drita:
        refuse(by=drita, at=timezone.now(), request=anas.request, reason="not_eligible", words="Jo.")
    desk("besa").post(reverse("desk:appeal", args=[anas.request.pk]), {"words": "We are five in one room."})
    with acting("drita") as drita:
        address = reverse("desk:decide", args=[Appeal.objects.visible_to(drita).get().pk])
    decision = {"reopen": "yes", "words": "We come and look."}
    assert "cannot decide the appeal" in desk("drita").post(address, decision).content.decode()
    assert "We are five in one room." in desk("mira").get(address).content.decode()
    assert desk("besa").get(address).status_code == 403
    desk("mira").post(address, decision)
    with acting("besa") as besa:
        again = Request.objects.visible_to(besa).get(pk=anas.request.pk)
    assert (again.status, again.refusal_reason, again.responsible_id) == ("received", "", None)
    assert again.answer_due_at > timezone.now()


def test_a_withdrawn_request_ends_its_case_with_every_need(desk: Desk, anas: Any, acting: Callable[..., Any]) -> None:
    page = desk("besa").post(
        reverse("desk:register", args=[anas.request.pk]),
        {"given_name": "Ana", "family_name": "Marku", "sex": "f", "language": "sq"}, follow=True,
    )  # fmt: skip
    assert page.status_code == 200
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get()
        withdraw(by=besa, at=timezone.now(), request=Request.objects.get(pk=anas.request.pk))
    besa_desk = desk("besa")
    assert "The work ends, as the person wishes" in besa_desk.get(reverse("desk:case", args=[case.pk])).content.decode()
    besa_desk.post(reverse("desk:end", args=[case.pk]), {"outcome": "She found work."})
    with acting("drita") as drita:
        case.refresh_from_db()
        assert case.status == CaseStatus.CLOSING
        assert not Need.objects.visible_to(drita).exclude(status=NeedStatus.WITHDRAWN).exists()


def test_sent_referrals_and_appeals_are_in_the_menu(desk: Desk) -> None:
    page = desk("drita").get("/desk/board/").content.decode()
    assert reverse("referrals:inbox") in page
    assert reverse("desk:appeals") in page


def test_the_supervisor_writes_what_a_worker_speaks_and_suggestions_look_at_it(desk: Desk, cast: Any) -> None:
    drita, besa = desk("drita"), desk("besa")
    shown = drita.get(reverse("desk:abilities")).content.decode()
    assert "Besa Gjoka" in shown and "Albanian is assumed" in shown and "Nobody works in the team: Child protection" in shown
    form = reverse("desk:ability", args=[cast.besa.worker])
    assert drita.post(form, {"tracks": ["child"]}).status_code == 422, "everybody speaks something"
    assert drita.post(form, {"languages": ["sq", "rom"], "tracks": ["child"]}).status_code == 302
    shown = drita.get(reverse("desk:abilities")).content.decode()
    assert "Romani" in shown and "Nobody works in the team: Child protection" not in shown
    hers = besa.get(reverse("desk:abilities")).content.decode()
    assert "Romani" in hers and "Arta" not in hers and besa.get(form).status_code == 403
    assert drita.get(reverse("desk:ability", args=[cast.vera.worker])).status_code == 404
