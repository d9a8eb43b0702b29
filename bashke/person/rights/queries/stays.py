"""What erasing a file leaves where it is, table by table, and the reason the law gives for it. A test holds the list to the tables there are."""

COUNTED = "Days, states and codes under a number that names nobody any more: the needs of past years stay counted (Law 124/2024: no personal data)."
PROTECTED = "A protected file is not erased: the guard refuses, as long as it is protected."
STAFF = "Names workers, not people who were helped."
SHOWN = "Who took data out, when and why: the municipality must be able to show it (Law 124/2024, accountability); it names no person."
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
}
