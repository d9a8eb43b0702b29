"""docs/guides/operator.md knows every setting and every task, and invents none."""

import re
from argparse import _SubParsersAction
from pathlib import Path

from bashke.site.command import _parser
from bashke.site.configuration import SECRET_NAMES

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guides" / "operator.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:BASHKE_[A-Z_]*[A-Z]|DATABASE_URL|PG_BIN)\b")
# Tasks of those who build Bashkë or look at the demo, not of who runs it.
NOT_FOR_OPERATORS = {"demo", "demo-clean", "messages", "states"}


def read_in_code() -> set[str]:
    """Every setting named in the code; secrets are named by their list."""
    sources = [path for path in (ROOT / "bashke").rglob("*.py") if "tests" not in path.parts and path.name != "testing.py"]
    found = {name for path in sources for name in NAME.findall(path.read_text(encoding="utf-8"))}
    return found - {"BASHKE_SECRET"} | {f"BASHKE_SECRET_{name.upper()}" for name in SECRET_NAMES}


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    lines = re.findall(r"^\| (`.+?) \|", GUIDE.partition("## Settings")[2], re.M)
    explained = {name for line in lines for name in NAME.findall(line)}
    assert explained == read_in_code()


def test_the_examples_set_what_exists() -> None:
    names = {name for path in (ROOT / "docs" / "guides" / "systemd").iterdir() for name in NAME.findall(path.read_text(encoding="utf-8"))}
    assert names <= read_in_code()


def test_every_task_of_the_operator_is_in_the_guide() -> None:
    [tasks] = [action for action in _parser()._actions if isinstance(action, _SubParsersAction)]
    assert [task for task in tasks.choices if task not in NOT_FOR_OPERATORS and f"bashke {task}" not in GUIDE] == []


def test_the_start_up_files_run_tasks_that_exist() -> None:
    parser = _parser()
    for unit in (ROOT / "docs" / "guides" / "systemd").glob("*.service"):
        for line in re.findall(r"^Exec\w+=/srv/bashke/\.venv/bin/bashke (.+)$", unit.read_text(encoding="utf-8"), re.M):
            parser.parse_args(line.split())
