"""A file is erased at the word of two people, by a function of the guard that touches no other rows."""

from pathlib import Path

from django.db import migrations

from bashke.ground.access.wall import Door, narrowed, own, walled

ERASURE = "rights_erasure"
SQL = (Path(__file__).resolve().parent.parent / "sql" / "erase.sql").read_text(encoding="utf-8")
WHO = "ANY ((SELECT guard.erasing())::uuid[])"
ASKED = f"IN (SELECT r.id FROM requests_request r WHERE r.person_id = {WHO})"
PERSON = (
    "people_consent", "people_searchtoken", "people_contactwish", "people_ownword", "people_membership", "registers_line",
    "registers_problem", "protection_protectedfile", "protection_emergencyopening", "requests_request", "requests_conflict",
    "casework_case", "casework_review", "casework_closure", "casework_assessment", "casework_needstep", "casework_plan",
    "casework_planevent", "casework_goal", "casework_planaction", "casework_planmember", "casework_progressnote", "casework_goalproposal",
    "casework_conference", "casework_seat", "casework_minutes", "casework_dissent", "casework_decision", "casework_handover",
    "casework_visit", "referrals_referral", "referrals_referralevent", "delivery_enrolment", "delivery_enrolmentevent",
    "delivery_attendance", "bookings_booking", "attachments_attachment", "attachments_content", "incidents_incident",
    "people_enquirytarget", "rights_datarequest", "rights_copy", "rights_restriction", "rights_opening", "rights_erasure",
)  # fmt: skip
# Which rows of each table the guard may change or remove: those of whoever is being erased.
ROWS = {table: f"{table}.person_id = {WHO}" for table in PERSON} | {
    "people_person": f"people_person.id = {WHO}",
    "people_personevent": f"people_personevent.id = {WHO}",
    "people_tie": f"people_tie.person_id = {WHO} OR people_tie.other_id = {WHO}",
    "people_pair": f"people_pair.first_id = {WHO} OR people_pair.second_id = {WHO}",
    "people_household": f"people_household.id IN (SELECT m.household_id FROM people_membership m WHERE m.person_id = {WHO})",
    "people_enquiry": f"people_enquiry.id IN (SELECT t.enquiry_id FROM people_enquirytarget t WHERE t.person_id = {WHO})",
    "exports_file": "exports_file.people && (SELECT guard.erasing())::uuid[]",
    "incidents_step": f"incidents_step.incident_id IN (SELECT i.id FROM incidents_incident i WHERE i.person_id = {WHO})",
    "referrals_link": f"referrals_link.referral_id IN (SELECT r.id FROM referrals_referral r WHERE r.person_id = {WHO})",
    "delivery_session": f"delivery_session.id IN (SELECT a.session_id FROM delivery_attendance a WHERE a.person_id = {WHO})",
    "notices_delivery": f"notices_delivery.notice_id IN (SELECT n.id FROM notices_notice n WHERE n.person = {WHO} OR n.request {ASKED})",
    "requests_requestevent": f"requests_requestevent.id {ASKED}",
    "requests_accesscode": f"requests_accesscode.request_id {ASKED}",
    "requests_appeal": f"requests_appeal.request_id {ASKED}",
    "conversations_message": f"conversations_message.person_id = {WHO} OR conversations_message.request_id {ASKED}",
    "notices_notice": f"notices_notice.person = {WHO} OR notices_notice.request {ASKED}",
}


def reached(table: str, rows: str) -> list[str]:
    return [
        f"GRANT SELECT, UPDATE, DELETE ON {table} TO bashke_guard;",
        f"CREATE POLICY guard_erase_read ON {table} FOR SELECT TO bashke_guard USING (true);",
        f"CREATE POLICY guard_erase ON {table} FOR UPDATE TO bashke_guard USING ({rows});",
        f"CREATE POLICY guard_erase_away ON {table} FOR DELETE TO bashke_guard USING ({rows});",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0003_erasure"),
        ("attachments", "0005_hers_wall"),
        ("bookings", "0002_wall"),
        ("casework", "0009_wall_of_conferences"),
        ("conversations", "0002_wall"),
        ("delivery", "0008_line_of_all"),
        ("exports", "0002_wall"),
        ("incidents", "0002_wall"),
        ("notices", "0002_wall"),
        ("people", "0009_own_word_wall"),
        ("referrals", "0006_protected"),
        ("registers", "0002_wall"),
        ("requests", "0010_wall_of_own_words"),
    ]

    operations = [
        walled(
            ERASURE,
            person=Door(read=f"{ERASURE}.person_id = (SELECT guard.person())"),
            municipality=Door(
                read=own(ERASURE), add=f"{own(ERASURE)} AND {ERASURE}.status IN ('found', 'proposed')",
                change=f"{own(ERASURE)} AND {ERASURE}.status <> 'done'",
                change_columns=("status", "ask_id", "proposed_by_id", "proposed_at", "decided_by_id", "decided_at", "why"),
            ),
        ),
        narrowed(
            ERASURE,
            " AND ".join(f"{ERASURE}.person_id <> ALL ((SELECT guard.{kept}())::uuid[])" for kept in ("related", "shut_people")),
        ),
        migrations.RunSQL("GRANT UPDATE (kept_until) ON rights_datarequest TO bashke_municipality;", migrations.RunSQL.noop),
        migrations.RunSQL(
            ["SET LOCAL ROLE bashke_guard;", SQL, "RESET ROLE;", *[line for table, rows in ROWS.items() for line in reached(table, rows)]],
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
