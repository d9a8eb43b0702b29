"""A case followed to its end by programs: planned, agreed, done, looked back at, closed by two."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bashke.ground.law.queries import terms
from bashke.person.casework.actions import protect_case
from bashke.person.casework.models import Case
from bashke.person.casework.rules import LIVE
from bashke.person.protection.rules import Track

from .conftest import Program

Of = Callable[[str], Program]
REASON = next(row.code for row in terms("closure_reason"))


def plan_for(case: dict[str, Any]) -> dict[str, Any]:
    need = next(row for row in case["needs"] if row["domain"] == "food")
    due = (date.today() + timedelta(days=20)).isoformat()
    call = {"what": "Call the kitchen", "owner": "worker", "owner_name": "Besa", "due_on": due}
    return {
        "seen": case["plan_mark"],
        "goals": [{"need": need["id"], "statement": "A warm meal each day.", "target": 4, "actions": [call]}],
    }


def test_a_case_is_followed_to_its_end(program: Of, lule: SimpleNamespace) -> None:
    besa, drita, path = program("besa"), program("drita"), f"cases/{lule.case.pk}"
    written = besa.post(f"{path}/plans", plan_for(besa.get(path).json()))
    assert (written.status_code, written.json()["status"]) == (201, "draft"), written.content
    agreed = besa.post(f"plans/{written.json()['id']}/agree", {"how": "signed", "own_words": "Dua të ha ngrohtë."})
    assert agreed.json()["status"] == "agreed"
    plan = besa.get(path).json()["plans"][0]
    action = plan["goals"][0]["actions"][0]
    assert (plan["own_words"], action["what"], action["done_on"]) == ("Dua të ha ngrohtë.", "Call the kitchen", None)
    assert besa.post(f"actions/{action['id']}/done").status_code == 200
    assert besa.post(f"actions/{action['id']}/done").status_code == 409, "done already"
    reviewed = besa.post(f"{path}/reviews", {"summary": "She eats each day.", "own_words": "Jam mirë."})
    assert reviewed.status_code == 201, reviewed.content
    for need in besa.get(path).json()["needs"]:
        if need["status"] in LIVE:
            assert besa.post(f"needs/{need['id']}/move", {"to": "withdrawn", "seen": need["status"]}).status_code == 200
    proposed = besa.post(f"{path}/closures", {"reason": REASON, "outcome": "All is well."})
    assert (proposed.status_code, proposed.json()["status"]) == (201, "proposed"), proposed.content
    closure = proposed.json()["id"]
    assert besa.post(f"closures/{closure}/sign").status_code == 403, "a second person signs"
    assert drita.post(f"closures/{closure}/return", {"words": "Ask her once more."}).json()["status"] == "returned"
    again = besa.post(f"{path}/closures", {"reason": REASON, "outcome": "All is well, she says."}).json()["id"]
    assert drita.post(f"closures/{again}/sign").json()["status"] == "signed"
    whole = besa.get(path).json()
    assert whole["status"] == "closed"
    assert [row["summary"] for row in whole["reviews"]] == ["She eats each day."]
    assert [(row["status"], row["signed_by"] != "") for row in whole["closures"]] == [("signed", True), ("returned", True)]


def test_who_read_an_older_plan_is_told(program: Of, lule: SimpleNamespace) -> None:
    besa, path = program("besa"), f"cases/{lule.case.pk}"
    body = plan_for(besa.get(path).json())
    assert besa.post(f"{path}/plans", body).status_code == 201
    late = besa.post(f"{path}/plans", body)
    assert (late.status_code, "in the meantime" in late.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target": 6}, "goals.0.target"),
        ({"status": "agreed"}, "goals.0.status"),
        ({"statement": "  "}, "goals.0.statement"),
        ({"actions": []}, "goals.0.actions"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(program: Of, lule: SimpleNamespace, change: dict[str, Any], field: str) -> None:
    besa, path = program("besa"), f"cases/{lule.case.pk}"
    body = plan_for(besa.get(path).json())
    body["goals"][0] |= change
    answer = besa.post(f"{path}/plans", body)
    assert (answer.status_code, [row["name"] for row in answer.json()["fields"]]) == (422, [field])


def test_a_protected_file_is_nowhere_for_who_is_not_on_its_team(
    program: Of, lule: SimpleNamespace, anas: Any, acting: Callable[..., Any], cast: SimpleNamespace
) -> None:
    """The same office, a colleague who may everything: not in a list, not by its id, not to act on."""
    besa, arta, path = program("besa"), program("arta"), f"cases/{lule.case.pk}"
    plan = besa.post(f"{path}/plans", plan_for(besa.get(path).json())).json()["id"]
    action = besa.get(path).json()["plans"][0]["goals"][0]["actions"][0]["id"]
    assert b"Prendi" in arta.get("cases", whose="all").content, "before it was protected"
    with acting("besa") as by:
        protect_case(by=by, at=timezone.now(), case=Case.objects.get(pk=lule.case.pk), track=Track.VIOLENCE, members=[cast.besa.worker])
    for listing in ("day", "cases?whose=all", "cases?whose=mine", "requests", "referrals"):
        assert b"Prendi" not in arta.get(listing).content, listing
    found = arta.post("people/search", {"given_name": "Lule", "family_name": "Prendi"}).json()["rows"]
    assert {tuple(row) for row in found} <= {("id", "name", "father_name", "birth_date", "unit", "score", "reasons")}, (
        "the person is known, so that nobody is made twice"
    )
    nothing = arta.get(f"cases/{uuid4()}").content
    known = arta.get(f"people/{lule.person.pk}").json()
    assert (known["cases"], known["requests"]) == ([], []), "of the person, nothing of the file"
    for read in (path, f"needs/{lule.needs['food'].pk}"):
        answer = arta.get(read)
        assert (answer.status_code, answer.content) == (404, nothing), read
    for act, body in (
        (f"{path}/assessments", {"kind": "full", "place": "home", "ladder": {}}),
        (f"needs/{lule.needs['food'].pk}/move", {"to": "planned", "seen": "open"}),
        (f"needs/{lule.needs['food'].pk}/referrals", {"service": 1, "purpose": "A roof.", "agreed": True}),
        (f"{path}/plans", {"seen": "0", "goals": plan_for({"needs": [{"id": str(lule.needs["food"].pk), "domain": "food"}], "plan_mark": "0"})["goals"]}),
        (f"plans/{plan}/agree", {"how": "signed", "own_words": "Po."}), (f"actions/{action}/done", {}),
        (f"{path}/reviews", {"summary": "Seen."}), (f"{path}/closures", {"reason": REASON, "outcome": "Gone."}),
    ):  # fmt: skip
        answer = arta.post(act, body)
        assert (answer.status_code, answer.content) == (404, nothing), act
    assert besa.get(path).status_code == 200, "her team goes on"
