"""`bashke messages`: gather every string of every package into its two catalogues, and compile them. No GNU tools needed.

Each package keeps its own words in `locale/`: whoever copies a folder to add a feature copies its words too.
"""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("sq", "en")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "NotAllowed": None,
}  # fmt: skip
_CALL = re.compile(r"""\b(n?gettext|_)\((u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")(?:, (u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"))?""", re.S)
NOISE = re.compile(
    r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Project-Id-Version): .*?\\n"\n'
)
Msgid = str | tuple[str, str]


def packages() -> list[Path]:
    """Every folder with an apps.py, and the site with its error pages."""
    return sorted({path.parent for path in PACKAGE.rglob("apps.py")} | {PACKAGE / "site"})


def strings(package: Path) -> dict[Msgid, set[str]]:
    """Every string of a package and the files it stands in."""
    found: dict[Msgid, set[str]] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if {"tests", "migrations", "static", "data"} & set(path.relative_to(package).parts):
            continue
        for msgid in _in_template(path) if path.suffix in {".html", ".txt"} else _in_python(path):
            found.setdefault(msgid, set()).add(path.relative_to(package).as_posix())
    return found


def catalogue(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def update(package: Path) -> None:
    """Bring both catalogues up to date: new strings come in empty (English: as they are), vanished ones go."""
    found = strings(package)
    for language in LANGUAGES:
        path = catalogue(package, language)
        old = _read(path, language)
        fresh = Catalog(locale=language, project="bashke", charset="utf-8", fuzzy=False)
        for msgid in sorted(found, key=lambda m: m if isinstance(m, str) else m[0]):
            known = old.get(msgid if isinstance(msgid, str) else msgid[0])
            translated = known.string if known is not None and known.string and not known.fuzzy else None
            if translated is None and language == "en":
                translated = msgid
            flags = {"python-format"} if "%(" in str(msgid) else set()
            places: Any = [(f, None) for f in sorted(found[msgid])]
            fresh.add(msgid, translated or (("", "") if isinstance(msgid, tuple) else ""), places, flags=flags)
        if found:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_po(out, fresh, width=0, omit_header=False, include_lineno=False)
            _still(path)


def compile_all() -> int:
    """Write every .mo that is older than its .po; returns how many."""
    made = 0
    for path in PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with path.open("rb") as source, target.open("wb") as out:
                write_mo(out, read_po(source, locale=path.parents[1].name))
            made += 1
    return made


def run(arguments: argparse.Namespace) -> None:
    for package in packages():
        update(package)
    compile_all()


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _still(path: Path) -> None:
    """Drop dates and empty addresses: a catalogue changes when its words do."""
    text = re.sub(
        r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Project-Id-Version): .*?\\n"\n',
        "",
        path.read_text(encoding="utf-8"),
    )
    path.write_text(re.sub(r"\A(#.*\n)+", "", text), encoding="utf-8")


def _in_python(path: Path) -> Iterator[Msgid]:
    with path.open("rb") as source:
        if b"gettext" not in source.read() and b"NotAllowed" not in path.read_bytes():
            return
    for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):  # type: ignore[arg-type]
        yield (str(message[0]), str(message[1])) if isinstance(message, tuple) else message


def _in_template(path: Path) -> Iterator[Msgid]:
    text = path.read_text(encoding="utf-8")
    if "i18n" not in text and "translate" not in text and "_(" not in text:
        return
    for _function, one, many in _CALL.findall(templatize(text)):
        msgid = ast.literal_eval(one)
        yield (msgid, ast.literal_eval(many)) if many else msgid
