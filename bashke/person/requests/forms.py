"""Asking for help, one small form per step. The doors show them one thing at a time or all on one page.

The cleaned values carry the names of the arguments of `actions.ask`:

    ask(..., **needs.cleaned_data, **place.cleaned_data, **who.cleaned_data, **contact.cleaned_data, key=check.cleaned_data["key"])
"""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import terms
from bashke.ground.notices.rules import clean_phone
from bashke.ground.territory.models import Municipality, Unit

from .rules import ForWhom

LONGEST_STORY = 3000


class PhoneField(forms.CharField):
    """A telephone number in any usual spelling; kept as the world writes it (+355692000011). Albania when no country is told."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20", "spellcheck": "false"})
        )
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        number = clean_phone(text)
        if number is None:
            raise ValidationError(_("This is no telephone number we can call. Write it like 069 20 00 011, or +39 06… from abroad."))
        return number


class NeedsForm(forms.Form):
    """What is needed: any of the twelve domains as people say them, and the story in one's own words."""

    domains = forms.MultipleChoiceField(
        label=_("What do you need help with?"),
        help_text=_("Choose everything that fits."),
        widget=Checkboxes,
        error_messages={"required": _("Choose at least one. If nothing fits, choose the nearest and tell us below in your own words.")},
    )
    words = forms.CharField(
        label=_("Tell us in your own words"),
        help_text=_("A few sentences are enough. You need not give details that are hard to write."),
        required=False,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, cast(str, lazystr(row.extra["plain"]))) for row in terms("domain", localdate())]
        cast(forms.MultipleChoiceField, self.fields["domains"]).choices = choices


class PlaceForm(forms.Form):
    """Where the person lives. With `municipality` (LAU code) known, only its units are offered; else all of them, grouped."""

    municipality = forms.ChoiceField(
        label=_("Municipality"),
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Choose the municipality where the person lives."),
            "invalid_choice": _("Choose a municipality from the list."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Town or village area"),
        help_text=_("The administrative unit. Leave it empty if you are not sure."),
        required=False,
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={"invalid_choice": _("Choose a town or village area from the list.")},
    )

    def __init__(self, *args: Any, municipality: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Municipality.objects.values_list("lau", "name"))
        self.units = {unit.pk: unit for unit in (Unit.objects.filter(municipality=municipality) if municipality else Unit.objects.all())}
        cast(forms.ChoiceField, self.fields["municipality"]).choices = [("", _("Choose")), *names.items()]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", _("I am not sure")), *self._units(names, grouped=municipality is None)]
        if municipality:
            self.fields["municipality"].initial = municipality

    def _units(self, names: dict[str, str], *, grouped: bool) -> list[Any]:
        if not grouped:
            return [(unit.pk, unit.name) for unit in self.units.values()]
        groups: dict[str, list[tuple[int, str]]] = {lau: [] for lau in names}
        for unit in self.units.values():
            groups[unit.municipality_id].append((unit.pk, unit.name))
        return [(names[lau], rows) for lau, rows in groups.items()]

    def clean_unit(self) -> Unit | None:
        return self.units[int(self.cleaned_data["unit"])] if self.cleaned_data["unit"] else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        unit = values.get("unit")
        if unit is not None and values.get("municipality") and unit.municipality_id != values["municipality"]:
            self.add_error(
                "unit", _("This area belongs to another municipality. Choose one of the municipality you chose, or leave it empty.")
            )
        return values


class WhoForm(forms.Form):
    """Who needs help: oneself or another, and by which name."""

    for_whom = forms.ChoiceField(
        label=_("Who needs help?"),
        choices=[(ForWhom.SELF, _("I do, or my family")), (ForWhom.OTHER, _("Somebody else"))],
        widget=Radios(hints={ForWhom.OTHER: _("For example a neighbour. Ask the person first.")}),
        error_messages={"required": _("Choose who needs help.")},
    )
    given_name = forms.CharField(
        label=_("First name of the person who needs help"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Write the first name of the person who needs help.")},
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    birth_date = DayField(
        label=_("Date of birth"), help_text=_("It helps us not to mix up two people. For example 27 3 1985."), required=False
    )

    def clean_given_name(self) -> str:
        return _a_name(self.cleaned_data["given_name"])

    def clean_family_name(self) -> str:
        return _a_name(self.cleaned_data["family_name"]) if self.cleaned_data["family_name"] else ""

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born and born > localdate():
            raise ValidationError(_("The date of birth lies in the future."))
        if born and born.year < 1900:
            raise ValidationError(_("Check the year of birth."))
        return born


class ContactForm(forms.Form):
    """How the municipality reaches the person. Asking for another also takes who asks, and the person's permission."""

    asker_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Write your own name too, because you are asking for somebody else.")},
    )
    asker_relation = forms.CharField(
        label=_("Who are you to the person?"), help_text=_("For example neighbour, sister, teacher."), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    asker_phone = PhoneField(
        label=_("Your telephone number"), help_text=_("The code to follow the request goes to this number."), required=False
    )
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("The code to follow the request goes to this number. Give one that only you read, if you can."),
        required=False,
    )
    how_to_reach = forms.CharField(
        label=_("How do we reach you best?"),
        help_text=_("For example: afternoons, at my sister's, or come to the house beside the school."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    permission_given = forms.BooleanField(
        label=_("I asked the person, and she or he agrees that I ask for help."),
        error_messages={"required": _("Ask the person first. We can take the request only with her or his permission.")},
    )

    def __init__(self, *args: Any, for_whom: str = ForWhom.SELF, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_whom = ForWhom(for_whom)
        if self.for_whom is ForWhom.SELF:
            for name in ("asker_name", "asker_relation", "asker_phone", "permission_given"):
                del self.fields[name]
        else:
            self.fields["phone"].label = _("Telephone number of the person who needs help")
            self.fields["phone"].help_text = _("If there is one.")
            self.fields["how_to_reach"].label = _("How do we reach the person best?")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ways = [name for name in ("asker_phone", "phone", "how_to_reach") if name in self.fields]
        if not any(values.get(name) or name in self.errors for name in ways):
            self.add_error(ways[0], _("Give a telephone number, or tell us below how to reach you. Otherwise nobody can answer."))
        return values


class CheckForm(forms.Form):
    """The last press of the button. The key makes it count once, however often it is pressed."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages=dict.fromkeys(("required", "invalid"), _("Please open this page again."))
    )


STEPS: dict[str, type[forms.Form]] = {"what": NeedsForm, "where": PlaceForm, "who": WhoForm, "contact": ContactForm, "check": CheckForm}


def _a_name(text: str) -> str:
    name = " ".join(text.split())
    if not any(letter.isalpha() for letter in name):
        raise ValidationError(_("Write the name in letters."))
    return name
