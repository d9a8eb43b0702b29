"""The signed context: without it an error, forged an error, and a role taken without it opens nothing."""

from types import SimpleNamespace

import psycopg
import pytest

from bashke.ground.access.wall import KINDS

from .askers import Asker
from .clones import Clone, Connection
from .expected import EXPECTED, SHUT, May
from .knocking import NAMES, REFUSED, inside, outcome

TABLES_OF_A_FILE = ("people_person", "access_worker", "casework_need")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "statistics"])
def test_without_a_context_there_is_an_error_and_never_an_empty_page(
    kind: str, connections: dict[str, Connection], tables: list[str]
) -> None:
    web = connections["web"]
    with web.transaction(force_rollback=True):
        web.execute(f"SET LOCAL ROLE bashke_{kind}")
        assert [table for table in tables if outcome(web, f"SELECT * FROM {table}") != REFUSED] == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no context"):
            web.execute("SELECT * FROM directory_service")


def test_the_login_alone_reads_no_walled_table(connections: dict[str, Connection], tables: list[str]) -> None:
    assert [table for table in tables if outcome(connections["web"], f"SELECT * FROM {table}") != REFUSED] == []
    for table in tables:
        expected = EXPECTED[table].get("job", May()).read is not SHUT
        assert (outcome(connections["job"], f"SELECT * FROM {table}") != REFUSED) is expected, table


def context_of(connection: Connection) -> list[str]:
    found = connection.execute("SELECT current_setting('guard.context', true)").fetchone()
    assert found is not None
    return str(found[0]).split("|")


HERS = "SELECT count(*) FROM people_person"


def people_of(oracle: Connection, lau: str) -> list[tuple[object, ...]]:
    return oracle.execute("SELECT count(*) FROM people_person WHERE municipality_id = %s", (lau,)).fetchall()


def forgeries(live: list[str], before: list[str], elsewhere: list[str]) -> dict[str, list[str]]:
    """`live` is the context of the running transaction, `before` one of the last, `elsewhere` one of another backend."""
    clock = live[9:11]
    return {
        "typed in": ["municipality", "AL154", "1", "-", "-", "-", "1", "social_worker", "-", *clock, "0" * 64],
        "another municipality under the same seal": [live[0], "AL154", *live[2:]],
        "another kind under the same seal": ["signin", *live[1:]],
        "another role under the same seal": [*live[:7], "supervisor", *live[8:]],
        "a file of another team under the same seal": [*live[:8], "00000000-0000-0000-0000-000000000001", *live[9:]],
        "of the last transaction": before,
        "of the last transaction, with our clock": [*before[:9], *clock, before[11]],
        "of another backend": elsewhere,
        "of another backend, with our number and clock": [*elsewhere[:9], *clock, elsewhere[11]],
        "without a seal": [*live[:11], ""],
        "too short": live[:10],
        "too long": [*live, ""],
        "twice": live * 2,
        "nonsense": ["x"],
    }


FORGERIES = tuple(forgeries([""] * 12, [""] * 12, [""] * 12))


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_context_is_refused(what: str, askers: dict[str, Asker], connections: dict[str, Connection], clone: Clone) -> None:
    web = connections["web"]
    with inside(web, askers["besa"]):
        before = context_of(web)
    with clone.login("web") as another, inside(another, askers["besa"]), inside(web, askers["vera"]):
        assert outcome(web, HERS) == people_of(connections["oracle"], "AL343")  # the control: the real one works
        forged = forgeries(context_of(web), before, context_of(another))[what]
        web.execute("SELECT set_config('guard.context', %s, true)", ("|".join(forged),))
        for table in TABLES_OF_A_FILE:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="forged context"), web.transaction():
                web.execute(f"SELECT * FROM {table}")


def test_a_context_is_good_for_its_own_transaction_only(askers: dict[str, Asker], connections: dict[str, Connection]) -> None:
    """Besa's own real context, put back in the next transaction of the very same connection."""
    web = connections["web"]
    with inside(web, askers["besa"]):
        kept = "|".join(context_of(web))
        assert outcome(web, HERS) == people_of(connections["oracle"], "AL154")
    with web.transaction(force_rollback=True):
        web.execute("SELECT set_config('guard.context', %s, true)", (kept,))
        web.execute("SET LOCAL ROLE bashke_municipality")
        assert outcome(web, "SELECT * FROM people_person") == REFUSED


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "statistics"])
def test_a_role_taken_without_its_context_opens_nothing(
    kind: str, askers: dict[str, Asker], connections: dict[str, Connection], tables: list[str]
) -> None:
    """`SET ROLE` needs no proof, so no policy may believe it."""
    web = connections["web"]
    for name in ("besa", "ilir", "ana", "public", "genc"):
        if kind == askers[name].kind:
            continue
        with inside(web, askers[name]):
            web.execute(f"SET LOCAL ROLE bashke_{kind}")
            assert [table for table in tables if outcome(web, f"SELECT * FROM {table}") not in (REFUSED, [])] == [], name


@pytest.mark.parametrize("role", ["bashke_statistics", "bashke_owner", "bashke_guard", "bashke_job", "postgres"])
def test_the_web_login_cannot_take_a_role_above_it(role: str, connections: dict[str, Connection]) -> None:
    web = connections["web"]
    assert outcome(web, f"SET LOCAL ROLE {role}") == REFUSED
    assert outcome(web, f"SET SESSION AUTHORIZATION {role}") == REFUSED


