"""What erasing a file leaves where it is, table by table, and the reason the law gives for it. A test holds the list to the tables there are."""

COUNTED = "Days, states and codes under a number that names nobody any more: the needs of past years stay counted (Law 124/2024: no personal data)."
PROTECTED = "A protected file is not erased: the guard refuses, as long as it is protected."
STAFF = "Names workers, not people who were helped."
SHOWN = "Who took data out, when and why: the municipality must be able to show it (Law 124/2024, accountability); it names no person."
SUMS = "Sums of a month or of a municipality; no person stands in them."
COUNTRY = "The country, its offices and its services, and what they promise; no person who was helped stands in it."
ROWS_GONE = "The rows of an uploaded register are deleted when the import ends; what stays names nobody."

STAYS: dict[str, str] = {
    "journal_entry": "Who did what, when and why: the municipality must be able to show it (Law 124/2024, accountability), and the chain is sealed.",
    "journal_seal": "The seal of the journal; it names nobody.",
    "notices_optout": "A mark that cannot be read back, so that nobody writes to a telephone whose owner said no.",
    "casework_case": COUNTED,
    "casework_caseevent": COUNTED,
    "casework_need": COUNTED,
    "casework_needevent": COUNTED,
    "requests_triage": COUNTED,
    "casework_absence": STAFF,
    "casework_qualification": STAFF,
    "casework_training": STAFF,
    "exports_decision": SHOWN,
    "exports_export": SHOWN,
    "exports_handover": SHOWN,
    "protection_dangerassessment": PROTECTED,
    "protection_member": PROTECTED,
    "protection_protectedfile": PROTECTED,
    "protection_return": PROTECTED,
    "protection_step": PROTECTED,
    "searches_search": STAFF,  # the filters of a worker's list; it holds no result
    "registers_heading": ROWS_GONE,
    "registers_import": ROWS_GONE,
    "registers_progress": ROWS_GONE,
    "registers_upload": ROWS_GONE,
    "units_line": SUMS,
    "statistics_tally": SUMS,
    "access_answer": "What a program was answered, sealed, and removed after a day (figure `api.answer_kept`).",
    "access_credential": STAFF,
    "access_post": STAFF,
    "access_token": STAFF,
    "access_worker": STAFF,
    "directory_cover": COUNTRY,
    "directory_hiddenaddress": COUNTRY,
    "directory_service": COUNTRY,
    "institutions_institution": COUNTRY,
    "institutions_institutionname": COUNTRY,
    "law_promise": COUNTRY,
    "territory_census": COUNTRY,
    "territory_county": COUNTRY,
    "territory_municipality": COUNTRY,
    "territory_unit": COUNTRY,
}
