"""What each kind of asker should find in each walled table, written without looking at the policies.

One entry for every table with row security; a table without one fails the tests. A cell is a condition in SQL that picks the
rows as the superuser sees them, `ALL`, or `SHUT`: permission denied (42501), whatever the row. Parameters: officer, worker, lau, institution,
provider, person, request, post of the asker.
"""

from dataclasses import dataclass

SHUT = None
ALL = "true"


@dataclass(frozen=True)
class May:
    """Which rows may be read, added, changed, removed."""

    read: str | None = SHUT
    add: str | None = SHUT
    change: str | None = SHUT
    remove: str | None = SHUT


OWN = "municipality_id = %(lau)s"
SERVED = "provider_id = %(provider)s"
HERS = "person_id = %(person)s"
READS = May(ALL)


def both(condition: str, remove: str | None = SHUT) -> May:
    return May(condition, condition, condition, remove)


MINE = "worker_id = %(worker)s"
RELATED = "(SELECT person_id FROM requests_conflict WHERE worker_id = %(worker)s AND ended_at IS NULL)"
# A file that rests is there for whoever wrote down why she opens it, for an hour.
RESTING = (
    "(SELECT x.person_id FROM rights_restriction x WHERE x.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM rights_opening o"
    " WHERE o.worker_id = %(worker)s AND o.person_id = x.person_id AND o.until > now()))"
)
BARRED = f"(SELECT * FROM {RELATED} r UNION SELECT * FROM {RESTING} x)"
KEPT_FROM = f"(person_id IN {BARRED}) IS NOT TRUE"  # a worker who declared a relation to the person; a file that rests
ABOUT = f"{OWN} AND {KEPT_FROM}"
ONE = f"{OWN} AND id NOT IN {RELATED}"
# Protected files: a worker reaches those whose team she is on or that she opened in an emergency, and in her own municipality everything that belongs to no such file.
TEAMS = (
    "(SELECT file_id FROM protection_member WHERE worker_id = %(worker)s AND until IS NULL UNION SELECT p.id FROM protection_protectedfile p"
    " JOIN protection_emergencyopening o ON o.person_id = p.person_id WHERE o.worker_id = %(worker)s AND o.until > now())"
)
PROTECTED = f"{ABOUT} AND (file_id IS NULL OR file_id IN {TEAMS})"
SHUT_CASES = f"(SELECT id FROM casework_case WHERE file_id IS NOT NULL AND file_id NOT IN {TEAMS})"
SHUT_REQUESTS = f"(SELECT id FROM requests_request WHERE file_id IS NOT NULL AND file_id NOT IN {TEAMS})"
SHUT_PEOPLE = f"(SELECT person_id FROM protection_protectedfile WHERE person_id IS NOT NULL AND id NOT IN {TEAMS})"
# All her records; where she lives, or came to live since her file is protected.
SHUT_RECORDS = (
    "(SELECT p.id FROM people_person p WHERE coalesce(p.same_as_id, p.id) IN"
    f" (SELECT coalesce(x.same_as_id, x.id) FROM people_person x WHERE x.id IN {SHUT_PEOPLE}))"
)
SHUT_HOMES = (
    f"(SELECT h.household_id FROM people_membership h WHERE h.person_id IN {SHUT_RECORDS} AND (h.until IS NULL OR coalesce(h.since, h.entered_at::date)"
    f" >= (SELECT min(f.opened_at)::date FROM protection_protectedfile f WHERE f.person_id = h.person_id AND f.id NOT IN {TEAMS})))"
)
OWN_WORD = f"{ABOUT} AND person_id NOT IN {SHUT_RECORDS}"
LIVES = f"{ABOUT} AND person_id NOT IN {SHUT_RECORDS} AND household_id NOT IN {SHUT_HOMES}"

KNOWN = f"{OWN} AND person_id NOT IN {RELATED} AND person_id NOT IN {SHUT_PEOPLE}"


# Inside a protected file; kept from a worker of its team who declared a relation to the person.
IN_FILE = f"{OWN} AND file_id IN {TEAMS} AND file_id NOT IN (SELECT id FROM protection_protectedfile WHERE person_id IN {BARRED})"


def shut(column: str, rows: str, of: str = ABOUT) -> str:
    """Rows of one's own municipality, but for those that lead to a file of another team."""
    return f"{of} AND {column} NOT IN {rows}"


