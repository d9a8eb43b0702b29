"""Something happens in the day centre: recorded, told at once, looked at by somebody with a name, and closed by whom it may be closed."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bashke.ground.directory.models import Service
from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import figure, term, terms
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.person.incidents import actions, queries, rules
from bashke.person.incidents.models import Incident
from bashke.person.incidents.rules import NEXT, Status

from .conftest import HOUR, NOON

pytestmark = pytest.mark.django_db


def test_nothing_is_closed_that_nobody_has_seen() -> None:
    assert {Status.REPORTED: {Status.SEEN}, Status.SEEN: {Status.CLOSED}, Status.CLOSED: set()} == NEXT
    with pytest.raises(NotAllowed):
        rules.check_move(Status.REPORTED, Status.CLOSED)


def test_the_clocks_are_ours_and_a_grave_one_is_shorter() -> None:
    day = NOON.date()
    clocks = {row.extra["clock"] for row in terms("incident_kind")}
    assert {figure(f"incident.{clock}", day).certainty for clock in clocks} == {40}
    assert figure("incident.grave", day).value < figure("incident.other", day).value
    assert {row.code for row in terms("incident_kind") if row.extra["staff"]} == {"abuse_by_staff", "restraint"}  # as in the wall


def test_each_person_has_a_row_and_the_supervisor_is_told_without_a_name(
    happened: Callable[..., list[Incident]], acting: Callable[..., Any], inside: SimpleNamespace
) -> None:
    rows = happened()
    assert {row.person_id: row.hurt for row in rows} == {inside.ana.person.pk: True, inside.ben.person.pk: False}
    assert {row.due_at for row in rows} == {NOON + 24 * HOUR}
    with acting("drita") as drita:
        assert Entry.objects.filter(verb=Verb.INCIDENT_REPORTED, reason="injury").count() == 2
        said = Notice.objects.filter(template="incident").values_list("text", flat=True)
        assert len(said) == 1
        assert "Ana" not in said[0]
        assert len(queries.still_open(drita)) == 2
    assert happened("death")[0].pk == rows[0].pk  # the same press again


@pytest.mark.parametrize(
    "wrong",
    [{"people": []}, {"hurt": [uuid4()]}, {"what": " "}, {"done": ""}, {"kind": "rain"}, {"happened_at": NOON + HOUR}, {"happened_at": NOON - timedelta(days=30)}],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    wrong: dict[str, Any], happened: Callable[..., list[Incident]], acting: Callable[..., Any]
) -> None:
    with pytest.raises(NotAllowed):
        happened(**wrong)
    with acting("ilir"):
        assert not Incident.objects.exists()


def test_looked_at_by_name_followed_and_closed(happened: Callable[..., list[Incident]], acting: Callable[..., Any]) -> None:
    incident = happened()[0]
    with acting("ilir") as ilir, pytest.raises(NotAllowed):
        actions.close(by=ilir, at=NOON + HOUR, incident=incident, words="Nothing.")
    with acting("ilir") as ilir, pytest.raises(NotAllowed, match="municipality looks"):
        actions.see(by=ilir, at=NOON + HOUR, incident=incident)
    with acting("drita") as drita:
        seen = actions.see(by=drita, at=NOON + HOUR, incident=incident)
        assert (seen.seen_by_id, seen.is_late_at(NOON + 48 * HOUR)) == (drita.worker, False)
        with pytest.raises(NotAllowed):
            actions.see(by=drita, at=NOON + 2 * HOUR, incident=incident)
    with acting("ilir") as ilir:
        actions.add_step(by=ilir, at=NOON + 2 * HOUR, incident=incident, words="The stairs have a rail now.")
        closed = actions.close(by=ilir, at=NOON + 3 * HOUR, incident=incident, words="She is well.")
        assert [step.words for step in queries.steps_of(closed)] == ["The stairs have a rail now.", "She is well."]
        with pytest.raises(NotAllowed):
            actions.add_step(by=ilir, at=NOON + 4 * HOUR, incident=incident, words="More.")


@pytest.mark.parametrize("kind", ["abuse_by_staff", "restraint"])
def test_what_is_said_against_staff_the_provider_cannot_close_not_even_below_the_page(
    kind: str, happened: Callable[..., list[Incident]], acting: Callable[..., Any]
) -> None:
    incident = happened(kind)[0]
    assert incident.due_at == NOON + 4 * HOUR
    with acting("drita") as drita:
        actions.see(by=drita, at=NOON, incident=incident)
    with acting("ilir") as ilir:
        with pytest.raises(NotAllowed, match="only the municipality"):
            actions.close(by=ilir, at=NOON + HOUR, incident=incident, words="Nothing happened.")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(status=Status.CLOSED, closed_by=ilir.worker, closed_at=NOON)
    with acting("drita") as drita:
        assert (
            actions.close(by=drita, at=NOON + HOUR, incident=incident, words="Examined; the worker is suspended.").status == Status.CLOSED
        )


def test_the_provider_can_neither_change_what_was_recorded_nor_say_who_has_looked(
    happened: Callable[..., list[Incident]], acting: Callable[..., Any]
) -> None:
    incident = happened()[0]
    with acting("ilir") as ilir:
        for changes in ({"what": "Nothing."}, {"kind": "illness"}, {"seen_by": ilir.worker}, {"due_at": NOON + timedelta(days=9)}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Incident.objects.filter(pk=incident.pk).update(**changes)


def test_silence_is_late_and_what_was_recorded_late_is_said(happened: Callable[..., list[Incident]]) -> None:
    incident = happened(happened_at=NOON - 40 * HOUR)[0]
    assert (incident.is_late_at(NOON + HOUR), incident.is_late_at(NOON + 25 * HOUR)) == (False, True)
    assert queries.was_recorded_late(incident)
    assert not rules.recorded_late(NOON - HOUR, NOON, 24)


def test_neither_vera_nor_another_provider_learns_of_it(happened: Callable[..., list[Incident]], acting: Callable[..., Any]) -> None:
    happened()
    for who in ("vera", "luan"):
        with acting(who):
            assert not Incident.objects.exists()


def test_the_database_refuses_an_incident_without_words_or_closed_by_nobody(
    happened: Callable[..., list[Incident]], acting: Callable[..., Any]
) -> None:
    incident = happened()[0]
    with acting("drita"):
        for changes in ({"status": Status.SEEN}, {"status": Status.CLOSED}, {"closed_at": NOON}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Incident.objects.filter(pk=incident.pk).update(**changes)


def test_the_pages_from_the_record_to_the_end(
    client_as: Callable[..., Client], centre: Service, inside: SimpleNamespace, acting: Callable[..., Any]
) -> None:
    ilir, drita = client_as("ilir"), client_as("drita")
    new = reverse("incidents:report", args=[centre.pk])
    assert new in ilir.get(reverse("delivery:service", args=[centre.pk])).content.decode()
    now = timezone.localtime()
    body = {
        "kind": "restraint", "on": f"{now:%Y-%m-%d}", "hour": "00:00", "people": [str(inside.ana.enrolment.pk)], "hurt": [], "what": "Held by the arms.",
        "done": "Stopped.", "event": str(uuid4()),
    }  # fmt: skip
    for wrong in (
        {"what": ""},
        {"hour": "25:00"},
        {"people": []},
        {"people": ["x"]},
        {"hurt": [str(inside.ben.enrolment.pk)]},
        {"kind": "rain"},
    ):
        page = ilir.post(new, body | wrong)
        assert (page.status_code, "Stopped." in page.content.decode()) == (422, True), wrong
    assert ilir.post(new, body).status_code == 302
    with acting("drita"):
        incident = Incident.objects.get()
    address = reverse("incidents:show", args=[incident.pk])
    assert address in ilir.get(reverse("incidents:incidents")).content.decode()
    assert address in drita.get(reverse("desk:board")).content.decode()
    assert address in client_as("besa").get(reverse("desk:day")).content.decode()
    assert drita.post(reverse("incidents:seen", args=[incident.pk])).status_code == 302
    assert 'name="close"' not in ilir.get(address).content.decode()
    step = reverse("incidents:step", args=[incident.pk])
    assert ilir.post(step, {"words": "We close it.", "close": "yes"}).status_code == 422
    assert drita.post(step, {"words": "", "add": "yes"}).status_code == 422
    assert drita.post(step, {"words": "Examined.", "close": "yes"}).status_code == 302


def test_more_incidents_cost_no_more_questions(
    client_as: Callable[..., Client], happened: Callable[..., list[Incident]], acting: Callable[..., Any]
) -> None:
    drita, counted = client_as("drita"), []
    happened()
    drita.get(reverse("incidents:incidents"))
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            drita.get(reverse("incidents:incidents"))
        counted.append(len(seen))
        happened(event=uuid4())
    assert counted[0] == counted[1]


def test_words_of_every_kind_are_there() -> None:
    assert all(str(term("incident_kind", row.code).label) for row in terms("incident_kind"))
