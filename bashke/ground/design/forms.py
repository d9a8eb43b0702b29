"""Form rendering and the fields of this house.

`FORM_RENDERER = "bashke.ground.design.forms.Renderer"` makes every Django form come out as accessible markup: label,
hint, error in words, tied together by id. Fields: `DayField` (three boxes, clear sentences), `LadderField` (five rungs
with anchor texts), widgets `Radios` and `Checkboxes` (a hint under each choice).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from django.template.backends.django import DjangoTemplates as Engine
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from bashke.ground.design import rules
from bashke.ground.design.queries import page_language

Text = str | Promise
TEMPLATES = Path(__file__).resolve().parent / "templates"
STYLES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (Input, "govuk-input"),
)
WITHOUT_STYLE = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class HouseField(BoundField):
    """A field as it stands in a page: knows its style class and whether it is optional."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes (aria-invalid, aria-describedby, required), and the class of this kind of input."""
        widget = widget or self.field.widget
        built = dict(super().build_widget_attrs(attrs, widget))
        style = style_of(widget)
        if style:
            own = [style, widget.attrs.get("class", ""), f"{style}--error" if self.errors else ""]
            built["class"] = " ".join(name for name in own if name)
        if isinstance(self.field, forms.EmailField):
            built.setdefault("autocomplete", widget.attrs.get("autocomplete", "email"))
            built.setdefault("spellcheck", "false")
        return built

    @property
    def optional(self) -> bool:
        """Say "(optional)"? Yes, unless the form says `show_optional = False` or it is a lone checkbox."""
        alone = isinstance(self.field.widget, forms.CheckboxInput)
        return not self.field.required and not alone and getattr(self.form, "show_optional", True)

    @property
    def lone_checkbox(self) -> bool:
        """Is this one checkbox, whose label stands beside it?"""
        return isinstance(self.field.widget, forms.CheckboxInput)


def sentences(bound: BoundField) -> list[str]:
    """The errors of a field as they stand alone in the summary: Django's general sentences get the label in front."""
    parents = [kind for kind in type(bound.field).__mro__ if kind.__module__.startswith("django.")]
    general = {str(text) for kind in parents for text in getattr(kind, "default_error_messages", {}).values()}
    lines = []
    for error in bound.errors.as_data():
        said = " ".join(error.messages)
        colon = "" if str(bound.label).endswith(("?", ":")) else ":"
        lines.append(f"{bound.label}{colon} {said}" if str(error.message) in general else said)
    return lines


def style_of(widget: forms.Widget) -> str:
    """The class of an input of this kind; empty for groups, which style each choice."""
    if isinstance(widget, WITHOUT_STYLE):
        return ""
    return next((style for kind, style in STYLES if isinstance(widget, kind)), "")


class Renderer(DjangoTemplates):
    """Renders forms and widgets with the templates of this package before Django's own."""

    form_template_name = "design/form/form.html"
    field_template_name = "design/form/group.html"
    bound_field_class = HouseField

    @cached_property
    def engine(self) -> Engine:
        """Our templates first, then Django's form templates, then those of the other apps."""
        django_own = Path(forms.__file__).resolve().parent / "templates"
        return Engine({"APP_DIRS": True, "DIRS": [TEMPLATES, django_own], "NAME": "bashkeforms", "OPTIONS": {}})


