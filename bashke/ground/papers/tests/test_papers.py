"""Papers that everybody can read, and that nobody can write into."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override

from .. import actions
from ..actions import NotPrinted, pressed
from ..press import characters
from ..rules import (
    LONGEST,
    Boxes,
    Code,
    Facts,
    Heading,
    Lead,
    Notice,
    Paper,
    PaperTooLong,
    Points,
    Quote,
    Sender,
    Signatures,
    Steps,
    Table,
    Words,
    plain,
)
from .papers import read

ALBANIAN = "Çdo fëmijë ka të drejtë: ËÇëç, “Shkodër” – këmbë, ç’është"
HOSTILE = (
    '#read("/etc/passwd")',
    '#image("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    '#include "paper.typ"',
    "]]) #panic(1) #{while true {}}",
    "*bold* _it_ `raw` $x^2$ <label> @label // comment /* more */",
    '\\u{41} \\ \\# "quoted" {{ braces }} ${x}',
    "<svg onload=alert(1)> &amp; <!-- -->",
)


@pytest.fixture
def sheet() -> Callable[..., Paper]:
    """A paper with every kind of block; `said` stands in each of them."""

    def make(said: str = ALBANIAN) -> Paper:
        return Paper(
            title=f"Vendim {said}", sender=Sender(said, (said,)), recipient=(said, said), date=said, reference=said, foot=said,
            blocks=(
                Words(said), Lead(said), Quote(said), Heading(said), Facts(((said, said, said),)), Steps((said, said)), Points((said,)), Boxes((said,)),
                Table((said, said), ((said, said),), (1, 2)), Notice(said, said), Signatures((said, said)),
                Code(said, said, said, f"https://example.org/#{said}", said),
            ),
        )  # fmt: skip

    return make


@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_screen_reader_finds_tags_a_language_and_a_title(sheet: Callable[..., Paper], language: str) -> None:
    with override(language):
        found = read(pressed(sheet()))
    assert (found.language, found.title, found.shows_title) == (language, f"Vendim {ALBANIAN}", True)
    assert found.tagged
    assert found.declares_ua
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= found.tags
    assert found.alternatives == ("Bashkë", ALBANIAN), "every picture says what it is"


def test_albanian_letters_arrive_as_they_were_written(sheet: Callable[..., Paper]) -> None:
    text = " ".join(read(pressed(sheet())).text.split())
    assert text.count(ALBANIAN) >= 12


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_person_wrote_is_never_read_as_markup(sheet: Callable[..., Paper], words: str) -> None:
    text = "".join(read(pressed(sheet(words))).text.split())
    assert text.count("".join(words.split())) >= 12, "it stands there letter by letter, and did nothing"
    assert "root:" not in text


def test_a_letter_the_fonts_do_not_have_leaves_a_mark_and_not_a_gap(sheet: Callable[..., Paper]) -> None:
    text = read(pressed(sheet("Emri فاطمة 漢 😀 fund"))).text
    assert "�" in text
    assert "Emri" in text
    assert "fund" in text


def test_greek_and_macedonian_names_are_written_in_their_own_letters(sheet: Callable[..., Paper]) -> None:
    text = read(pressed(sheet("Ελένη Ѓорѓи"))).text
    assert "Ελένη Ѓорѓи" in text


def test_letters_that_turn_the_reading_around_or_ring_a_bell_are_left_out() -> None:
    assert plain("a\u202eb\u2066c\x07d\x00e\ufefff\r\ng") == "abcdef\ng"
    assert plain("e\u0308") == "ë"


def test_a_long_plan_goes_on_over_numbered_pages(sheet: Callable[..., Paper]) -> None:
    found = read(pressed(Paper(title="Plani", sender=Sender("Bashkia"), blocks=tuple(Words(ALBANIAN * 5) for _ in range(60)))))
    assert found.pages > 2
    assert f"Faqja 2 nga {found.pages}" in found.text


def test_more_words_than_a_paper_carries_are_refused_before_anything_starts() -> None:
    with pytest.raises(PaperTooLong):
        pressed(Paper(title="x", sender=Sender("x"), blocks=(Words("a" * (LONGEST + 1)),)))


def test_only_demonstration_papers_say_that_they_are_synthetic(settings: object, sheet: Callable[..., Paper]) -> None:
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert "Demonstrim" not in read(pressed(sheet())).text
    settings.DEMO_MODE = True  # type: ignore[attr-defined]
    assert "Demonstrim" in read(pressed(sheet())).text


@pytest.mark.parametrize(
    ("does", "says"),
    [("while True: pass", "within"), ("x = bytearray(3 << 30)", "ended"), ("Path('/dev/shm/bashke-wrote').write_text('x')", "ended")],
)
def test_a_typesetter_that_runs_wild_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sheet: Callable[..., Paper], does: str, says: str
) -> None:
    wild = (actions.HERE / "press.py").read_text().replace("    compiler = typst.Compiler(", f"    {does}\n    compiler = typst.Compiler(")
    (tmp_path / "press.py").write_text(wild)
    (tmp_path / "typst").symlink_to(actions.HERE / "typst")
    monkeypatch.setattr(actions, "HERE", tmp_path)
    monkeypatch.setattr(actions, "SECONDS", 2)
    with pytest.raises(NotPrinted, match=says):
        pressed(sheet())


def test_without_fonts_the_operator_is_told_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sheet: Callable[..., Paper]
) -> None:
    monkeypatch.setattr(actions, "FONTS", tmp_path)
    with pytest.raises(NotPrinted, match="bashke assets"):
        pressed(sheet())


def test_every_face_of_the_papers_has_the_albanian_letters() -> None:
    faces = sorted(actions.FONTS.glob("*.ttf"))
    assert len(faces) == 4
    for face in faces:
        assert {ord(letter) for letter in "ëËçÇ“”–’€�"} <= characters(face.read_bytes()), face.name
