"""A word that stands nowhere else, in every free field of every table of persons: whoever reads it was shown that field.

A canary says where it was planted and whose row it was: `QKZ012A4` is field 12 of Ana's own row. Names and telephones of the story
are watched apart (`SECRET` in test_matrix.py), as the pages are found by them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from psycopg.errors import CheckViolation

from bashke.ground.papers.tests.papers import read

from .clones import Clone
from .story import Told

WORD = re.compile(r"QKZ(\d{3})([A-Z])")
# Whose row: Ana's own; Shkodër's or Korçë's; in a protected file of one of them; of neither.
ANA, SHKODER, KORCE, SHUT_IN_SHKODER, SHUT_IN_KORCE, NEITHER = "ASKPRN"
# Columns whose words are codes of the law, names the story is found by, hashes and numbers: no place for a free word.
NOT_FREE = {
    "agreed_how", "answered_by_name", "basis", "decision", "discipline", "decline_reason", "detail", "digest", "domain", "family_name", "given_name", "language",
    "next_step", "number", "person_language", "person_name", "personal_number", "phone", "person_phone", "asker_phone", "sent_to", "place",
    "onward", "for_whom", "reason_code", "refusal_reason", "severity", "sort_key", "spoken", "step", "token", "unmet_reason", "without_permission", "heading",
}  # fmt: skip
CODES = {
    ("incidents_incident", "kind"),
    ("people_tie", "kind"),
    ("people_tie", "basis"),
    ("casework_closure", "reason"),
    ("casework_needstep", "reason"),
    ("people_consent", "purpose"),
    ("protection_step", "code"),
    ("casework_qualification", "profession"),
    ("casework_training", "code"),
}
# What a person asked about her data and heard: she herself, and who sees to it that she hears in time.
RIGHTS = {"rights_datarequest.answer", "rights_datarequest.words", "rights_restriction.ended_why"}
# Who reads what, beside a worker in the ordinary files of her own municipality. "any" is every field.
READS: dict[str, dict[str, set[str]]] = {
    "besa": {ANA: {"any"}, SHKODER: {"any"}, SHUT_IN_SHKODER: {"any"}, KORCE: {"people_enquiry.reason"}},  # in the team of the file
    "drita": {ANA: {"any"}, SHKODER: {"any"}, KORCE: {"people_enquiry.reason"}},
    "vera": {KORCE: {"any"}, SHUT_IN_KORCE: {"any"}, SHKODER: {"people_enquiry.reason"}, NEITHER: {"people_enquiry.reason"}},
    "mira": {
        SHKODER: {
            "exports_export.reason", "registers_import.file_name", "registers_import.refusal", "registers_problem.column",
            "registers_problem.value", "requests_appeal.refusal_words", "requests_appeal.words",
        },
    },
    "lule": {ANA: RIGHTS, SHKODER: {"exports_export.reason", *RIGHTS}, SHUT_IN_SHKODER: {"protection_emergencyopening.reason", "protection_emergencyopening.words"}},
    "person": {
        ANA: {
            "attachments_attachment.about", "attachments_attachment.name",
            "casework_goal.statement", "casework_plan.own_words", "casework_planmember.purpose",
            "casework_conference.question", "casework_decision.owner_name", "casework_decision.what", "casework_planaction.owner_name", "casework_planaction.what",
            "conversations_message.words", "people_contactwish.words", "referrals_referral.answer_words", "requests_request.words",
            *RIGHTS,
        },
    },
}  # fmt: skip
# A provider reads what it was told of those who were sent to it, and what it wrote itself; of whom, the wall's tests say.
PROVIDER = {
    "delivery_attendance.words", "incidents_incident.what", "incidents_incident.done", "incidents_step.words", "bookings_booking.note", "bookings_booking.onward_words", "delivery_enrolment.outcome_words", "delivery_session.topic", "referrals_referral.answer_words", "referrals_referral.purpose",
    "casework_conference.question", "casework_decision.owner_name", "casework_decision.what", "casework_dissent.words",
    "casework_goal.statement", "casework_goalproposal.answer_words", "casework_goalproposal.statement", "casework_goalproposal.what",
    "casework_planaction.what", "casework_planmember.purpose", "casework_progressnote.words", "people_contactwish.words",
}  # fmt: skip


def allowed(who: str, name: str, whose: str) -> bool:
    """Whether this reader may be shown this field of this row."""
    if who in {"ilir", "luan"}:
        return name in PROVIDER
    fields = READS.get(who, {}).get(whose, set())
    return bool({name, "any"} & fields)


@dataclass
class Canaries:
    """Fields by number, and the words found on pages, by who read them."""

    fields: dict[int, str]
    read: set[tuple[str, str, str]] = field(default_factory=set)

    def listen(self, who: str, response: Any) -> None:
        """Note every canary that this answer shows."""
        for number, whose in WORD.findall(words_of(response)):
            self.read.add((who, self.fields[int(number)], whose))


def words_of(response: Any) -> str:
    """What a reader gets: a paper as its text, everything else as it came."""
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return read(content).text
    return content.decode(errors="replace")


def free_fields() -> list[tuple[str, str]]:
    """(table, column) of every field that takes a person's own words."""
    return sorted(
        (model._meta.db_table, column.column)
        for model in apps.get_models()
        if model.__module__.startswith("bashke.person.") and not model._meta.db_table.endswith("event")
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField) and not column.primary_key and not column.choices
        if column.column not in NOT_FREE and (model._meta.db_table, column.column) not in CODES
    )


