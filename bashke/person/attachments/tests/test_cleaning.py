"""What comes in is never kept as it came: photographs without place, PDFs without scripts, and hostile files not at all."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from bashke.ground.law.rules import NotAllowed
from bashke.person.attachments import actions
from bashke.person.attachments.actions import cleaned
from bashke.person.attachments.queries import Limits
from bashke.person.attachments.rules import Kind, clean_name

MOST = Limits(megabytes=2, megapixels=20, pages=5, of_case=10)
GPS = 0x8825
SECRET = b"GPS-42.0683-19.5126"


def picture(shape: str = "JPEG", *, marked: bool = False, size: tuple[int, int] = (120, 80)) -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    if marked:
        exif[0x010F] = SECRET.decode()  # the maker of the camera
        exif.get_ifd(GPS)[2] = (42.0, 4.0, 5.0)
        exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", size, "teal").save(made, shape, exif=exif)
    return made.getvalue()


def pdf(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _number in range(pages):
        made.add_blank_page(page_size=(200, 200))
    return made


def saved(document: pikepdf.Pdf, **how: object) -> bytes:
    made = io.BytesIO()
    document.save(made, **how)
    return made.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 30,000 points wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 90_000)) + chunk(b"IEND", b"")


def refused(came: bytes) -> str:
    with pytest.raises(NotAllowed) as no:
        cleaned(came, MOST)
    return str(no.value)


@pytest.mark.parametrize("shape", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_loses_place_and_camera_and_stands_upright(shape: str) -> None:
    came = picture(shape, marked=True)
    assert SECRET in came
    kind, made = cleaned(came, MOST)
    assert kind is Kind.PHOTO
    assert SECRET not in made
    with Image.open(io.BytesIO(made)) as seen:
        assert (seen.format, seen.size, len(seen.getexif())) == ("JPEG", (80, 120), 0)


def test_what_stands_behind_a_photograph_is_gone() -> None:
    """A file that is a picture and a program at once comes out as a picture."""
    came = picture() + b"<script>alert(1)</script>PK\x03\x04evil.exe"
    _kind, made = cleaned(came, MOST)
    assert b"script" not in made
    assert b"evil" not in made


def test_a_pdf_loses_scripts_hidden_files_names_and_what_the_camera_wrote() -> None:
    came = pdf()
    came.Root.OpenAction = came.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')"))
    came.attachments["secret.txt"] = pikepdf.AttachedFileSpec(came, b"hidden words", filename="secret.txt")
    came.docinfo["/Author"] = "Somebody Else"
    with came.open_metadata() as meta:
        meta["dc:creator"] = ["Somebody Else"]
    scan = pikepdf.Stream(came, picture(marked=True))
    scan.Type, scan.Subtype, scan.Width, scan.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 120, 80
    scan.ColorSpace, scan.BitsPerComponent, scan.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    came.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=scan))
    came.pages[0].Contents = pikepdf.Stream(came, b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    body = saved(came, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert SECRET in body
    kind, made = cleaned(body, MOST)
    assert kind is Kind.PDF
    with pikepdf.open(io.BytesIO(made)) as left:
        assert not {"/OpenAction", "/Names", "/AcroForm", "/Metadata"} & set(left.Root.keys())
        assert len(left.docinfo) == 0
        assert len(left.attachments) == 0
        assert "/Im0" in left.pages[0].Resources.XObject, "the scan itself stays"
    for gone in (b"alert", b"hidden words", b"Somebody Else", SECRET):
        assert gone not in made


def test_what_was_typed_into_a_form_stays_on_the_page() -> None:
    came = pdf()
    field = came.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="Ana Marku", Rect=[10, 10, 190, 30], F=4,
        DA="/Helv 12 Tf 0 g",
    ))  # fmt: skip
    font = came.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    came.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], NeedAppearances=True, DA="/Helv 12 Tf 0 g", DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    )
    came.pages[0].Annots = pikepdf.Array([field])
    _kind, made = cleaned(saved(came), MOST)
    with pikepdf.open(io.BytesIO(made)) as left:
        drawn = b"".join(one.read_bytes() for one in left.objects if isinstance(one, pikepdf.Stream))
    assert b"Ana Marku" in drawn


@pytest.mark.parametrize(
    ("came", "says"),
    [
        (b"", "empty"), (b"just some words", "Only photographs"), (b"PK\x03\x04" + b"\0" * 60, "Only photographs"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Only photographs"), (b"<html><script>1</script>", "Only photographs"),
        (b"MZ" + b"\0" * 90, "Only photographs"), (b"%PDF-1.7\nnothing else", "cannot be read"), (picture()[:60], "cannot be read"),
        (bomb(), "million points"), (saved(pdf(6)), "more than 5 pages"), (b"\0" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (saved(pdf(), encryption=pikepdf.Encryption(owner="a", user="b")), "locked with a password"),
    ],
    ids=["empty", "words", "zip", "svg", "html", "program", "half a pdf", "half a picture", "bomb", "pages", "heavy", "locked"],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_refused_in_a_sentence(came: bytes, says: str) -> None:
    assert says in refused(came)


def test_a_cleaner_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    endless = tmp_path / "cleaner.py"  # type: ignore[operator]
    endless.write_text("while True: pass")
    monkeypatch.setattr(actions, "CLEANER", endless)
    monkeypatch.setattr(actions, "SECONDS", 1)
    assert "cannot be read" in refused(picture())


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("certifikatë.pdf", "certifikatë.jpg"), ("../../etc/passwd", "passwd.jpg"), ("C:\\Users\\x\\foto.exe", "foto.jpg"), ("", "dokument.jpg"),
        ("...", "dokument.jpg"), ("a\r\nSet-Cookie: x.png", "a Set-Cookie x.jpg"), ("\u202egnp.exe", "gnp.jpg"), ("x" * 300 + ".png", "x" * 100 + ".jpg"),
    ],
)  # fmt: skip
def test_a_name_is_a_name_and_no_path(name: str, clean: str) -> None:
    assert clean_name(name, Kind.PHOTO) == clean.replace("a Set", "aSet")
