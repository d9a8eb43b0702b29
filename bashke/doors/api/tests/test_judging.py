"""Judging and answering a request by a program: the same sets of signs, the same second person, the same sentences as on the desk."""

from collections.abc import Callable
from typing import Any

import pytest

from bashke.ground.law.queries import terms
from bashke.person.requests.models import Request, Triage

from .conftest import Program

Of = Callable[[str], Program]
ASKS = {"channel": "counter", "given_name": "Zef", "family_name": "Marku", "domains": ["housing"], "phone": "0692000111"}


def test_a_request_says_which_sets_fit_and_the_judgement_which_were_looked_at(program: Of) -> None:
    besa = program("besa")
    request = besa.post("requests", ASKS | {"domains": ["education"]}).json()["id"]
    assert besa.get(f"requests/{request}").json()["fit"] == ["child"]
    judged = besa.post(f"requests/{request}/urgency", {"flags": ["older_falls"], "sets": ["disability"]}).json()
    assert judged["sets"] == ["child", "disability", "elderly"], "what fits, what was looked at besides, and where a sign was seen"
    assert judged["tracks"] == ["disability", "elderly"]
    seen = besa.get(f"requests/{request}").json()
    assert (seen["sets"], seen["flags"], seen["tracks"]) == (judged["sets"], ["older_falls"], judged["tracks"])


def test_the_program_judges_as_the_page_does(program: Of, desk: Any, acting: Any) -> None:
    besa, given = program("besa"), {"flags": ["aid_missing"], "sets": ["elderly"]}
    by_program, by_page = (besa.post("requests", ASKS).json()["id"] for _ in range(2))
    besa.post(f"requests/{by_program}/urgency", given)
    desk("besa").post(f"/desk/requests/{by_page}/urgency/", given)
    with acting("besa") as by:
        judged = [Triage.objects.visible_to(by).get(request=pk) for pk in (by_program, by_page)]
        asked = [Request.objects.visible_to(by).get(pk=pk) for pk in (by_program, by_page)]
    assert len({(str(row.flags), str(row.sets), row.worst, row.chosen, row.status) for row in judged}) == 1
    assert len({(str(row.tracks), row.urgency) for row in asked}) == 1


def test_a_set_or_a_sign_that_is_none_is_named(program: Of, anas: Any) -> None:
    answer = program("besa").post(f"requests/{anas.request.pk}/urgency", {"flags": ["flying"], "sets": ["poverty"]})
    assert answer.status_code == 422
    assert [row["name"] for row in answer.json()["fields"]] == ["flags.0", "sets.0"]


def test_the_words_say_in_which_set_a_sign_stands(program: Of) -> None:
    besa = program("besa")
    sets = {row["code"]: row["set"] for row in besa.get("words/red_flag").json()}
    assert sets == {row.code: row.extra["set"] for row in terms("red_flag")}
    assert {row["set"] for row in besa.get("words/domain").json()} == {None}


def test_less_urgent_needs_a_reason_and_a_second_person_as_on_the_desk(program: Of, anas: Any) -> None:
    besa, drita = program("besa"), program("drita")
    path = f"requests/{anas.request.pk}"
    lower = {"flags": ["older_robbed"], "chosen": "soon"}
    answer = besa.post(f"{path}/urgency", lower)
    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"name": "reason", "says": "Choose why this is less urgent than its worst sign. A second person will look at it."}
    ]
    assert drita.post(f"{path}/lowering", {"agree": True}).status_code == 404, "nothing waits"
    reason = next(row.code for row in terms("override_down_reason"))
    assert besa.post(f"{path}/urgency", lower | {"reason": reason}).json()["status"] == "waiting"
    assert besa.post(f"{path}/lowering", {"agree": True}).status_code == 403
    assert program("teuta").post(f"{path}/lowering", {"agree": True}).status_code == 404
    done = drita.post(f"{path}/lowering", {"agree": True, "words": "I spoke with her."}).json()
    assert (done["status"], done["urgency"]) == ("final", "soon")


def test_a_refusal_says_its_reason_in_words_and_leads_to_appeal(program: Of, anas: Any, acting: Any) -> None:
    besa, path = program("besa"), f"requests/{anas.request.pk}/refuse"
    reason = next(row.code for row in terms("refusal_reason") if row.extra["appeal"])
    assert besa.post(path, {"reason": reason, "words": "  "}).status_code == 422
    assert program("vera").post(path, {"reason": reason, "words": "No."}).status_code == 404
    assert besa.post(path, {"reason": reason, "words": "You live in another municipality."}).json()["status"] == "refused"
    assert besa.post(path, {"reason": reason, "words": "Again."}).status_code == 409
    with acting("besa") as by:
        assert Request.objects.visible_to(by).get(pk=anas.request.pk).refusal_reason == reason


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"channel": "web"}, "over the web the public asks by itself"),
        ({"asker_name": "Mira"}, "belong to a request for somebody else"),
        ({"without_permission": "older_alone"}, "belong to a request for somebody else"),
    ],
)
def test_what_the_desk_does_not_take_a_program_cannot_send(program: Of, change: dict[str, Any], says: str, acting: Any) -> None:
    answer = program("besa").post("requests", ASKS | change)
    assert answer.status_code == 422
    assert says in answer.json()["fields"][0]["says"]
    with acting("besa") as by:
        assert not Request.objects.visible_to(by).filter(given_name="Zef").exists()