def file(condition: str) -> dict[str, May]:
    return {"municipality": both(condition), "person": May(HERS)}


def kept(condition: str, adds: str) -> dict[str, May]:
    """History: added by triggers, never changed; kept from whoever is related to the person."""
    return {"municipality": May(condition, adds)}


OF_CASE = shut("case_id", SHUT_CASES)
FILE = file(OF_CASE)
KEPT = {"municipality": May(OWN, OWN)}  # history: added by triggers, never changed
OF_NEED = shut("need_id", f"(SELECT id FROM casework_need WHERE case_id IN {SHUT_CASES})")
OF_PLAN = shut("plan_id", f"(SELECT id FROM casework_plan WHERE case_id IN {SHUT_CASES})")
OF_GOAL = shut("goal_id", f"(SELECT g.id FROM casework_goal g JOIN casework_plan p ON p.id = g.plan_id WHERE p.case_id IN {SHUT_CASES})")
OF_REFERRAL = shut("referral_id", f"(SELECT id FROM referrals_referral WHERE case_id IN {SHUT_CASES})")
OF_ENROLMENT = shut(
    "enrolment_id",
    f"(SELECT e.id FROM delivery_enrolment e JOIN referrals_referral r ON r.id = e.referral_id WHERE r.case_id IN {SHUT_CASES})",
)
OF_DOCUMENT = shut("attachment_id", f"(SELECT id FROM attachments_attachment WHERE case_id IN {SHUT_CASES})")
GIVEN_TO_HER = "hers AND removed_at IS NULL AND case_id IN (SELECT id FROM casework_case WHERE file_id IS NULL)"
OF_REQUEST = shut("request_id", SHUT_REQUESTS, OWN)
# A conversation goes with its request: a protected file of another team, or a person the worker is related to.
OF_KNOWN_REQUEST = shut(
    "request_id", f"(SELECT id FROM requests_request WHERE person_id IN {BARRED} OR file_id IS NOT NULL AND file_id NOT IN {TEAMS})", OWN
)
HER_TALK = "person_id = %(person)s OR person_id IS NULL AND request_id = %(request)s AND (NOT asker OR %(person)s::uuid IS NULL)"
TOLD = f"NOT coalesce(person IN {SHUT_PEOPLE} OR person IN {SHUT_REQUESTS}, false)"
CASE_ADDS = shut("case_id", SHUT_CASES, OWN)
DRAFT = "status = 'draft'"
GIVEN = "institution_id = %(institution)s AND kind = "
COLLEAGUE = "id IN (SELECT worker_id FROM access_post GROUP BY 1 HAVING bool_and(institution_id = %(institution)s))"
EMPLOYS = May(ALL, ALL, COLLEAGUE)
SIGNS_IN = {"signin": both(ALL, ALL)}
MY_SERVICE = "service_id IN (SELECT id FROM directory_service WHERE provider_id = %(provider)s)"
OUR_SERVICE = "service_id IN (SELECT id FROM directory_service WHERE municipality_id = %(lau)s)"
# What a provider may know of a person: while it must answer or serves, under a consent that holds.
HOLDS = "consent_id IN (SELECT id FROM people_consent WHERE withdrawn_at IS NULL AND (valid_until IS NULL OR valid_until >= current_date))"
SHARED = f"provider_id = %(provider)s AND (status = 'sent' OR status = 'accepted' AND over_on IS NULL) AND {HOLDS}"
REFERRED = f"id IN (SELECT need_id FROM referrals_referral WHERE {SHARED})"
# A place in a plan: what the institution is asked, and what this worker joined, while its ground holds and the case runs.
GROUND = f"(consent_id IS NULL OR {HOLDS}) AND case_id IN (SELECT id FROM casework_case WHERE status <> 'closed')"
SEAT = f"institution_id = %(provider)s AND status = 'joined' AND worker_id = %(worker)s AND {GROUND}"
PLACE = f"institution_id = %(provider)s AND (status = 'invited' OR status = 'joined' AND worker_id = %(worker)s) AND {GROUND}"
SLICE = (
    "(SELECT a.id FROM casework_planaction a JOIN casework_goal g ON g.id = a.goal_id JOIN casework_plan p ON p.id = g.plan_id AND p.status = 'agreed'"
    f" JOIN (SELECT case_id AS its_case, discipline AS its FROM casework_planmember WHERE {SEAT}) m ON m.its_case = p.case_id AND m.its = a.discipline"
    " WHERE a.owner = 'team')"
)
SLICE_GOALS = f"(SELECT goal_id FROM casework_planaction WHERE id IN {SLICE})"
SEATED = f"member_id IN (SELECT id FROM casework_planmember WHERE {SEAT})"
INVITED = f"(SELECT conference_id FROM casework_seat WHERE {SEATED})"
DECIDED = (
    f"(SELECT d.id FROM casework_decision d JOIN casework_seat s ON s.conference_id = d.conference_id JOIN (SELECT id AS place, discipline AS its"
    f" FROM casework_planmember WHERE {SEAT}) m ON m.place = s.member_id AND m.its = d.discipline)"
)
SIGNED = f"{OF_CASE} AND by_id = %(worker)s"
REGISTER = f"provider_id = %(provider)s AND (enrolled_on IS NOT NULL OR referral_id IN (SELECT id FROM referrals_referral WHERE {SHARED}))"
TAKES_OURS = "booked_by_id = %(worker)s AND status = 'held' AND service_id IN (SELECT service_id FROM directory_cover WHERE municipality_id = %(lau)s)"
HOLDS_A_PLACE = f"service_id IN (SELECT service_id FROM bookings_booking WHERE {shut('case_id', SHUT_CASES)} AND status <> 'ended')"
OF_INCIDENT = f"{OWN} AND incident_id IN (SELECT id FROM incidents_incident WHERE {OF_ENROLMENT})"
NOT_HER_JUDGE = f"{SERVED} AND (kind NOT IN ('abuse_by_staff', 'restraint') OR status <> 'closed')"
EXPORTED = (
    "export_id IN (SELECT e.id FROM exports_export e LEFT JOIN exports_decision d ON d.export_id = e.id"
    " WHERE e.asked_by_id = %(worker)s AND (d.approved OR NOT e.second_needed))"
)
EVERYBODY = dict.fromkeys(("public", "signin", "person", "municipality", "provider", "nation", "statistics"), READS)

