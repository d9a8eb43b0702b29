"""Forms come out as accessible markup, and dates answer in sentences."""

import re
from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from bashke.ground.design.forms import Checkboxes, Day, DayField, LadderField, Radios, Renderer, sentences


class AskForm(forms.Form):
    """One field of every kind."""

    default_renderer = Renderer()
    name = forms.CharField(label="Name", help_text="As on the card.")
    email = forms.EmailField(label="E-mail", required=False)
    story = forms.CharField(label="Story", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Place", choices=[("sh", "Shkodër")])
    who = forms.ChoiceField(label="Who?", choices=[("me", "Me"), ("other", "Other")], widget=Radios(hints={"other": "A neighbour."}))
    needs = forms.MultipleChoiceField(label="Needs", choices=[("a", "Care")], widget=Checkboxes(hints={"a": "At home."}))
    born = DayField(label="Born", latest=date(2026, 3, 3), birthday=True)
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    paper = forms.FileField(label="Paper", required=False)
    home = LadderField(label="Home", anchors=["street", "shelter", "rented", "safe", "own"], before=2)
    agree = forms.BooleanField(label="I agree")


def born(**typed: str) -> list[str]:
    """The sentences about the day of birth for what was typed."""
    with override("en"):
        form = AskForm({f"born_{part}": text for part, text in typed.items()})
        return [str(error) for error in form["born"].errors]


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2024", "This date does not exist: that month has 29 days."),
        ("0", "2", "2024", "This date does not exist: that month has 29 days."),
        ("1", "13", "2024", "There is no month 13. Months go from 1 to 12."),
        ("1", "", "2024", "The month is missing."),
        ("1", "summer", "2024", "Write the date in numbers, for example 27 3 1985."),
        ("1", "3", "85", "Write the year with four digits, for example 1985."),
        ("²", "3", "1985", "Write the date in numbers, for example 27 3 1985."),
        ("4", "3", "2026", "The date must be 3\u00a0March\u00a02026 or earlier."),
    ],
)
def test_an_impossible_date_is_told_in_a_sentence(day: str, month: str, year: str, said: str) -> None:
    assert born(day=day, month=month, year=year) == [said]


def test_a_date_is_taken_from_boxes_from_words_and_from_one_iso_text() -> None:
    field = DayField()
    widget = Day()
    for data in (
        {"d_day": "3", "d_month": "3", "d_year": "2026"},
        {"d_day": "03", "d_month": "mars", "d_year": "2026"},
        {"d": "2026-03-03"},
    ):
        assert field.clean(widget.value_from_datadict(data, {}, "d")) == date(2026, 3, 3)
    assert DayField(required=False).clean(widget.value_from_datadict({}, {}, "d")) is None
    assert not field.has_changed(date(2026, 3, 3), ("3", "3", "2026"))
    assert field.has_changed(date(2026, 3, 3), ("x", "3", "2026"))


def test_what_was_typed_stays_in_the_boxes() -> None:
    html = str(AskForm({"born_day": "31", "born_month": "shkurt", "born_year": "2024"})["born"])
    assert [text in html for text in ('value="31"', 'value="shkurt"', 'value="2024"')] == [True, True, True]
    assert 'autocomplete="bday-day"' in html


def test_every_field_is_tied_to_its_label_hint_and_error() -> None:
    html = AskForm({}).render()
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    described = {one for many in re.findall(r'aria-describedby="([^"]+)"', html) for one in many.split()}
    labelled = set(re.findall(r'\bfor="([^"]+)"', html))
    assert described <= ids
    assert labelled <= ids
    assert len(ids) == len(re.findall(r'\bid="([^"]+)"', html)), "an id stands twice"
    assert {"id_name_helptext", "id_name_error", "id_who_1_hint"} <= described


def test_no_markup_carries_a_style_or_an_inline_script() -> None:
    html = AskForm({}).render()
    assert not re.search(r"\sstyle=|<script|\son\w+=", html)


def test_inputs_look_like_their_kind_and_show_their_error() -> None:
    form = AskForm({"email": "x"})
    assert 'class="govuk-input govuk-input--error"' in str(form["email"])
    assert 'class="govuk-textarea"' in str(form["story"])
    assert 'class="govuk-select govuk-select--error"' in str(form["place"])
    assert "govuk-js-password-input-input" in str(form["secret"])
    assert "b-ladder__rung--before" in str(form["home"])


def test_optional_fields_say_so_unless_the_form_is_a_filter() -> None:
    with override("en"):
        assert "(optional)" in AskForm()["story"].as_field_group()
        assert "(optional)" not in AskForm()["name"].as_field_group()
        quiet = AskForm()
        quiet.show_optional = False  # type: ignore[attr-defined]
        assert "(optional)" not in quiet["story"].as_field_group()


def test_the_error_summary_leads_to_each_field() -> None:
    with override("en"):
        form = AskForm({"born_day": "31", "born_month": "2", "born_year": "2024"})
        html = render_to_string("design/errors.html", {"form": form})
    ids = set(re.findall(r'\bid="([^"]+)"', form.render()))
    links = re.findall(r'href="#([^"]+)"', html)
    assert links
    assert set(links) <= ids
    assert "Name: This field is required." in html
    assert "id_born_day" in links


def test_a_general_sentence_names_its_field_and_a_question_keeps_its_mark() -> None:
    with override("en"):
        form = AskForm({"who": "zz"})
        assert sentences(form["name"]) == ["Name: This field is required."]
        assert sentences(form["who"])[0].startswith("Who? Select a valid choice.")
        assert sentences(form["home"]) == ["Choose a step."]


def test_a_form_without_errors_has_no_summary() -> None:
    assert not render_to_string("design/errors.html", {"form": AskForm()}).strip()


def test_what_people_type_is_escaped() -> None:
    html = AskForm({"name": "<b>x</b>", "born_day": '"><b>'}).render()
    assert "<b>" not in html
