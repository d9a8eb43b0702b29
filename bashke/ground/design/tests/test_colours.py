"""Every pair of ink and ground is readable: WCAG 2.2 AA, light and dark."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[1] / "assets" / "scss" / "_tokens.scss").read_text()
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in ("paper", "surface", "sunken")),
    *((name, f"{name}-soft") for name in ("primary", "ok", "warn", "bad", "violet", "blue", "grey")),
    *((name, ground) for name in ("ok", "warn", "bad", "accent") for ground in ("paper", "surface")),
    ("accent", "accent-soft"),
    ("surface", "accent"),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-bad", "bad-fill"),
    ("on-bad", "bad-fill-hover"),
    ("focus-ink", "focus"),
    ("desk-ink", "desk"),
    ("desk-soft", "desk"),
    ("desk-ink", "desk-lift"),
]
SHAPES = [("line-strong", "paper"), ("line-strong", "surface"), ("bar", "sunken"), ("primary", "paper"), ("accent", "paper")]


def palette(dark: bool) -> dict[str, str]:
    """The colours of one scheme; what dark does not name stays as in light."""
    light, night = TOKENS.split("@media (prefers-color-scheme: dark)")
    named = dict(re.findall(r"--b-([\w-]+): (#[0-9a-f]{6})", light))
    if dark:
        named |= dict(re.findall(r"--b-([\w-]+): (#[0-9a-f]{6})", night.split("@media print")[0]))
    return named


def light_of(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((light_of(one), light_of(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    assert round(contrast("#000000", "#ffffff")) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_can_be_read(ink: str, ground: str, dark: bool) -> None:
    colours = palette(dark)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(shape: str, ground: str, dark: bool) -> None:
    colours = palette(dark)
    assert contrast(colours[shape], colours[ground]) >= 3
