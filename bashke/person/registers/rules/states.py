"""The way of an import, and what the reading program's codes mean in sentences."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bashke.ground.law.rules import NotAllowed, Text


class Status(StrEnum):
    UPLOADED = "uploaded"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DONE = "done"
    REFUSED = "refused"
    ABANDONED = "abandoned"


NEXT: dict[Status, set[Status]] = {
    Status.UPLOADED: {Status.CHECKED, Status.REFUSED, Status.ABANDONED},
    Status.CHECKED: {Status.UPLOADED, Status.CONFIRMED, Status.ABANDONED},  # other columns: back to be checked again
    Status.CONFIRMED: {Status.DONE, Status.REFUSED, Status.CHECKED},  # back, when something was in the way and nothing was added
    Status.DONE: set(),
    Status.REFUSED: set(),
    Status.ABANDONED: set(),
}

WORDS: dict[Status, Text] = {
    Status.UPLOADED: Text("i ngarkuar", "uploaded"),
    Status.CHECKED: Text("i kontrolluar", "checked"),
    Status.CONFIRMED: Text("i konfirmuar", "confirmed"),
    Status.DONE: Text("i kryer", "done"),
    Status.REFUSED: Text("i refuzuar", "refused"),
    Status.ABANDONED: Text("i ndërprerë", "abandoned"),
}

LIMITS: dict[str, int] = {"bytes": 40 << 20, "rows": 300_000, "columns": 100}
"""What one file may hold. A larger register is divided; that costs nothing, because the same rows again create nobody."""


def check_move(current: Status, wanted: Status) -> None:
    """The second of two people who act at once is told what the first one did."""
    if wanted not in NEXT[current]:
        raise NotAllowed("This import is %(now)s already. Nothing was changed.", now=WORDS[current])


def refusal_of(told: Mapping[str, Any]) -> NotAllowed:
    """The sentence for a code of the reading program."""
    most = told.get("most")
    known = {
        "empty": NotAllowed("The file is empty."),
        "old_excel": NotAllowed(
            "This is an old Excel file or one with a password. Open it in Excel and save it as XLSX without a password."
        ),
        "password": NotAllowed("The file has a password. Save it without one and upload it again."),
        "not_a_table": NotAllowed("This is neither a CSV nor an XLSX file, whatever its name says. Save the register as XLSX or CSV."),
        "not_a_sheet": NotAllowed("This file is an archive and not an Excel sheet. Save the register as XLSX or CSV."),
        "broken_sheet": NotAllowed("The Excel file is damaged and cannot be read. Open it, save it again as XLSX and upload that."),
        "one_column": NotAllowed("The file has one column only. Save it with semicolons or commas between the columns."),
        "quotes": NotAllowed(
            "The quotation marks of the CSV file do not fit together, so its columns cannot be told apart. Save it again."
        ),
        "unfolds": NotAllowed("This file would unfold to far more than any register. It was not opened."),
        "entities": NotAllowed("The Excel file holds definitions that no sheet needs. Copy the table into a new sheet and save that."),
        "far_cells": NotAllowed("Something stands far below the table. Copy the table alone into a new sheet and save that."),
        "rows": NotAllowed("The file has more than %(most)s rows: split the file.", most=f"{most or 0:,}"),
        "columns": NotAllowed("The file has more than %(most)s columns: leave out those that are not needed.", most=most or 0),
        "too_long": NotAllowed("Reading the file took too long. Copy the table into a new sheet and save that, or split the file."),
    }
    return known.get(str(told.get("refused")), known["too_long"])
