"""docs/house.md as tests: rooms, sizes, who may write."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "bashke"
PACKAGES = sorted(path.parent for path in HOUSE.rglob("apps.py"))
ROOMS = {
    "__init__", "rules", "models", "queries", "papers", "actions", "forms", "views", "urls", "apps", "templates", "static", "locale", "migrations", "tests",
}  # fmt: skip
# Rooms of their own, each with its reason in docs/decisions/rooms.md.
EXTRA = {
    "access": {"permissions", "guards", "wall", "sessions", "middleware", "sql", "invitations", "vault", "kept"},
    "design": {"build", "assets", "templatetags", "README"},
    "journal": {"sql"},
    "papers": {"press", "typst"},
    "attachments": {"cleaner"},
    "protection": {"sql"},
    "requests": {"sql"},
    "casework": {"sql"},
    "rights": {"sql"},
    "law": {"data"},
    "territory": {"data"},
    "people": {"comparer"},
    "registers": {"reader"},
}
FORBIDDEN = {"utils", "util", "core", "common", "helpers", "helper", "services", "service", "managers", "manager"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "asave"}
# Where something else than a table is saved, or Django itself asks for a save.
NOT_TABLES = {"ground/access/sessions.py", "ground/access/models.py", "person/attachments/cleaner.py"}


def sources(*, tests: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    known = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True, text=True
    )
    for name in known.stdout.split():
        path, rooms = ROOT / name, Path(name).parts  # wherever this was cloned to
        inside = "tests" in rooms or path.name in {"conftest.py", "testing.py"}
        if path.exists() and "migrations" not in rooms and (tests or not inside):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_a_package_has_the_rooms_of_the_house_and_no_others(package: Path) -> None:
    rooms = {path.stem for path in package.iterdir() if path.name != "__pycache__"}
    assert rooms - ROOMS - EXTRA.get(package.name, set()) == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_a_package_says_what_it_is(package: Path) -> None:
    text = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(text.splitlines()) >= 3, "ten lines: what this is, whose duty, which law"


def test_no_room_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path, _ in sources(tests=True) if set(path.relative_to(ROOT).with_suffix("").parts) & FORBIDDEN] == []


def test_files_stay_small() -> None:
    long = {path.relative_to(ROOT).as_posix(): n for path, _ in sources(tests=True) if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_functions_stay_small() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40
    ]
    assert long == []


def test_no_function_imports() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_every_signature_is_typed() -> None:
    naked = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is None
    ]
    assert naked == []


def test_only_actions_write_tables() -> None:
    found = [
        f"{path.relative_to(HOUSE)}:{node.lineno} {node.func.attr}"
        for path, tree in sources()
        if HOUSE in path.parents and not {"actions.py", "actions", "demo"} & set(path.parts)
        if path.relative_to(HOUSE).as_posix() not in NOT_TABLES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if not _is_session_or_form_or_set(node.func)
    ]
    assert found == []


def _is_session_or_form_or_set(func: ast.Attribute) -> bool:
    """`request.session.save()`, `digest.update()`, `values.update()`, `progress.update()`: not tables."""
    owner = ast.unparse(func.value)
    return owner.endswith("session") or (func.attr == "update" and "objects" not in owner and "filter(" not in owner)
