"""A municipality brings the people it has: Drita at a desk and on a phone, in Albanian and English, with and without JavaScript."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import hands
from .browser import Visitor, album
from .hands import follow, press, sees
from .server import Site

Visit = Callable[..., AbstractContextManager[Visitor]]
# What the queue would do: the newest import that waits.
WORK = (
    "from bashke.ground.access.queries import as_municipality\n"
    "from bashke.person.registers.models import Import\n"
    "from bashke.site import jobs\n"
    "with as_municipality('AL154'): pk = str(Import.objects.latest('received_at').pk)\n"
    "jobs.{}('AL154', pk)"
)
ROWS = """Regjistri i personave {place}
Nr. regjistri;Emri;Mbiemri;Datëlindja;Gjinia;NID;Tel.;Adresa;Njësia administrative
{place}-1;{given};Kola;04.05.1971;M;;069 200 0111;Rruga e Kirit 3;Shkodër
{place}-2;{given}a;Kolla;04.05.1971;M;;;;
{place}-3;;Gjoka;17.09.1984;F;;;;
{place}-4;{other};Pepa;31.02.1984;F;;;;
{place}-5;{other};Pepa;03.02.1990;f;;;;Atlantida
"""


@pytest.mark.parametrize(
    ("language", "device", "scripts", "given", "other"),
    [("sq", "phone", True, "Rrok", "Lena"), ("en", "desktop", True, "Gjergj", "Mrika"), ("sq", "desktop", False, "Pashk", "Dila")],
    ids=["on a phone", "in English", "without JavaScript"],
)
def test_drita_brings_the_register(
    visit: Visit, site: Site, tmp_path: Path, language: str, device: str, scripts: bool, given: str, other: str
) -> None:
    file = tmp_path / "regjistri.csv"
    file.write_bytes(ROWS.format(place=given, given=given, other=other).encode("cp1252"))
    with visit(language, device, scripts=scripts, album=album(f"register-{language}-{device}")) as drita:
        hands.sign_in(drita, "Drita")
        drita.go("/registers/")
        drita.look("imports")
        press(drita, "Upload")
        sees(drita, drita.words("Choose a file."))
        drita.look("nothing chosen")
        drita.page.set_input_files("input[type=file]", file)
        press(drita, "Upload")
        drita.look("columns")
        press(drita, "Check the rows")
        drita.look("checking")
        site.job(WORK.format("check_register"))
        _reads_and_decides(drita)
        drita.page.get_by_role("button", name=drita.words.many("Add %(many)s person", "Add %(many)s people", 3, many=3)).click()
        drita.look("adding")
        site.job(WORK.format("add_register"))
        if not scripts:
            drita.page.reload()
        expect(drita.page.locator(".b-tile--green")).to_contain_text("3")
        drita.look("done")


def _reads_and_decides(drita: Visitor) -> None:
    if not drita.scripts:
        drita.page.reload()
    expect(drita.page.locator(".b-tiles")).to_be_visible()  # the page asked by itself
    drita.look("checked")
    press(drita, "Another person: add")
    sees(drita, drita.words("another person: will be added"))
    drita.look("decided")
    follow(drita, "Wrong")
    sees(drita, drita.words("Row %(n)s", n=5))
    drita.look("wrong")
    drita.page.locator("#leave_out").check()