EXPECTED: dict[str, dict[str, May]] = {
    "access_worker": {
        "signin": May(ALL, SHUT, ALL), "municipality": EMPLOYS, "provider": EMPLOYS, "nation": READS, "person": READS,
        "job": May(ALL, ALL, ALL),
    },
    "access_token": dict.fromkeys(("municipality", "provider", "nation"), May(MINE, SHUT, MINE)),
    "access_answer": dict.fromkeys(("municipality", "provider", "nation"), both(f"{MINE} AND post_id = %(post)s")),
    "access_credential": {"signin": both(ALL)},
    "access_post": {
        "signin": READS, "nation": READS, "person": READS, "job": May(ALL, ALL, ALL),
        "municipality": May(ALL, GIVEN + "'municipality'", GIVEN + "'municipality'"),
        "provider": May(ALL, GIVEN + "'provider'", GIVEN + "'provider'"),
    },
    "account_emailaddress": SIGNS_IN,
    "account_emailconfirmation": SIGNS_IN,
    "mfa_authenticator": SIGNS_IN,
    "law_promise": EVERYBODY | {"municipality": May(ALL, OWN, OWN)},
    "directory_service": EVERYBODY | {"provider": May(ALL, SERVED, SERVED), "municipality": May(ALL, OWN, OWN)},
    "directory_cover": EVERYBODY | {"provider": May(ALL, MY_SERVICE, MY_SERVICE, MY_SERVICE),
                                    "municipality": May(ALL, OUR_SERVICE, OUR_SERVICE, OUR_SERVICE)},
    "journal_entry": {
        "municipality": May(
            f"municipality = %(lau)s AND (worker = %(worker)s OR {TOLD})", "municipality IS NULL OR municipality = %(lau)s"
        ),
        "person": May("person IN (%(person)s, %(request)s)", ALL),
        **dict.fromkeys(("public", "signin", "provider", "nation", "statistics"), May(add=ALL)),
    },
    "journal_seal": {},
    "notices_notice": {"public": May(add=ALL), "provider": May(add=ALL), "person": May("person = %(person)s", ALL),
        "municipality": May(f"{OWN} AND {TOLD} AND NOT coalesce(request IN {SHUT_REQUESTS}, false)", OWN,
                            f"{OWN} AND {TOLD} AND NOT coalesce(request IN {SHUT_REQUESTS}, false)"),
    },
    "notices_delivery": {"municipality": both(OWN)},
    "people_household": {"municipality": both(f"{OWN} AND id NOT IN {SHUT_HOMES}")},
    "people_membership": {"municipality": both(LIVES)},
    "people_tie": {
        "municipality": both(" AND ".join([OWN, *(f"{who} NOT IN {kept}" for who in ("person_id", "other_id") for kept in (BARRED, SHUT_RECORDS))]))
    },
    "people_person": {"municipality": both(ONE), "person": May("id = %(person)s"), "statistics": READS},
    "people_personevent": {"municipality": May(ONE, OWN)},
    "people_searchtoken": {"municipality": May(OWN, OWN, SHUT, OWN)},
    "people_consent": {
        "municipality": both(" AND ".join([ABOUT, *(
            f"id NOT IN (SELECT consent_id FROM {of} WHERE consent_id IS NOT NULL AND case_id IN {SHUT_CASES})"
            for of in ("referrals_referral", "casework_planmember")
        )])),
        "person": May(HERS, SHUT, HERS), "provider": May("recipient_id = %(provider)s"),
    },
    "people_pair": {
        "municipality": both(" AND ".join([OWN, *(f"{side} NOT IN {kept}" for side in ("first_id", "second_id") for kept in (BARRED, SHUT_PEOPLE))]))
    },
    "people_contactwish": {
        "municipality": both(ABOUT), "person": May(HERS, f"{HERS} AND by_id IS NULL", HERS),
        "provider": May(f"person_id IN (SELECT person_id FROM casework_planmember WHERE {SEAT})"),
    },
    "people_ownword": {
        "municipality": May(OWN_WORD, f"{OWN_WORD} AND by_id = %(worker)s", SHUT, OWN_WORD), "person": May(HERS, f"{HERS} AND by_id IS NULL", SHUT, HERS),
        "statistics": READS,
    },
    "people_enquiry": {
        "municipality": May(
            "from_municipality_id = %(lau)s OR id IN (SELECT enquiry_id FROM people_enquirytarget WHERE municipality_id = %(lau)s)",
            "from_municipality_id = %(lau)s",
            "id IN (SELECT enquiry_id FROM people_enquirytarget WHERE municipality_id = %(lau)s)",
        )
    },
    "people_enquirytarget": {"municipality": May(OWN)},
    "registers_import": {"municipality": both(OWN)},
    "registers_upload": {"municipality": May(OWN, OWN, SHUT, OWN)},
    "registers_progress": {"municipality": both(OWN)},
    "registers_problem": {"municipality": both(OWN, OWN)},
    "registers_line": {"municipality": May(OWN, OWN)},
    "registers_heading": {"municipality": both(OWN, OWN)},
    "protection_protectedfile": {"municipality": May(f"{OWN} AND id IN {TEAMS}", SHUT, f"{OWN} AND id IN {TEAMS}")},
    "protection_member": {"municipality": both(f"{OWN} AND file_id IN {TEAMS}")},
    "protection_dangerassessment": {"municipality": May(IN_FILE, IN_FILE)},
    "protection_step": {"municipality": both(IN_FILE)},
    "protection_return": {"municipality": both(IN_FILE)},
    "protection_emergencyopening": {
        "municipality": May(
            f"{OWN} AND (%(officer)s OR worker_id = %(worker)s"
            f" OR person_id IN (SELECT person_id FROM protection_protectedfile WHERE id IN {TEAMS}))",
            SHUT, f"{OWN} AND %(officer)s",
        )
    },
    "requests_request": {
        "public": May(add="status = 'received' AND channel = 'web' AND file_id IS NULL"), "person": May("id = %(request)s", SHUT, "id = %(request)s"),
        "municipality": both(PROTECTED),
        "statistics": READS,
    },
    "requests_requestevent": kept(shut("id", SHUT_REQUESTS), shut("id", SHUT_REQUESTS, OWN)) | {"person": May(add="id = %(request)s")},
    "requests_accesscode": {"municipality": both(OF_REQUEST)},
    "requests_triage": {"municipality": both(OF_REQUEST)},
    "requests_appeal": {"municipality": both(OF_REQUEST), "person": May("request_id = %(request)s")},
    "requests_conflict": {"municipality": both(OWN)},
    "casework_case": file(PROTECTED) | {"statistics": READS},
    "casework_review": FILE,
    "casework_closure": FILE,
    "casework_need": FILE | {"statistics": READS, "provider": May(REFERRED, SHUT, REFERRED)},
    "casework_needstep": {"municipality": May(OF_NEED, OF_NEED), "person": May(HERS), "provider": May(add=REFERRED.replace("id IN", "need_id IN", 1))},
    "casework_assessment": FILE,
    "casework_visit": {"municipality": both(OF_CASE), "person": May(HERS)},
    "casework_plan": FILE | {"provider": May(f"id IN (SELECT plan_id FROM casework_goal WHERE id IN {SLICE_GOALS})")},
    "casework_planmember": {"municipality": both(OF_CASE), "person": May(HERS), "provider": May(PLACE, SHUT, PLACE)},
    "casework_conference": {"municipality": both(OF_CASE), "person": May(HERS), "provider": May(f"id IN {INVITED}")},
    "casework_seat": {"municipality": May(OF_CASE, OF_CASE), "provider": May(SEATED)},
    "casework_minutes": {"municipality": May(OF_CASE, SIGNED)},
    "casework_decision": {"municipality": May(OF_CASE, OF_CASE), "person": May(HERS), "provider": May(f"id IN {DECIDED}")},
    "casework_dissent": {
        "municipality": May(OF_CASE, SIGNED),
        "provider": May(*[f"conference_id IN {INVITED} AND by_id = %(worker)s"] * 2),
    },
    "casework_progressnote": {
        "municipality": May(OF_CASE, f"{OF_CASE} AND by_id = %(worker)s"), "person": May(HERS),
        "provider": May(SEATED, f"{SEATED} AND by_id = %(worker)s"),
    },
    "casework_goalproposal": {
        "municipality": May(OF_CASE, f"{OF_CASE} AND by_id = %(worker)s", OF_CASE), "person": May(HERS),
        "provider": May(SEATED, f"{SEATED} AND by_id = %(worker)s"),
    },
    "casework_goal": file(OF_PLAN) | {"provider": May(f"id IN {SLICE_GOALS}"), "municipality": both(OF_PLAN, f"{OF_PLAN} AND plan_id IN (SELECT id FROM casework_plan WHERE {DRAFT})")},
    "casework_planaction": file(OF_GOAL) | {
        "provider": May(f"id IN {SLICE}"),
        "municipality": both(OF_GOAL, f"{OF_GOAL} AND goal_id IN (SELECT g.id FROM casework_goal g JOIN casework_plan p ON p.id = g.plan_id WHERE {DRAFT})")
    },
    "casework_caseevent": kept(shut("id", SHUT_CASES), shut("id", SHUT_CASES, OWN)),
    "casework_handover": {"municipality": May(OF_CASE, OF_CASE), "person": May(HERS)},
    **{key: {"municipality": both(OWN)} for key in ("casework_absence", "casework_qualification")},
    "casework_training": {"municipality": both(OWN, remove=OWN)},
    "casework_needevent": kept(OF_CASE, CASE_ADDS) | {"provider": May(add=REFERRED)},
    "casework_planevent": kept(OF_CASE, CASE_ADDS),
    "referrals_referral": {
        "municipality": both(OF_CASE), "provider": May(SHARED, SHUT, SHARED), "person": May(HERS), "statistics": READS,
    },
    "referrals_link": {"municipality": both(shut("referral_id", f"(SELECT id FROM referrals_referral WHERE case_id IN {SHUT_CASES} OR person_id IN {BARRED})", OWN))},
    "referrals_referralevent": kept(OF_CASE, CASE_ADDS) | {"provider": May(add=SERVED)},
    "delivery_enrolment": {"provider": May(REGISTER, SERVED, REGISTER), "municipality": May(OF_REFERRAL), "person": May(HERS)},
    "delivery_attendance": {"provider": both(SERVED), "municipality": May(OF_ENROLMENT), "person": May(HERS)},
    "delivery_session": {"provider": both(SERVED)},
    "units_line": {
        "provider": May(SERVED, f"{SERVED} AND closed_by_id = %(worker)s"),
        "municipality": May("service_id IN (SELECT service_id FROM directory_cover WHERE municipality_id = %(lau)s)"),
    },
    "bookings_booking": {"municipality": May(OF_CASE, f"{OF_CASE} AND {TAKES_OURS}", OF_CASE), "provider": May(SERVED, SHUT, SERVED)},
    "directory_hiddenaddress": {"provider": both(MY_SERVICE), "municipality": May(HOLDS_A_PLACE)},
    "incidents_incident": {
        "provider": May(SERVED, f"{SERVED} AND status = 'reported' AND reported_by_id = %(worker)s", NOT_HER_JUDGE),
        "municipality": May(OF_ENROLMENT, SHUT, OF_ENROLMENT),
    },
    "incidents_step": {
        "provider": May(SERVED, f"{SERVED} AND by_id = %(worker)s"), "municipality": May(OF_INCIDENT, f"{OF_INCIDENT} AND by_id = %(worker)s"),
    },
    "attachments_attachment": {"municipality": May(OF_CASE, OF_CASE, OF_CASE), "person": May(f"{HERS} AND {GIVEN_TO_HER}")},
    "attachments_content": {
        "municipality": May(OF_DOCUMENT, OF_DOCUMENT, SHUT, OF_DOCUMENT),
        "person": May(f"{HERS} AND attachment_id IN (SELECT id FROM attachments_attachment WHERE {GIVEN_TO_HER})"),
    },
    "conversations_message": {
        "municipality": May(OF_KNOWN_REQUEST, f"{OF_KNOWN_REQUEST} AND worker_id = %(worker)s", OF_KNOWN_REQUEST),
        "person": May(HER_TALK, "request_id = %(request)s AND person_id IS NOT DISTINCT FROM %(person)s AND worker_id IS NULL AND status = 'waiting'",
                      f"({HER_TALK}) AND worker_id IS NOT NULL"),
    },
    "rights_datarequest": {
        "municipality": both(KNOWN),
        "person": May(HERS, f"{HERS} AND status = 'received' AND escalated_at IS NULL", f"{HERS} AND status IN ('received', 'withdrawn')"),
    },
    "rights_copy": {"municipality": May(KNOWN, KNOWN, SHUT, f"{KNOWN} AND until < now()"), "person": May(HERS)},
    "rights_restriction": {"municipality": both(KNOWN), "person": May(HERS)},
    "rights_erasure": {
        "municipality": May(KNOWN, f"{KNOWN} AND status IN ('found', 'proposed')", f"{KNOWN} AND status <> 'done'"), "person": May(HERS),
    },
    "rights_opening": {"municipality": May(KNOWN, f"{KNOWN} AND worker_id = %(worker)s"), "person": May(HERS)},
    "exports_export": {"municipality": May(OWN, f"{OWN} AND asked_by_id = %(worker)s")},
    "exports_decision": {
        "municipality": May(OWN, f"{OWN} AND by_id = %(worker)s AND export_id IN (SELECT id FROM exports_export WHERE asked_by_id <> %(worker)s)")
    },
    "exports_handover": {"municipality": May(OWN, f"{OWN} AND by_id = %(worker)s AND {EXPORTED}")},
    "exports_file": {
        "municipality": May(f"{OWN} AND {EXPORTED}", f"{OWN} AND asked_by_id = %(worker)s", SHUT, f"{OWN} AND until < now()"),
    },
    "delivery_enrolmentevent": {"provider": May(add=SERVED), "municipality": May(OF_REFERRAL)},
    "searches_search": {"municipality": May(f"{OWN} AND (shared OR {MINE})", f"{OWN} AND {MINE}", SHUT, f"{OWN} AND (shared OR {MINE})")},
    "statistics_tally": {"statistics": both(ALL, ALL), "nation": READS, "municipality": May(OWN)},
}  # fmt: skip