@pytest.mark.parametrize(
    "call",
    [
        "SELECT * FROM guard.secret", "SELECT * FROM guard.session", "DELETE FROM guard.session", "SELECT guard.hmac('x', 'context')",
        "SELECT guard.seal('municipality', 'AL154', NULL, NULL, NULL, NULL, NULL, 'job', NULL)", "SELECT guard.begin_job('AL154', NULL)",
        "SELECT guard.enter_job('AL154')", "SELECT guard.journal_seal()", "SELECT guard.journal_verify()", "SELECT guard.journal_state()",
        "SELECT guard.sessions_forget_expired()",
    ],
)  # fmt: skip
def test_the_guards_own_things_are_shut(call: str, askers: dict[str, Asker], connections: dict[str, Connection]) -> None:
    web = connections["web"]
    assert outcome(web, call) == REFUSED
    for name in NAMES:
        if askers[name].login == "web":
            with inside(web, askers[name]):
                assert outcome(web, call) == REFUSED, name


def test_the_sign_in_door_and_binding_need_a_proof(connections: dict[str, Connection], cast: SimpleNamespace) -> None:
    web = connections["web"]
    for proof in ("", "0" * 64):
        assert outcome(web, "SELECT guard.enter('', 'signin', %s)", (proof,)) == REFUSED
        assert outcome(web, "SELECT guard.bind('t', %s, %s, %s)", (cast.vera.worker, cast.vera.post, proof)) == REFUSED


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE access_post SET valid_to = current_date - 1",
        "UPDATE access_worker SET is_active = false",
        "UPDATE guard.session SET expires = now()",
    ],
)
def test_who_left_or_stayed_away_too_long_is_nobody(harm: str, fresh_clone: Clone, askers: dict[str, Asker]) -> None:
    """The session outlives the post; the wall looks at the post, the account and the clock each time."""
    with fresh_clone.superuser() as oracle, fresh_clone.login("web") as web:
        oracle.execute(harm)
        for name in ("besa", "ilir", "genc"):
            with inside(web, askers[name]):
                assert context_of(web)[:8] == ["public", *"-------"], name


def test_an_ended_code_opens_nothing(fresh_clone: Clone, told: dict[str, object]) -> None:
    code = told["AL154"].code
    with fresh_clone.superuser() as oracle, fresh_clone.login("web") as web:
        assert outcome(web, "SELECT guard.open_by_code('t', %s)", (code,)) == [(True,)]
        oracle.execute("UPDATE requests_accesscode SET ended_at = now()")
        assert outcome(web, "SELECT guard.open_by_code('t', %s)", (code,)) == [(False,)]


def test_one_institution_cannot_take_over_an_account_of_another(
    askers: dict[str, Asker], connections: dict[str, Connection], cast: SimpleNamespace
) -> None:
    """Neither by writing the e-mail address that a new password is sent to, nor by seating somebody where the kind does not fit."""
    web = connections["web"]
    with inside(web, askers["vera"]):
        assert outcome(web, "UPDATE access_worker SET email = 'vera@example.org' WHERE id = %s", (cast.besa.worker,)) == 0
    seat = "INSERT INTO access_post (worker_id, institution_id, role, kind, valid_from) VALUES (%s, %s, %s, %s, current_date)"
    with inside(web, askers["ilir"]):  # the provider stands on the ground of Shkodër
        assert outcome(web, seat, (cast.ilir.worker, cast.ilir.institution, "social_worker", "municipality")) == REFUSED
        assert outcome(web, seat, (cast.ilir.worker, cast.luan.institution, "provider_manager", "provider")) == REFUSED
        assert outcome(web, seat, (cast.edona.worker, cast.ilir.institution, "provider_manager", "provider")) == 1


def test_what_others_ask_cannot_be_read_over_their_shoulder(connections: dict[str, Connection], clone: Clone) -> None:
    """The text of a running query holds names and session tokens."""
    web = connections["web"]
    with clone.login("web") as other, other.transaction(force_rollback=True):
        other.execute("SELECT guard.enter('token-of-vera'), 'Ana Marku'")
        seen = web.execute("SELECT string_agg(coalesce(query, ''), '') FROM pg_stat_activity").fetchone()
        assert seen is not None and "token-of" not in seen[0] and "Marku" not in seen[0]


def test_a_refusal_does_not_describe_the_row(connections: dict[str, Connection], askers: dict[str, Asker]) -> None:
    """Error texts reach logs: under the wall PostgreSQL keeps the row out of them."""
    web = connections["web"]
    with inside(web, askers["besa"]):
        for statement in (
            "UPDATE people_person SET given_name = '' WHERE family_name = 'Marku'",
            "INSERT INTO people_person (id, municipality_id, family_name, personal_number) SELECT id, municipality_id, family_name, personal_number"
            " FROM people_person WHERE family_name = 'Marku'",
        ):
            with pytest.raises(psycopg.IntegrityError) as refused, web.transaction():
                web.execute(statement)
            assert "Marku" not in str(refused.value) and "J00504001A" not in str(refused.value)
