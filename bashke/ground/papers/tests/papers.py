"""Reading a paper back: what a screen reader and a search would find in it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Read:
    """What stands in a PDF."""

    text: str
    pages: int
    title: str
    language: str
    tagged: bool
    declares_ua: bool
    tags: frozenset[str]
    alternatives: tuple[str, ...]
    shows_title: bool


def read(pdf: bytes) -> Read:
    """Open a paper as any reader would."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    found: list[Any] = []
    _walk(root["/StructTreeRoot"], found)
    return Read(
        text="\n".join(page.extract_text() for page in reader.pages),
        pages=len(reader.pages),
        title=str(reader.metadata.title) if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        tagged=bool(root["/MarkInfo"].get("/Marked")),
        declares_ua="pdfuaid:part>1<" in xmp or 'pdfuaid:part="1"' in xmp,
        tags=frozenset(str(node["/S"]) for node in found if "/S" in node),
        alternatives=tuple(str(node["/Alt"]) for node in found if "/Alt" in node),
        shows_title=bool(root["/ViewerPreferences"].get("/DisplayDocTitle")),
    )


def _walk(node: Any, found: list[Any]) -> None:
    node = node.get_object()
    if isinstance(node, list):
        for inner in node:
            _walk(inner, found)
    elif isinstance(node, dict):
        found.append(node)
        if "/K" in node:
            _walk(node["/K"], found)