# Where a kind reads some columns only: exactly these. The counting job never sees a name, an id, a word or a telephone.
COLUMNS: dict[tuple[str, str], set[str]] = {
    ("people_person", "statistics"): {"municipality_id", "unit_id", "birth_date", "sex"},
    ("requests_request", "statistics"): {"municipality_id", "status", "urgency", "synthetic"}
    | {"received_at", "answered_at", "answer_due_at"},
    ("casework_case", "statistics"): {"municipality_id", "status", "urgency", "opened_at", "closed_at", "due_at", "synthetic"},
    ("casework_need", "statistics"): {"municipality_id", "domain", "rung", "status", "unmet_reason", "found_at", "since", "due_at"},
    ("people_ownword", "municipality"): {"person_id", "municipality_id", "at"},  # that she answered, and never what
    ("people_ownword", "statistics"): {"municipality_id", "groups"},
    ("casework_conference", "person"): {"id", "case_id", "municipality_id", "person_id", "at", "place", "question", "status"},
    ("casework_plan", "provider"): {"id", "case_id", "status"},
    ("units_line", "municipality"): {"id", "service_id", "provider_id", "month", "number", "closed_at"},
    ("people_consent", "provider"): {"id", "recipient_id", "withdrawn_at", "valid_until"},
    ("referrals_referral", "statistics"): {"municipality_id", "status", "sent_at", "due_at", "answered_at", "decline_reason", "domain"},
}

