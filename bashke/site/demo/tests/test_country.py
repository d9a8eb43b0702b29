"""The whole country as it stands in the database: its size, its states, its ledger, its labels."""

from collections.abc import Callable
from typing import Any

import pytest

from bashke.ground.access.queries import as_municipality
from bashke.ground.access.wall import holes
from bashke.ground.territory.queries import populations
from bashke.person.casework.actions.cases import refresh
from bashke.person.casework.models import Case
from bashke.person.casework.rules import CaseStatus, ClosureStatus, NeedStatus, NextStep, PlanStatus
from bashke.person.delivery import rules as delivery
from bashke.person.referrals import rules as referrals
from bashke.person.requests import rules as requests
from bashke.site.demo.census import apportion
from bashke.site.demo.guests import GUESTS

from .conftest import PEOPLE, Country

STORY = "(p.created_at > now() - interval '1 year' OR p.created_at < now() - interval '12 years')"  # the people of the stories come on top of the number that was asked for
DIGEST = f"""
    SELECT md5(string_agg(x::text, '|' ORDER BY x::text)) FROM (
        SELECT p.id, given_name, family_name, birth_date, personal_number, p.municipality_id, address, u.name FROM people_person p
          JOIN territory_unit u ON u.id = p.unit_id WHERE NOT {STORY}) x
    UNION ALL
    SELECT md5(string_agg(x::text, '|' ORDER BY x::text)) FROM (
        SELECT n.id, n.domain, n.rung, n.status, n.since, n.due_at, n.unmet_reason FROM casework_need n JOIN people_person p ON p.id = n.person_id
         WHERE NOT {STORY}) x
    UNION ALL
    SELECT md5(string_agg(x::text, '|' ORDER BY x::text)) FROM (
        SELECT r.id, r.status, r.sent_at, r.service_id, a.held_on, a.present FROM referrals_referral r JOIN people_person p ON p.id = r.person_id
          LEFT JOIN delivery_enrolment e ON e.referral_id = r.id LEFT JOIN delivery_attendance a ON a.enrolment_id = e.id WHERE NOT {STORY}) x
"""

NEVER = {
    "a need whose last step is not its status": """
        SELECT n.id FROM casework_need n, LATERAL (
          SELECT s.became, s.at FROM casework_needstep s WHERE s.need_id = n.id ORDER BY s.at DESC, s.id DESC LIMIT 1) last
         WHERE (n.status, n.since) IS DISTINCT FROM (last.became, last.at)""",
    "a step that does not begin where the last one ended": """
        SELECT need_id FROM (SELECT need_id, was, lag(became, 1, '') OVER (PARTITION BY need_id ORDER BY at, id) AS before
          FROM casework_needstep) s WHERE was IS DISTINCT FROM before""",
    "a step that no rule allows": "SELECT s.id FROM casework_needstep s WHERE s.was = s.became",
    "a running need without a clock": """
        SELECT id FROM casework_need WHERE (due_at IS NULL) <> (status IN ('met', 'unmet', 'withdrawn'))""",
    "a service that miscounts its places": """
        SELECT s.id FROM directory_service s WHERE s.taken <>
          (SELECT count(*) FROM delivery_enrolment e WHERE e.service_id = s.id AND e.status IN ('enrolled', 'offered'))
          + (SELECT coalesce(sum(b.people), 0) FROM bookings_booking b WHERE b.service_id = s.id AND b.status <> 'ended')""",
    "a referred need without a referral that waits": """
        SELECT n.id FROM casework_need n WHERE (n.status = 'referred') <>
          EXISTS (SELECT FROM referrals_referral r WHERE r.need_id = n.id AND r.status = 'sent')""",
    "a need being met by nobody": """
        SELECT n.id FROM casework_need n WHERE (n.status = 'being_met') <> EXISTS (
          SELECT FROM referrals_referral r JOIN delivery_enrolment e ON e.referral_id = r.id WHERE r.need_id = n.id AND e.status = 'enrolled')""",
    "an acceptance without a place on a list": """
        SELECT r.id FROM referrals_referral r WHERE r.status = 'accepted'
           AND NOT EXISTS (SELECT FROM delivery_enrolment e WHERE e.referral_id = r.id)""",
    "a closed case with an unanswered need": """
        SELECT c.id FROM casework_case c JOIN casework_need n ON n.case_id = c.id
         WHERE c.status <> 'open' AND n.status NOT IN ('met', 'unmet', 'withdrawn')""",
    "attendance on a day on which the person was not in the service": """
        SELECT a.id FROM delivery_attendance a JOIN delivery_enrolment e ON e.id = a.enrolment_id
         WHERE a.held_on < e.enrolled_on OR a.held_on > e.ended_on OR e.enrolled_on IS NULL""",
    "a referral to a service that does not take the person": """
        SELECT r.id FROM referrals_referral r JOIN directory_service s ON s.id = r.service_id
         WHERE NOT r.domain = ANY (s.domains) OR r.person_age < s.age_from OR r.person_age > s.age_to
            OR NOT EXISTS (SELECT FROM directory_cover c WHERE c.service_id = s.id AND c.municipality_id = r.municipality_id)""",
    "a registered request of somebody else's case": """
        SELECT c.id FROM casework_case c JOIN requests_request r ON r.id = c.request_id
         WHERE (r.status <> 'registered' AND c.next_step <> 'end') OR r.person_id <> c.person_id""",
    "something that happens tomorrow": """
        SELECT id::text FROM casework_needstep WHERE at > now() UNION SELECT id::text FROM requests_request WHERE received_at > now()
        UNION SELECT id::text FROM referrals_referral WHERE answered_at > now() UNION SELECT id::text FROM delivery_session WHERE held_on > now()""",
    "a worker of another municipality": """
        SELECT c.id FROM casework_case c WHERE NOT EXISTS (SELECT FROM access_post p JOIN institutions_institution i ON i.id = p.institution_id
          WHERE p.worker_id = c.worker_id AND i.municipality_id = c.municipality_id)""",
}  # fmt: skip
LABELLED = (
    "people_person", "people_household", "requests_request", "casework_case", "referrals_referral", "delivery_enrolment", "directory_service",
    "access_worker",
)  # fmt: skip
STATES = {
    "requests_request": requests.Status, "casework_case": CaseStatus, "casework_need": NeedStatus, "casework_plan": PlanStatus,
    "casework_closure": ClosureStatus, "referrals_referral": referrals.Status, "delivery_enrolment": delivery.Status,
}  # fmt: skip


