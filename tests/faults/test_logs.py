"""No name, code, token or query in any log: canaries are sent into every corner that fails, then looked for in every line."""

import json
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings

from bashke.site.testing import CLUSTER

from .browsers import browser
from .clones import Clone, django_on
from .servers import PROXY, Server, Visitor, serving
from .writers import asked_for

CANARIES = ("Kanarina", "kanarina", "KANARINA", "0692777333", "692777333", "c0ffeec0ffee")
# Faults no test can wait for: the database refuses a row and says whose it was; a page asks for what is not there.
PLANTED = """
CREATE FUNCTION public.planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.given_name LIKE 'Kanarina%' THEN
        RAISE EXCEPTION 'Key (name)=(%) is bad', NEW.given_name USING ERRCODE = '23505', DETAIL = 'Failing row: ' || NEW.phone, HINT = NEW.given_name;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER planted BEFORE INSERT ON requests_request FOR EACH ROW EXECUTE FUNCTION public.planted();
ALTER TABLE directory_service RENAME COLUMN name_en TO kanarina;
"""


@pytest.fixture(scope="module")
def server(clone: Clone) -> Iterator[Server]:
    with serving(clone.name) as made:
        with clone.superuser() as vandal:
            vandal.execute(PLANTED)
        yield made


@pytest.fixture(scope="module")
def besa(clone: Clone, server: Server, cast: SimpleNamespace) -> Visitor:
    with django_on(clone):
        cookie = browser(cast.besa).cookies[settings.SESSION_COOKIE_NAME].value
    visitor = Visitor(server)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return visitor


def provoke(server: Server, besa: Visitor) -> dict[str, int]:
    """Everything that goes wrong, with a canary in it; the answers by what was tried."""
    ana = Visitor(server)
    tried = {"a row the database refuses": asked_for(ana, "Kanarina", "0692777333")[0]}
    tried["a page that asks for what is not there"] = ana.get("/find/?municipality=AL154&near=Kanarina")[0]
    tried["an address that is none"] = ana.get("/Kanarina/0692777333/?code=KANARINA")[0]
    tried["a form with what does not belong"] = ana.post("/ask/contact/", phone="Kanarina 0692777333 " * 200)[0]
    tried["a nought in a name"] = ana.post("/ask/name/", given_name="Kanarina\0", family_name="\0")[0]
    tried["a code that is none"] = ana.post("/follow/", code="KANARINA-0692777333")[0]
    tried["a wrong password"] = ana.post("/account/login/", login="kanarina", password="KANARINA0692777333")[0]
    tried["a search"] = besa.get("/desk/people/?name=Kanarina&number=0692777333")[0]
    tried["a record of nobody"] = besa.get("/desk/person/c0ffeec0-ffee-4000-8000-c0ffeec0ffee/")[0]
    tried["a filter of the wrong kind"] = besa.get("/desk/cases/?after=Kanarina&page=0692777333")[0]
    tried["a host that is not ours"] = server.ask("/", headers=PROXY | {"Host": "kanarina.example"})[0]
    tried["no token for the form"] = server.ask("/follow/", "POST", PROXY, "code=KANARINA")[0]
    tried["headers of her own"] = server.ask(
        "/", headers=PROXY | {"X-Request-ID": "Kanarina", "User-Agent": "Kanarina", "Cookie": "bashke=KANARINA"}
    )[0]
    tried["a method that is none"] = server.ask("/", "KANARINA")[0]
    return tried


def test_what_goes_wrong_is_in_the_log_and_whose_it_was_is_not(server: Server, besa: Visitor) -> None:
    tried = provoke(server, besa)
    assert tried["a row the database refuses"] == tried["a page that asks for what is not there"] == 500, tried
    assert tried["a search"] == 200, tried
    assert (tried["a host that is not ours"], tried["no token for the form"], tried["an address that is none"]) == (400, 403, 404), tried
    time.sleep(0.5)  # until the last line is written
    lines = server.log.read_text().splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert [line for line in lines if not line.startswith("{")] == ["The wall is whole."]
    assert [(word, line) for line in lines for word in CANARIES if word in line] == []

    answers = [line for line in told if line["logger"] == "bashke.request"]
    assert {"portal:ask", "portal:find", "portal:code", "desk:people", "unknown"} <= {line["route"] for line in answers}
    assert {"public", "municipality"} <= {line["kind"] for line in answers}
    assert len({line["request"] for line in answers}) == len(answers)
    faults = [line for line in told if "error" in line]
    assert {line["error"]["sqlstate"] for line in faults} >= {"23505", "42703"}, faults
    assert any("bashke/person/requests/actions" in place for line in faults for place in line["error"]["at"]), (
        "the operator finds the place"
    )
    assert {line["request"] for line in faults} <= {line["request"] for line in answers}, "and the answer it belongs to"


def test_the_database_keeps_quiet_too(server: Server, besa: Visitor) -> None:
    provoke(server, besa)
    log = (CLUSTER.root / "postgres.log").read_text(errors="replace")
    assert [word for word in CANARIES if word in log] == []
    assert "planted" not in log, "neither the message of an error nor its place in a statement"