class Hinted:
    """Choices that may each carry a hint: `hints={"value": "text"}`."""

    def __init__(self, *args: Any, hints: Mapping[Any, Text] | None = None, **kwargs: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(*args, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, with its hint."""
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        hint = self.hints.get(getattr(value, "value", value)) or self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option  # type: ignore[no-any-return]


class Radios(Hinted, forms.RadioSelect):
    """Radio buttons; `hints` explains choices, `inline=True` sets two short ones side by side."""

    def __init__(self, *args: Any, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, and whether the choices stand side by side."""
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class Checkboxes(Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes; `hints` explains choices."""


class Ladder(forms.RadioSelect):
    """Five rungs with anchor texts; `before` is the rung of the last assessment."""

    template_name = "design/form/ladder.html"

    def __init__(self, *args: Any, before: int | None = None, ends: tuple[Text, Text] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.ends = before, ends

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with the earlier rung and the words at both ends."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(before=str(self.before) if self.before else "", ends=self.ends)
        return context


class LadderField(forms.TypedChoiceField):
    """A rung from 1 to the number of anchors. `anchors` are the texts from the lowest rung up. Value: int or None."""

    widget = Ladder

    def __init__(
        self, *, anchors: Iterable[Text] = (), before: int | None = None, ends: tuple[Text, Text] | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("choices", [(number, text) for number, text in enumerate(anchors, start=1)])
        kwargs.setdefault("coerce", int)
        kwargs.setdefault("empty_value", None)
        kwargs.setdefault("widget", Ladder(before=before, ends=ends))
        kwargs.setdefault("error_messages", {"required": _("Choose a step.")})
        super().__init__(**kwargs)


class Day(forms.Widget):
    """Three boxes: day, month, year. Its value is the three texts as typed; a plain ISO text is taken too."""

    template_name = "design/form/day.html"
    use_fieldset = True
    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...] | None:
        """What was typed, or None when nothing was."""
        iso = str(data.get(name) or "").split("-")
        typed = tuple(iso[::-1]) if len(iso) == 3 else tuple(str(data.get(f"{name}_{part}") or "").strip() for part in self.parts)
        return typed if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Nothing of it was sent."""
        return name not in data and not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Links in the error summary lead to the first box."""
        return f"{id_}_day" if id_ else id_

    def format_value(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        """A date or the typed texts as three texts."""
        if isinstance(value, date):
            return (str(value.day), str(value.month), str(value.year))
        if isinstance(value, str) and value.count("-") == 2:
            return tuple(value.split("-")[::-1])
        return tuple(value) if value else ("", "", "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The three boxes with label, id, width and what the browser may fill in."""
        context = super().get_context(name, value, attrs)
        labels, widths = (_("Day"), _("Month"), _("Year")), (2, 2, 4)
        context["widget"]["boxes"] = [
            {
                "name": f"{name}_{part}",
                "part": part,
                "label": label,
                "width": width,
                "value": typed,
                "autocomplete": f"bday-{part}" if self.birthday else "",
            }
            for part, label, width, typed in zip(self.parts, labels, widths, context["widget"]["value"], strict=True)
        ]
        return context


class DayField(forms.Field):
    """A day. Says in a sentence what is missing or impossible; `earliest` and `latest` bound it. Value: date or None."""

    widget = Day
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter a date."),
        "no_day_typed": _("The day is missing."),
        "no_month_typed": _("The month is missing."),
        "no_year_typed": _("The year is missing."),
        "not_a_number": _("Write the date in numbers, for example 27 3 1985."),
        "no_month": _("There is no month %(month)s. Months go from 1 to 12."),
        "no_day": _("This date does not exist: that month has %(days)s days."),
        "no_year": _("Write the year with four digits, for example 1985."),
        "too_early": _("The date must be %(day)s or later."),
        "too_late": _("The date must be %(day)s or earlier."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Day(birthday=birthday))
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        """The three texts as a day; ValidationError with the sentence that helps."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        day, month, year = (str(part).strip() for part in value)
        for typed, part in zip((day, month, year), Day.parts, strict=True):
            if not typed:
                self._refuse(f"no_{part}_typed")
        number = rules.month_number(month)
        if number is None or not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit()):
            self._refuse("not_a_number")
        return self._existing(int(day), int(number or 0), year)

    def _existing(self, day: int, month: int, year: str) -> date:
        if not 1 <= month <= 12:
            self._refuse("no_month", month=month)
        if len(year) != 4 or year.startswith("0"):
            self._refuse("no_year")
        days = rules.days_in_month(month, int(year))
        if not 1 <= day <= days:
            self._refuse("no_day", days=days)
        return date(int(year), month, day)

    def validate(self, value: date | None) -> None:
        """Required, and within the bounds."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            self._refuse("too_early", day=rules.date_long(self.earliest, page_language()))
        if value and self.latest and value > self.latest:
            self._refuse("too_late", day=rules.date_long(self.latest, page_language()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not texts."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _refuse(self, code: str, **params: Any) -> None:
        raise ValidationError(self.error_messages[code], code=code, params=params)
