"""Zef asks for help; Besa takes the list out; Zef prints his receipt and reads who took the list out and why; the director sees that it left."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from bashke.ground.papers.tests.papers import read

from .browser import Visitor
from .hands import choose, follow, press, sees, sees_not, sign_in, write
from .steps import Someone, asks_for_help

Visit = Callable[..., AbstractContextManager[Visitor]]
ZEF = Someone("Zef", "Ndoka", date(1971, 2, 9), "H10209033Z", "069 20 00 103", "Nuk dalim dot muajin me ushqim.")
WHY = "Takimi javor i zyrës për kërkesat e reja."


def test_whoever_is_on_a_list_reads_that_it_left(visit: Visit) -> None:
    with visit("sq", "phone") as zef:
        zef.go("/")
        code = asks_for_help(zef, ZEF, ("food",))
    with visit("sq", "desktop") as besa:
        rows = _takes_the_list_out(sign_in(besa, "Besa"))
    assert ZEF.name in {row[0] for row in rows}
    assert WHY in rows[0][0]
    with visit("sq", "phone") as zef:
        zef.go("/follow/")
        write(zef, "Your code", code)
        press(zef, "Show my request")
        paper = read(zef.page.request.get(f"{zef.url}/my/receipt.pdf").body())
        assert (paper.tagged, paper.language) == (True, "sq")
        assert ZEF.name in paper.text
        follow(zef, "Who opened your file")
        sees(zef, zef.words("Took a list with your name out of the system"), WHY)
        zef.look("list-told")
    with visit("sq", "desktop") as mira:
        sign_in(mira, "Mira")
        follow(mira, "Lists that left")
        sees(mira, f"“{WHY}”")
        sees_not(mira, ZEF.name)
        mira.look("list-ledger")


def _takes_the_list_out(besa: Visitor) -> list[list[str]]:
    besa.go("/desk/requests/")
    follow(besa, "Take this list out as a file")
    choose(besa, besa.words("Plain table (CSV)"))
    write(besa, "Why must this list leave the system?", WHY)
    besa.look("list-asked")
    press(besa, "Make the file")
    sees(besa, besa.words("The list is ready. You can download it for a day."))
    besa.look("list-ready")
    with besa.page.expect_download() as coming:
        press(besa, "Download")
    return list(csv.reader(Path(coming.value.path()).read_text(encoding="utf-8-sig").splitlines()))
