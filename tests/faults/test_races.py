"""Two people at the same moment, through the real pages on real connections: one wins, the other is told, nothing is doubled."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from bashke.doors.portal.tests.conftest import ANSWERS, button

from .browsers import at_once, browser, held, twin
from .clones import Clone
from .stays import BEDS, EMERGENCY
from .story import Told

PRESSES = 11


def one(clone: Clone, query: str, *values: object) -> Any:
    with clone.superuser() as oracle:
        row = oracle.execute(query, values).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def banners(page: Any) -> list[tuple[str, str]]:
    """The messages of a page: ("ok" | "bad" | …, text)."""
    text = page.content.decode()
    found = re.findall(r'b-banner--(\w+)".*?b-banner__title">(.*?)</p>', text, re.S)
    return [(kind, re.sub(r"\s+", " ", words).strip()) for kind, words in found]


def told_apart(pages: list[Any]) -> tuple[str, str]:
    """What the winner and the one who came second were told."""
    first, second = sorted((banners(page)[0] for page in pages), reverse=True)
    assert (first[0], second[0]) == ("ok", "bad"), [banners(page) for page in pages]
    return first[1], second[1]


def test_two_answers_to_one_referral(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    referral = told["AL154"].referral
    one_tab, other_tab = browser(cast.luan), browser(cast.luan)
    with on_clone.superuser() as oracle:
        reason = oracle.execute("SELECT decline_reason FROM referrals_referral WHERE decline_reason <> '' LIMIT 1").fetchone()
    assert reason is not None
    say_yes = {"answer": "accept", "accept-words": "Come on Monday."}
    say_no = {"answer": "decline", "decline-reason": reason[0], "decline-words": "No place."}
    with held(on_clone, "SELECT FROM referrals_referral WHERE id = %s FOR UPDATE", (referral,), until=2):
        pages = at_once([
            lambda: one_tab.post(f"/referrals/{referral}/answer/", say_yes, follow=True),
            lambda: other_tab.post(f"/referrals/{referral}/answer/", say_no, follow=True),
        ])  # fmt: skip
    winner, second = told_apart(pages)
    assert "already has its answer" in second
    enrolled = "SELECT count(*) FROM delivery_enrolment WHERE referral_id = r.id"
    status, enrolments = one(on_clone, f"SELECT status, ({enrolled}) FROM referrals_referral r WHERE id = %s", referral)
    assert (status, enrolments) == (("accepted", 1) if "Accepted" in winner else ("declined", 0))


def test_eleven_presses_of_one_button_make_one_request(on_clone: Clone) -> None:
    visitor = browser()
    for name, given in ANSWERS.items():
        assert visitor.post(f"/ask/{name}/", given).status_code == 302
    press = button(visitor)
    before = one(on_clone, "SELECT count(*) FROM requests_request")
    other_words = press | {"mark": "0" * 64}
    tabs = [twin(visitor) for _ in range(PRESSES)]
    with held(on_clone, "LOCK TABLE requests_request IN SHARE ROW EXCLUSIVE MODE", until=PRESSES - 1):
        pages = at_once([
            lambda tab=tab, body=(other_words if number == 7 else press): tab.post("/ask/check/", body)
            for number, tab in enumerate(tabs)
        ])  # fmt: skip
    assert one(on_clone, "SELECT count(*) FROM requests_request") == before + 1
    assert sorted(page.status_code for page in pages) == [302] * 10 + [409]
    codes = {tuple(re.findall(r"<span[^>]*>([0-9A-Z]{4})</span>", tab.get("/asked/").content.decode())) for tab in tabs}
    assert len(codes) == 1
    assert codes != {()}
    code = "-".join(next(iter(codes))[:4])
    assert one(on_clone, "SELECT count(*) FROM requests_accesscode WHERE code_hash = sha256(convert_to(%s, 'UTF8'))", code) == 1


def test_two_signatures_under_one_closure(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    """One signs while the other sends it back."""
    case = told["AL154"].closing
    one_tab, other_tab = browser(cast.drita), browser(cast.drita)
    with held(on_clone, "SELECT FROM casework_case WHERE id = %s FOR UPDATE", (case,), until=2):
        pages = at_once([
            lambda: one_tab.post(f"/desk/cases/{case}/sign/", {}, follow=True),
            lambda: other_tab.post(f"/desk/cases/{case}/sign/", {"words": "One thing is still open."}, follow=True),
        ])  # fmt: skip
    winner, second = told_apart(pages)
    assert "already" in second
    closed = "SELECT array_agg(k.status) FROM casework_closure k WHERE k.case_id = c.id"
    status, closures = one(on_clone, f"SELECT c.status, ({closed}) FROM casework_case c WHERE c.id = %s", case)
    assert (status, closures) == (("closed", ["signed"]) if "is closed" in winner else ("open", ["returned"]))


def test_two_registrations_of_one_request_make_one_case(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    request = told["AL154"].waiting
    new = {"given_name": "Nikoll", "family_name": "Prela", "sex": "m", "language": "sq", "none_of_these": "on"}
    tabs = [browser(cast.besa), browser(cast.arta)]
    people = one(on_clone, "SELECT count(*) FROM people_person")
    with held(on_clone, "SELECT FROM requests_request WHERE id = %s FOR UPDATE", (request,), until=2):
        pages = at_once([lambda tab=tab: tab.post(f"/desk/requests/{request}/register/", new) for tab in tabs])
    assert sorted(page.status_code for page in pages) in ([200, 302], [302, 422]), [page.content.decode()[-3000:] for page in pages]
    assert one(on_clone, "SELECT count(*) FROM casework_case WHERE request_id = %s", request) == 1
    assert one(on_clone, "SELECT count(*) FROM people_person") == people + 1, "who came second left a person without a case behind"


def test_the_last_place_goes_to_one(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    """Two people from the waiting list, one free place, two workers of the provider."""
    with on_clone.superuser() as oracle:
        oracle.execute("UPDATE directory_service SET places = taken + 1 WHERE name_en = 'Rights office'")
        oracle.execute(
            "UPDATE delivery_enrolment e SET status = 'waiting', enrolled_on = NULL FROM directory_service s"
            " WHERE s.id = e.service_id AND s.name_en = 'Rights office' AND e.status = 'enrolled'"
        )
        oracle.execute("UPDATE casework_need SET status = 'waiting' WHERE status = 'being_met'")
        service = oracle.execute("SELECT id, taken FROM directory_service WHERE name_en = 'Rights office'").fetchone()
        waiting = [
            row[0]
            for row in oracle.execute(
                # Not who began to wait after the day they are given: that is another mistake.
                "SELECT id FROM delivery_enrolment WHERE service_id = %s AND status = 'waiting' AND waiting_since <= '2026-04-01'",
                service[:1],
            ).fetchall()
        ]
    assert len(waiting) >= 2
    # Whoever is not next in the line says why, so that both may have the place.
    first = {"enrol-on_day": "1", "enrol-on_month": "4", "enrol-on_year": "2026", "enrol-out_of_turn": "court"}
    tabs = {enrolment: browser(cast.luan) for enrolment in waiting[:2]}
    with held(on_clone, "SELECT FROM directory_service WHERE id = %s FOR UPDATE", service[:1], until=2):
        pages = at_once([lambda pk=pk, tab=tab: tab.post(f"/delivery/people/{pk}/enrol/", first, follow=True) for pk, tab in tabs.items()])
    # On a slow machine the second may be told to try again in a moment (503): then it does.
    pages = [
        page if page.status_code != 503 else tab.post(f"/delivery/people/{pk}/enrol/", first, follow=True)
        for page, (pk, tab) in zip(pages, tabs.items(), strict=True)
    ]
    assert one(on_clone, "SELECT taken FROM directory_service WHERE id = %s", service[0]) == service[1] + 1
    enrolled = one(on_clone, "SELECT count(*) FROM delivery_enrolment WHERE service_id = %s AND status = 'enrolled'", service[0])
    assert enrolled == 1
    said = [page.content.decode() for page in pages]
    assert sum("Every place of this service is taken" in text for text in said) == 1, said


def test_one_free_place_is_offered_to_one(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    """Two workers of the provider press the button at once: the next in the line has the offer, and the one after her waits."""
    service = one(on_clone, "SELECT id, taken FROM directory_service WHERE name_en = 'Rights office'")
    with on_clone.superuser() as oracle:
        oracle.execute("UPDATE directory_service SET places = taken + 1 WHERE id = %s", service[:1])
        oracle.execute(
            "UPDATE delivery_enrolment SET status = 'waiting', enrolled_on = NULL, out_of_turn = '' WHERE service_id = %s AND status = 'enrolled'",
            service[:1],
        )
    count = "SELECT count(*) FROM delivery_enrolment WHERE service_id = %s AND status = "
    assert one(on_clone, count + "'waiting'", service[0]) >= 2
    tabs = [browser(cast.luan), browser(cast.luan)]
    with held(on_clone, "SELECT FROM directory_service WHERE id = %s FOR UPDATE", service[:1], until=2):
        pages = at_once([lambda tab=tab: tab.post(f"/delivery/{service[0]}/offer/", {}) for tab in tabs])
    assert {page.status_code for page in pages} <= {302, 503}
    assert one(on_clone, count + "'offered'", service[0]) == 1
    assert one(on_clone, "SELECT taken FROM directory_service WHERE id = %s", service[0]) == service[1] + 1


def test_one_session_pressed_five_times_is_one_session(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    service, enrolment = one(
        on_clone,
        "SELECT e.service_id, e.id FROM delivery_enrolment e JOIN directory_service s ON s.id = e.service_id"
        " WHERE s.name_en = 'Day centre for children' AND e.status = 'enrolled'",
    )
    before = one(on_clone, "SELECT count(*) FROM delivery_session")
    body = {
        "key": str(uuid4()), "minutes": "60", "topic": "Speech", "held_on_day": "1", "held_on_month": "4", "held_on_year": "2026",
        f"mark_{enrolment}": "came",
    }  # fmt: skip
    first = browser(cast.ilir)
    tabs: list[Client] = [twin(first) for _ in range(5)]
    with held(on_clone, "LOCK TABLE delivery_session IN SHARE ROW EXCLUSIVE MODE", until=5):
        pages = at_once([lambda tab=tab: tab.post(f"/delivery/{service}/session/", body) for tab in tabs])
    assert [page.status_code for page in pages] == [302] * 5
    assert one(on_clone, "SELECT count(*) FROM delivery_session") == before + 1
    assert one(on_clone, "SELECT count(*) FROM delivery_attendance WHERE held_on = '2026-04-01'") == 1


def test_one_week_filled_in_by_two_is_recorded_once(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    service, enrolment = one(
        on_clone,
        "SELECT e.service_id, e.id FROM delivery_enrolment e JOIN directory_service s ON s.id = e.service_id"
        " WHERE s.name_en = 'Day centre for children' AND e.status = 'enrolled'",
    )
    day = "2026-04-15"
    bodies = [{"key": str(uuid4()), f"minutes_{day}": minutes, f"mark_{day}_{enrolment}": "came"} for minutes in ("60", "90")]
    tabs = [browser(cast.ilir), browser(cast.edona)]
    with held(on_clone, f"SELECT FROM directory_service WHERE id = {service} FOR UPDATE", until=2):
        pages = at_once([
            lambda tab=tab, body=body: tab.post(f"/delivery/{service}/week/?week={day}", body) for tab, body in zip(tabs, bodies, strict=True)
        ])  # fmt: skip
    assert sorted(page.status_code for page in pages) == [302, 422]
    second = next(page for page in pages if page.status_code == 422)
    assert "15.04.2026" in second.content.decode()
    assert one(on_clone, f"SELECT count(*) FROM delivery_session WHERE held_on = '{day}'") == 1
    assert one(on_clone, f"SELECT count(*) FROM delivery_attendance WHERE held_on = '{day}'") == 1


def test_two_municipalities_and_the_last_emergency_place(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    """Two of three places are taken in the story; two workers press at once for the third."""
    free = f"SELECT places - taken FROM directory_service WHERE name_en = '{EMERGENCY}'"
    service, people = (
        one(on_clone, f"SELECT id FROM directory_service WHERE name_en = '{EMERGENCY}'"),
        one(on_clone, "SELECT count(*) FROM people_person"),
    )
    assert one(on_clone, free) == 1
    tabs = [browser(cast.besa), browser(cast.vera)]
    bodies = [{"service": service, "people": 1, "given_name": name, "sex": "f", "key": str(uuid4())} for name in ("Roza", "Suela")]
    with held(on_clone, f"SELECT FROM directory_service WHERE id = {service} FOR UPDATE", until=2):
        pages = at_once([lambda tab=tab, body=body: tab.post("/places/", body) for tab, body in zip(tabs, bodies, strict=True)])
    assert sorted(page.status_code for page in pages) == [302, 422], [page.content.decode()[-2000:] for page in pages]
    second = next(page for page in pages if page.status_code == 422)
    assert "a moment ago" in second.content.decode()
    live = f"SELECT sum(people) FROM bookings_booking WHERE service_id = {service} AND status <> 'ended'"
    assert (one(on_clone, free), one(on_clone, live)) == (0, 3)
    assert one(on_clone, "SELECT count(*) FROM people_person") == people + 1, "who came second left a person without a bed behind"


def test_one_press_eleven_times_holds_one_place(on_clone: Clone, cast: SimpleNamespace, told: dict[str, Told]) -> None:
    service = one(on_clone, f"SELECT id FROM directory_service WHERE name_en = '{BEDS}'")
    before, taken = "SELECT count(*) FROM bookings_booking", f"SELECT taken FROM directory_service WHERE id = {service}"
    rows, places = one(on_clone, before), one(on_clone, taken)
    visitor, body = browser(cast.besa), {"service": service, "people": 1, "key": str(uuid4())}
    ana = one(on_clone, "SELECT id FROM people_person WHERE given_name = 'Zana' AND family_name = 'Prela' AND municipality_id = 'AL154'")
    tabs = [twin(visitor) for _ in range(4)]
    at_once([lambda tab=tab: tab.post(f"/places/for/{ana}/", body) for tab in tabs])
    assert (one(on_clone, before), one(on_clone, taken)) == (rows + 1, places + 1)


ONCE = (
    "referral accepted",
    "referral declined",
    "closure signed",
    "closure sent back",
    "case opened",
    "enrolled",
    "request made",
)


@pytest.fixture(autouse=True)
def _whole_journal(on_clone: Clone) -> Iterator[None]:
    """Exactly one deed was done, and whoever came second left no trace of one that did not happen."""
    last = one(on_clone, "SELECT max(id) FROM journal_entry")
    yield
    done = "SELECT count(*) FROM journal_entry WHERE id > %s AND verb = ANY (%s)"
    assert one(on_clone, done, last, list(ONCE)) <= 1
