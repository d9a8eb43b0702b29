"""Rows of the story that no page writes: what operators and jobs leave behind."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from .clones import Clone


def what_only_operators_write(clone: Clone, cast: SimpleNamespace) -> None:
    """Sign-in secrets, promises, counts: rows that no page of the story writes."""
    with clone.superuser() as oracle:
        for someone in (cast.besa, cast.vera):
            oracle.execute("DELETE FROM access_credential WHERE worker_id = %s", (someone.worker,))
            oracle.execute("INSERT INTO access_credential (worker_id, password) VALUES (%s, 'pbkdf2$secret')", (someone.worker,))
            oracle.execute(
                'INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (%s, %s, true, true)',
                (someone.worker, f"{someone.name.split()[0].lower()}@example.org"),
            )
            oracle.execute(
                "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{\"secret\": \"x\"}', now())",
                (someone.worker,),
            )
        oracle.execute(
            "INSERT INTO account_emailconfirmation (email_address_id, key, created) SELECT id, 'key' || id, now() FROM account_emailaddress"
        )
        oracle.execute(
            "INSERT INTO casework_handover (id, case_id, municipality_id, person_id, giver_id, taker_id, note, by_id, at)"
            " SELECT gen_random_uuid(), id, municipality_id, person_id, worker_id, %s, 'Of a protected case.', worker_id, now()"
            " FROM casework_case WHERE file_id IS NOT NULL", (cast.drita.worker,),
        )  # fmt: skip
        oracle.execute(
            "INSERT INTO requests_appeal (id, request_id, municipality_id, words, received_at, taken_by_id, late, decide_due_at, refused_at,"
            " refusal_reason, refusal_words, status, decision_words) SELECT gen_random_uuid(), id, municipality_id, 'Of a protected request.',"
            " now(), %s, false, now(), now(), 'other', 'No.', 'waiting', '' FROM requests_request WHERE file_id IS NOT NULL", (cast.drita.worker,),
        )  # fmt: skip
        oracle.execute(
            "INSERT INTO notices_delivery (notice_id, municipality_id, at, back_end, delivered, detail)"
            " SELECT id, municipality_id, now(), 'console', true, '' FROM notices_notice"
        )
        oracle.execute(
            "INSERT INTO people_enquiry (id, from_municipality_id, asked_by_id, asked_at, due_at, reason, status, answer, answered_by_name)"
            " SELECT gen_random_uuid(), (SELECT min(lau) FROM territory_municipality), asked_by_id, asked_at, due_at, 'of a third', status,"
            " '', '' FROM people_enquiry"
        )
        for ended in ("NULL", "now()"):
            oracle.execute(
                "INSERT INTO access_token (id, worker_id, post_id, name, token_hash, salt, made_at, expires_at, ended_at)"
                " SELECT gen_random_uuid(), w.id, p.id, 'A program', sha256(gen_random_uuid()::text::bytea), w.session_salt, now(),"
                f" now() + interval '9 days', {ended} FROM access_post p JOIN access_worker w ON w.id = p.worker_id"
            )
        oracle.execute(
            "INSERT INTO access_answer (id, worker_id, post_id, key, mark, sealed, kept_until)"
            " SELECT gen_random_uuid(), worker_id, id, gen_random_uuid(), 'mark', 'sealed', now() + interval '1 day' FROM access_post"
        )
        for lau, worker, second in (("AL154", cast.besa, cast.drita), ("AL343", cast.vera, cast.teuta)):
            _exports(oracle, lau, worker.worker, second.worker)
        for lau in ("AL154", "AL343"):
            oracle.execute(
                "INSERT INTO law_promise (municipality_id, key, value, unit, valid_from, reason)"
                " VALUES (%s, 'request.acknowledge', 2, 'working_days', '2026-01-01', 'faster')", (lau,),
            )  # fmt: skip
            oracle.execute(
                "INSERT INTO statistics_tally (municipality_id, measure, slice, count, at) VALUES (%s, 'cases_open', '', 7, now())", (lau,)
            )
    with clone.login("job") as job:
        job.execute("SELECT guard.journal_seal()")


def _exports(oracle: Any, lau: str, worker: UUID, second: UUID) -> None:
    """A small list, a large one that waits, a large one that was agreed to, an old one whose file should go, and one of the other worker."""
    small, waits, agreed_to, old = (False, None, 1), (True, None, 1), (True, True, 1), (False, None, -1)
    for number, (large, agreed, days) in enumerate([small, waits, agreed_to, old, agreed_to]):
        pk = uuid4()
        if number == 4:
            worker, second = second, worker
        oracle.execute(
            "INSERT INTO exports_export (id, municipality_id, number, asked_by_id, asked_at, listing, format, reason, rows, people,"
            " second_needed, until) VALUES (%s, %s, %s, %s, now(), 'cases', 'csv', 'For the meeting.', 1, 1, %s, now() + %s * interval '1 day')",
            (pk, lau, f"x-{number}", worker, large, days),
        )
        oracle.execute(
            "INSERT INTO exports_file (export_id, municipality_id, asked_by_id, sealed, people, until)"
            " SELECT id, municipality_id, asked_by_id, 'sealed', '{}', until FROM exports_export WHERE id = %s", (pk,),
        )  # fmt: skip
        if agreed is not None:
            oracle.execute(
                "INSERT INTO exports_decision (id, municipality_id, export_id, by_id, at, approved) VALUES (%s, %s, %s, %s, now(), %s)",
                (uuid4(), lau, pk, second, agreed),
            )
        if not large or agreed:
            oracle.execute(
                "INSERT INTO exports_handover (id, municipality_id, export_id, by_id, at) VALUES (%s, %s, %s, %s, now())",
                (uuid4(), lau, pk, worker),
            )