def plant(clone: Clone, told: dict[str, Told]) -> Canaries:
    """Write one into every free field. Where a row was left without words, it has words now."""
    fields = {}
    hers = {"ana": told["AL154"].person, "hers": told["AL154"].request}
    with clone.superuser() as oracle:
        for number, (table, column) in enumerate(free_fields()):
            query: Any = f"UPDATE {table} t SET \"{column}\" = 'QKZ{number:03}' || {_whose(oracle, table)}"
            try:
                oracle.execute(query, hers)
            except CheckViolation:  # words that may only stand in some states
                oracle.execute(f"{query} WHERE \"{column}\" <> ''", hers)
            fields[number] = f"{table}.{column}"
    return Canaries(fields)


def _whose(oracle: Any, table: str) -> str:
    found = oracle.execute("SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (table,)).fetchall()
    columns = {row[0] for row in found}
    person = "id" if table == "people_person" else "person_id" if "person_id" in columns else None
    shut = [
        f"t.{column} IN (SELECT {its} FROM {of} WHERE file_id IS NOT NULL)"
        for column, its, of in (
            (person, "person_id", "casework_case"), ("case_id", "id", "casework_case"), ("request_id", "id", "requests_request"),
        )
        if column in columns
    ] + ["t.file_id IS NOT NULL"] * ("file_id" in columns)  # fmt: skip
    place = next((f"t.{name}" for name in ("municipality_id", "from_municipality_id") if name in columns), "''")
    lines = [
        *([f"WHEN t.{person} = %(ana)s THEN '{ANA}'"] if person else []),
        *([f"WHEN t.request_id = %(hers)s THEN '{ANA}'"] if "request_id" in columns else []),  # before she was known as a person
        *(
            [f"WHEN ({' OR '.join(shut)}) THEN CASE {place} WHEN 'AL154' THEN '{SHUT_IN_SHKODER}' ELSE '{SHUT_IN_KORCE}' END"]
            if shut
            else []
        ),
        f"WHEN {place} = 'AL154' THEN '{SHKODER}' WHEN {place} = 'AL343' THEN '{KORCE}'",
    ]
    return f"CASE {' '.join(lines)} ELSE '{NEITHER}' END"


def told_by(found: Iterable[tuple[str, str, str]]) -> str:
    """Who reads which field of whose row, one line each."""
    return "\n".join(" ".join(line) for line in sorted(found))
