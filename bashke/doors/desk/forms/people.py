"""Finding a person, adding one, correcting one, and asking another municipality."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import DayField, Radios
from bashke.ground.design.queries import LANGUAGE_NAMES
from bashke.ground.territory.queries import units_of
from bashke.person.people.rules import Sex, clean_personal_number
from bashke.person.requests.forms import PhoneField

LANGUAGES = list(LANGUAGE_NAMES.items())
SEXES = [(Sex.FEMALE, _("Female")), (Sex.MALE, _("Male")), (Sex.UNKNOWN, _("Not told"))]
EARLIEST = date(1900, 1, 1)


class PersonalNumberField(forms.CharField):
    """Letter, eight digits, letter; written with or without spaces. Value: str or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Personal number"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("On the identity card: a letter, eight digits, a letter."))
        attributes = {"class": "govuk-input--width-10", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        try:
            return clean_personal_number(text)
        except ValueError:
            raise ValidationError(
                _("A personal number is a letter, eight digits and a letter, for example J12345678K."), code="form"
            ) from None


class BornField(DayField):
    """A birth date, or the year alone where the day is not known. Value: date, int or None."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, date) or any(str(part).strip() for part in value[:2]):
            return super().to_python(value)
        year, latest = str(value[2]).strip(), self.latest or timezone.localdate()
        if not (year.isascii() and year.isdigit() and EARLIEST.year <= int(year) <= latest.year):
            self._refuse("no_year")
        return int(year)

    def validate(self, value: Any) -> None:
        if not isinstance(value, int):
            super().validate(value)


def birthday(kind: type[DayField] = DayField, **kwargs: Any) -> DayField:
    """A birth date: not before 1900, not in the future. It is built with the form, so that today is today."""
    return kind(label=_("Date of birth"), required=False, earliest=EARLIEST, latest=timezone.localdate(), **kwargs)


class SearchForm(forms.Form):
    """What is known of a person. A name or a personal number is enough to begin."""

    show_optional = False
    given_name = forms.CharField(
        label=_("Given name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    father_name = forms.CharField(
        label=_("Father's name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Tells namesakes apart."),
    )  # fmt: skip
    birth_date = DayField(label=_("Date of birth"), required=False)
    personal_number = PersonalNumberField(help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "search_%s")  # a page may hold the form of a new person beside it
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = birthday(BornField, help_text=_("If only the year is known, write the year alone."))

    def clean(self) -> dict[str, Any]:
        """A year alone goes as `birth_year`, so that nobody takes it for a date."""
        found = super().clean() or {}
        if isinstance(found.get("birth_date"), int):
            found |= {"birth_year": found["birth_date"], "birth_date": None}
        named = found.get("given_name") or found.get("family_name") or found.get("personal_number")
        if not named and not self.errors:
            raise ValidationError(_("Write a name or a personal number to search."), code="empty")
        return found


class PersonForm(forms.Form):
    """Who a person is. Without a personal number the identity is provisional, which bars nobody from help.

    Of a person with a protected file the register learns no new telephone and no new address: they belong to the safe contact.
    """

    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_name = forms.CharField(label=_("Family name"), max_length=60)
    father_name = forms.CharField(label=_("Father's name"), max_length=60, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, initial=Sex.UNKNOWN, widget=Radios(inline=True))
    personal_number = PersonalNumberField()
    phone = PhoneField(label=_("Phone"), required=False)
    unit = forms.TypedChoiceField(label=_("Administrative unit"), required=False, coerce=int, empty_value=None)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of letters and messages"), choices=LANGUAGES, initial="sq", widget=Radios(inline=True))

    def __init__(self, *args: Any, actor: Actor, protected: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if protected:
            del self.fields["phone"], self.fields["address"]
        self.fields["birth_date"] = birthday()
        self.units = {unit.pk: unit for unit in units_of(actor.municipality or "")}
        self.fields["unit"].choices = [("", "–"), *((pk, unit.name) for pk, unit in self.units.items())]  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as people.actions takes them."""
        given = {name: self.cleaned_data[name] for name in self.fields if name in PersonForm.base_fields}
        return given | {"unit": self.units.get(given["unit"])}


class NewPersonForm(PersonForm):
    """Adding a person after a search; when others look alike, the worker says that she looked at them."""

    none_of_these = forms.BooleanField(label=_("I looked at the people above. This is somebody else."), required=False)


class EnquiryForm(forms.Form):
    """A question to whoever holds this identity: who it is about, and why we ask."""

    given_name = forms.CharField(max_length=60, widget=forms.HiddenInput)
    family_name = forms.CharField(max_length=60, widget=forms.HiddenInput)
    birth_date = forms.DateField(required=False, widget=forms.HiddenInput)
    personal_number = PersonalNumberField()
    reason = forms.CharField(
        label=_("Why do you ask?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other municipality reads this. Do not write more about the person than it needs."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personal_number"].widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    """What we tell the municipality that asked."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say whom to call and what they need to know to help. The person can see that you answered."),
    )  # fmt: skip
