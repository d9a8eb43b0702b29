"""The cleaner: a program of its own. A file as it came goes in on standard input, a clean one comes out on standard output.

    python cleaner.py <most megapixels> <most pages>

The first line of the answer is JSON: {"kind": "jpg"|"pdf"} followed by the file, or {"fault": "..."} (rules.Fault) and nothing.
It stands apart from the house (imports nothing of it), so that a hostile file meets a process that can write no file and use
no more memory and time than it was given. What it makes is new: a picture drawn again, a PDF written again.
"""

import io
import json
import sys
from typing import Any

import filetype
import pikepdf
from PIL import Image, ImageOps

try:
    import resource
except ImportError:  # Windows: the time limit of the caller remains
    resource = None  # type: ignore[assignment]

MEMORY, SECONDS = 1 << 30, 20
PHOTOS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONGEST_SIDE = 3000  # enough to read a page of small print
QUALITY = 85
START_OF_SCAN = 0xDA
CAMERA = frozenset({0xE1, 0xED, 0xFE})  # APP1 (EXIF, XMP), APP13 (IPTC), comment
OF_STREAM = ("/Metadata", "/PieceInfo", "/AF")
OF_PAGE = ("/AA", "/Metadata", "/PieceInfo", "/AF", "/Annots", "/Thumb", "/Trans")


class Refused(Exception):
    """One of rules.Fault."""


def main() -> None:
    _limit()
    megapixels, pages = int(sys.argv[1]), int(sys.argv[2])
    try:
        kind, made = clean(sys.stdin.buffer.read(), megapixels, pages)
    except Refused as fault:
        sys.stdout.write(json.dumps({"fault": str(fault)}) + "\n")
        return
    sys.stdout.buffer.write(json.dumps({"kind": kind}).encode() + b"\n" + made)


def clean(came: bytes, megapixels: int, pages: int) -> tuple[str, bytes]:
    """The kind by content, never by name, and the file made anew. Raises Refused."""
    if not came:
        raise Refused("empty")
    mime = filetype.guess_mime(came)
    if mime == "application/pdf":
        return "pdf", _pdf(came, pages)
    if mime in PHOTOS:
        return "jpg", _photo(came, PHOTOS[mime], megapixels)
    raise Refused("type")


def _photo(came: bytes, shape: str, megapixels: int) -> bytes:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before a point is drawn
    try:
        with Image.open(io.BytesIO(came), formats=[shape]) as picture:
            if picture.width * picture.height > megapixels * 1_000_000:
                raise Refused("pixels")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            seen = upright.convert("RGBA") if "A" in upright.getbands() or "transparency" in upright.info else upright.convert("RGB")
            paper = Image.new("RGB", seen.size, "white")
            paper.paste(seen, mask=seen if seen.mode == "RGBA" else None)
            made = io.BytesIO()
            paper.save(made, "JPEG", quality=QUALITY, optimize=True)
            return made.getvalue()
    except Refused:
        raise
    except MemoryError:
        raise Refused("pixels") from None
    except Exception:
        raise Refused("broken") from None


def _pdf(came: bytes, pages: int) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(came)) as old, pikepdf.new() as new:
            if len(old.pages) == 0:
                raise Refused("broken")
            if len(old.pages) > pages:
                raise Refused("pages")
            old.generate_appearance_streams()
            old.flatten_annotations("all")  # what was typed into a form becomes part of the page
            for page in old.pages:
                _strip(page.obj, OF_PAGE)
            for part in old.objects:
                if isinstance(part, pikepdf.Stream):
                    _strip(part, OF_STREAM)
                    if part.get("/Filter") == pikepdf.Name.DCTDecode:
                        _bare(part)
            new.pages.extend(old.pages)  # only pages travel: forms, scripts, attached files and the old names stay behind
            made = io.BytesIO()
            new.save(made, deterministic_id=True)
            return made.getvalue()
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except Refused:
        raise
    except Exception:
        raise Refused("broken") from None


def _bare(scan: Any) -> None:
    parameters = {"decode_parms": scan["/DecodeParms"]} if "/DecodeParms" in scan else {}
    scan.write(bare_jpeg(scan.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, **parameters)


def bare_jpeg(scan: bytes) -> bytes:
    """A JPEG inside a PDF without what the camera wrote into it: EXIF, comments; colour profiles stay."""
    kept, at = bytearray(scan[:2]), 2
    while at + 4 <= len(scan) and scan[at] == 0xFF and scan[at + 1] != START_OF_SCAN:
        end = at + 2 + int.from_bytes(scan[at + 2 : at + 4], "big")
        if scan[at + 1] not in CAMERA:
            kept += scan[at:end]
        at = end
    return bytes(kept + scan[at:])


def _strip(part: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in part:
            del part[name]


def _limit() -> None:
    if resource is None:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
