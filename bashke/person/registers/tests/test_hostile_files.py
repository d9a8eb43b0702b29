"""Files that mean harm, or only look like a register: each is refused with its sentence, small and soon, and nothing is kept."""

import subprocess
import sys
from pathlib import Path

import pytest

from bashke.ground.law.rules import NotAllowed
from bashke.person.registers import actions, queries
from bashke.person.registers.models import Import
from bashke.person.registers.queries.reading import PROGRAM

from .conftest import ARBEN, HEADINGS, MIRA, NOW, as_csv, as_xlsx, checked, said
from .hostile import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(drita, name):
    data, says = HOSTILE[name]
    with pytest.raises(NotAllowed, match=says):
        checked(drita, data=data, name="regjistri.xlsx")
    assert not Import.objects.filter(status="checked").exists()


# In a process of its own, whose only child is the reader: the kernel's count of the processor's seconds and of the most memory (kB).
MEASURING = (
    "import resource, subprocess, sys\n"
    "subprocess.run([sys.executable, '-I', sys.argv[1], 'all'], stdin=open(sys.argv[2], 'rb'), stdout=subprocess.DEVNULL)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_less_than_a_second_and_100_megabytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[name][0])
    told = subprocess.run([sys.executable, "-c", MEASURING, str(PROGRAM), str(path)], capture_output=True, text=True, check=True)
    seconds, kilobytes = (float(number) for number in told.stdout.split())
    assert seconds < 1
    assert 0 < kilobytes < 100_000


def test_more_rows_than_a_file_may_have_are_said_in_words(drita):
    with pytest.raises(NotAllowed, match="300,000 rows: split the file"):
        checked(drita, data=b"Emri;Mbiemri\n" + b"Ana;Marku\n" * 300_100)


def test_a_file_that_is_too_large_is_not_even_opened(drita):
    with pytest.raises(NotAllowed, match="40 MB"):
        queries.head(b"a;b\n" * (11 << 20))


def test_a_wrong_ending_does_no_harm(drita):
    assert checked(drita, data=as_csv([ARBEN]), name="regjistri.xlsx").ready == 1
    assert checked(drita, data=as_xlsx([MIRA]), name="regjistri.csv").ready == 1


def test_a_formula_is_a_text_and_no_name(drita):
    source = checked(drita, [["1", '=HYPERLINK("http://x")', "+Marku", "", "", "", "", "@SUM(A1)", ""]], name="a.csv")
    assert said(source)[0] == (2, "no_birth_date")
    assert source.wrong == 1
    text = queries.problems_as_csv(drita, source)
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'+Marku" in text


def test_the_columns_of_the_file_are_no_formulas_either(drita):
    data = as_csv([["1", "", "Marku"]], ["Nr", "Emri", "Mbiemri"]).replace(b"Mbiemri", b"Mbiemri") + b"\n"
    source = actions.receive(by=drita, at=NOW, file_name="a.csv", data=data.replace(b"Emri;", b"=1+1;"))
    given = source.headings.index("=1+1")
    actions.match(by=drita, at=NOW, source=source, mapping={**actions.guessed(source), given: "given_name"}, queue=False)
    text = queries.problems_as_csv(drita, actions.check(by=drita, at=NOW, source=source.pk))
    assert "'=1+1" in text


def test_the_reading_program_knows_nothing_of_this_house() -> None:
    text = PROGRAM.read_text(encoding="utf-8")
    assert "bashke" not in text.replace("bashke.person", "")
    assert "django" not in text
    assert len(HEADINGS) == 9