# Where a kind changes some columns only.
CHANGES: dict[tuple[str, str], set[str]] = {
    ("conversations_message", "municipality"): {"status", "answered_at", "answered_by_id", "settled_words", "escalated_at"},
    ("conversations_message", "person"): {"read_at"},
    ("attachments_attachment", "municipality"): {"removed_by_id", "removed_at", "removed_why"},
    ("casework_visit", "municipality"): {"status", "recorded_by_id", "recorded_at", "notes", "moved_to_id", "reminded_at"},
    ("people_membership", "municipality"): {"place", "since", "until"},
    ("people_tie", "municipality"): {"until"},
    **{
        ("casework_planmember", kind): {"status", "worker_id", "joined_at", "ended_at", "ended_words"}
        for kind in ("municipality", "provider")
    },
    ("casework_conference", "municipality"): {"status", "planned_version"},
    ("casework_goalproposal", "municipality"): {"status", "answered_by_id", "answered_at", "answer_words"},
    ("requests_request", "person"): {"status", "answered_at"},
    ("referrals_referral", "provider"): {
        "status", "answered_by_id", "answered_at", "answer_words", "decline_reason", "person_phone", "over_on", "answered_name",
    },
    ("people_consent", "person"): {"withdrawn_at"},
    **{("access_token", kind): {"ended_at"} for kind in ("municipality", "provider", "nation")},
    **{
        ("bookings_booking", kind): {
            "status",
            "arrived_at",
            "ends_at",
            "ended_at",
            "ended_by_id",
            "onward",
            "onward_words",
            "note",
            "person_name",
            *more,
        }
        for kind, more in (("municipality", ("warned_at", "referral_id")), ("provider", ()))
    },
    ("incidents_incident", "provider"): {"status", "closed_by_id", "closed_at"},
    ("incidents_incident", "municipality"): {"status", "closed_by_id", "closed_at", "seen_by_id", "seen_at"},
    ("casework_need", "provider"): {"status", "since", "due_at", "unmet_reason", "rung"},
    ("protection_protectedfile", "municipality"): {"track", "person_id", "sealed", "coordinator_id", "returned_at"},
    ("protection_return", "municipality"): {"status", "second_id", "second_at"},
    ("protection_step", "municipality"): {"done_at", "done_by_id"},
    ("rights_datarequest", "municipality"): {
        "status", "refusal_reason", "answer", "answered_by_id", "answered_at", "escalated_at", "kept_until",
    },
    ("rights_datarequest", "person"): {"status", "answered_at"},
    ("rights_erasure", "municipality"): {"status", "ask_id", "proposed_by_id", "proposed_at", "decided_by_id", "decided_at", "why"},
    ("rights_restriction", "municipality"): {"ended_at", "ended_by_id", "ended_why"},
    ("protection_member", "municipality"): {"until"},
    ("protection_emergencyopening", "municipality"): {"judgement", "judged_by_id", "judged_at", "words"},
}  # fmt: skip

# Where a kind adds some columns only: who, when and as what is written by the database itself.
ADDS: dict[str, set[str]] = {"journal_entry": {"verb", "subject", "person", "municipality", "reason"}}