def test_every_municipality_has_its_share_of_the_people(country: Country, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), country.django("job"):
        shares = apportion(PEOPLE, populations(2023))
    found = dict(country.ask(f"SELECT municipality_id, count(*) FROM people_person p WHERE NOT {STORY} GROUP BY 1"))
    assert found == {lau: number for lau, number in shares.items() if number}


@pytest.mark.parametrize("what", NEVER)
def test_there_is_never(country: Country, what: str) -> None:
    assert country.ask(NEVER[what]) == []


@pytest.mark.parametrize("table", STATES)
def test_every_state_is_somewhere(country: Country, table: str) -> None:
    found = {row[0] for row in country.ask(f"SELECT DISTINCT status FROM {table}")}
    assert found == {str(state) for state in STATES[table]}


def test_every_next_step_is_somewhere(country: Country) -> None:
    assert {row[0] for row in country.ask("SELECT DISTINCT next_step FROM casework_case")} == {str(step) for step in NextStep}


@pytest.mark.parametrize("table", LABELLED)
def test_every_row_says_that_it_is_synthetic(country: Country, table: str) -> None:
    assert country.one(f"SELECT count(*) FROM {table}") > 0
    assert country.one(f"SELECT count(*) FROM {table} WHERE NOT synthetic") == 0


def test_services_are_in_every_state_of_freshness_and_some_municipalities_have_few(country: Country) -> None:
    fresh, chased = country.ask("SELECT count(*) FILTER (WHERE chased_on IS NULL), count(chased_on) FROM directory_service")[0]
    assert fresh > chased > 10
    fewest, most = country.ask("SELECT min(n), max(n) FROM (SELECT count(*) n FROM directory_cover GROUP BY municipality_id) x")[0]
    assert fewest < 6 < most


def test_most_clocks_lie_ahead_and_some_have_run_out(country: Country) -> None:
    open_cases, late = country.ask("SELECT count(*), count(*) FILTER (WHERE due_at < now()) FROM casework_case WHERE status <> 'closed'")[0]
    assert 0 < late < 0.25 * open_cases


def test_the_journal_knows_the_worker_of_each_act(country: Country) -> None:
    strangers = """
        SELECT e.id FROM journal_entry e JOIN access_post p ON p.id = e.post JOIN institutions_institution i ON i.id = p.institution_id
         WHERE e.kind = 'municipality' AND i.municipality_id <> e.municipality"""
    elsewhere = "SELECT e.id FROM journal_entry e JOIN people_person p ON p.id = e.person WHERE p.municipality_id <> e.municipality"
    assert country.ask(strangers) == []
    assert country.ask(elsewhere) == []
    assert country.one("SELECT count(*) FROM journal_entry WHERE worker IS NOT NULL") > 500


def test_casework_itself_finds_the_same_next_step_and_clock(country: Country, django_db_blocker: Any) -> None:
    """`refresh` computes both anew from the file; a step that goes on keeps its clock."""
    with django_db_blocker.unblock(), country.django("job"):
        for lau in ("AL154", "AL224", "AL343"):
            with as_municipality(lau):
                for case in Case.objects.filter(municipality=lau):
                    before = (case.next_step, case.due_at)
                    refresh(case, case.opened_at)
                    assert (case.next_step, case.due_at) == before, case.pk


def test_the_wall_has_no_hole_afterwards(country: Country, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), country.django("web"):
        assert holes() == []


def test_the_people_of_the_stories_are_there(country: Country) -> None:
    assert {row[0] for row in country.ask("SELECT phone FROM requests_request")} >= {guest.phone for guest in GUESTS.values()}
    assert country.one("SELECT status FROM requests_request WHERE phone = %s", GUESTS["ana"].phone) == "received"
    closures = "SELECT c.status FROM casework_closure c JOIN people_person p ON p.id = c.person_id WHERE p.phone = %s"
    assert country.one(closures, GUESTS["shpresa"].phone) == "proposed"


def test_the_same_country_again_changes_nothing_and_another_is_refused(country: Country) -> None:
    before = country.one("SELECT count(*) FROM journal_entry")
    assert country.load().returncode == 0
    assert country.one("SELECT count(*) FROM journal_entry") == before
    other = country.load(people=PEOPLE + 1)
    assert other.returncode == 1
    assert "demo-clean" in other.stderr


def test_the_same_seed_makes_the_same_country(country: Country, make_country: Callable[[str], Country]) -> None:
    """The last test of this file: the second country takes the place of the first in var/demo.json."""
    assert make_country("bashke_country_again").ask(DIGEST) == country.ask(DIGEST)
