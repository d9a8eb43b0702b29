"""Components say in words what they show in colour."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

PACKAGE = Path(__file__).resolve().parents[1]
FRAMES = ["design/portal.html", "design/desk.html", "design/print.html", "404.html", "403.html", "403_csrf.html", "400.html"]


def shown(source: str, **values: object) -> str:
    """The text of a template that uses the tags, in English."""
    with override("en"):
        html = Template("{% load design %}" + source).render(Context(values))
    return re.sub(r"\s+", " ", html)


def words(html: str) -> str:
    """Only what is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_a_clock_says_its_date_and_what_is_left() -> None:
    tag = '{% clock due "Answer by" today=today done=done %}'
    due, today = date(2026, 3, 3), date(2026, 3, 1)
    assert words(shown(tag, due=due, today=today, done=None)) == "Answer by 3 March 2026 · 2 days left"
    assert words(shown(tag, due=due, today=date(2026, 3, 6), done=None)) == "Answer by 3 March 2026 · 3 days late"
    assert words(shown(tag, due=due, today=today, done=date(2026, 3, 3))) == "Answer by 3 March 2026 · done in time"
    assert words(shown(tag, due=due, today=today, done=date(2026, 3, 4))) == "Answer by 3 March 2026 · 1 day late"
    by_hour, moment = '{% clock due "Ends" today=today hour=True %}', datetime(2026, 3, 2, 23, 24, tzinfo=UTC)
    assert words(shown(by_hour, due=moment, today=today)) == "Ends 3 March 2026, 00:24 · 2 days left"


def test_a_moment_is_said_in_albanian_time() -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert words(shown("{{ late|moment }}", late=late)) == "4 March 2026, 00:30"


def test_stages_say_which_is_done_and_which_is_now() -> None:
    html = shown("{% stages steps current=2 %}", steps=["Received", "Assessed", "Closed"])
    assert "Received (step done)" in words(html)
    assert "Assessed (step under way)" in words(html)
    assert html.count('aria-current="step"') == 1


def test_a_table_repeats_its_headings_for_phones() -> None:
    html = shown("{% table head rows %}", head=["Need", {"text": "Step", "numeric": True}], rows=[["Food", 2]])
    assert 'data-label="Step"' in html
    assert '<th scope="row"' in html


def test_bars_bring_their_table() -> None:
    html = shown('{% bars rows "Reached" unit="Persons" %}', rows=[("Children", 1240), ("Elderly", 620)])
    assert 'width="100.0"' in html
    assert 'width="50.0"' in html
    assert "<table" in html
    assert "1,240" in html


def test_cards_panels_and_rows_keep_markup_inside_and_escape_names() -> None:
    assert "<em>x</em>" in shown('{% card name href="/a" %}<em>x</em>{% endcard %}', name="Ana")
    html = shown("{% card name %}{{ name }}{% endcard %}{% row name %}{{ name }}{% endrow %}{% tag name %}", name="<b>Ana</b>")
    assert "<b>" not in html
    assert "SH-4K7M-92" in shown('{% panel "Sent" code="SH-4K7M-92" %}{% endpanel %}')


def test_a_post_button_carries_the_token_of_the_form() -> None:
    html = shown('{% post "Accept" "/accept/" %}', csrf_token="secret-token")
    assert 'value="secret-token"' in html


def test_an_empty_value_is_shown_as_a_dash_and_a_zero_as_zero() -> None:
    assert words(shown("{% summary rows %}", rows=[("Phone", ""), ("Children", 0)])) == "Phone – Children 0"


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_frame_stands_in_both_languages(name: str, language: str) -> None:
    with override(language):
        html = render_to_string(name, {}, request=RequestFactory().get("/x/?a=1"))
    assert f'<html lang="{language}"' in html
    assert 'id="main"' in html
    assert html.count("<main") == 1
    assert not re.search(r"\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html)


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_pages_need_nothing(name: str) -> None:
    source = (PACKAGE / "templates" / name).read_text()
    assert "{%" not in source
    assert "{{" not in source
    assert 'lang="sq"' in source
    assert 'lang="en"' in source


def test_every_template_of_the_package_parses() -> None:
    engine = Engine.get_default()
    for path in (PACKAGE / "templates").rglob("*.html"):
        if "django/forms" not in path.as_posix():
            engine.get_template(path.relative_to(PACKAGE / "templates").as_posix())
