"""What a visitor may fill in: the search for a service, the code, and the pages of the wizard that asks for help."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes
from bashke.ground.law.queries import terms
from bashke.ground.territory.queries import municipalities, units_of
from bashke.person.requests.rules import clean_code

WRONG_CODE = _("This code opens nothing. Check it letter by letter and try again.")


class CodeForm(forms.Form):
    """The code as typed or read aloud: small letters, spaces, O for 0 are all understood."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        error_messages={"required": _("Type the code you were given."), "max_length": WRONG_CODE},
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(WRONG_CODE, code="wrong")
        return code

    def say_wrong(self) -> None:
        """The same sentence for every wrong code."""
        if not self.has_error("code"):
            self.add_error("code", ValidationError(WRONG_CODE, code="wrong"))


class SearchForm(forms.Form):
    """What is needed, in plain words; several may be chosen."""

    show_optional = False
    domains = forms.MultipleChoiceField(
        label=_("What kind of help are you looking for?"),
        help_text=_("You may choose more than one."),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domains"].choices = domain_choices()  # type: ignore[attr-defined]


class WhereForm(forms.Form):
    """The municipality where one lives, in Albanian order."""

    municipality = forms.ChoiceField(
        label=_("In which municipality do you live?"),
        error_messages={"required": _("Choose your municipality from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [("", _("Choose…")), *((row.pk, row.name) for row in municipalities())]  # type: ignore[attr-defined]


class NarrowForm(forms.Form):
    """What narrows a list of services."""

    show_optional = False
    unit = forms.TypedChoiceField(label=_("Where in the municipality do you live?"), required=False, coerce=int, empty_value=None)
    free_of_charge = forms.BooleanField(label=_("Only free of charge"), required=False)
    with_place = forms.BooleanField(label=_("Only with a free place"), required=False)
    step_free = forms.BooleanField(label=_("Only without steps at the door"), required=False)

    def __init__(self, *args: Any, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(municipality)  # type: ignore[attr-defined]


def domain_choices() -> list[tuple[str, Any]]:
    """The twelve domains as a person says them."""
    return [(row.code, row.extra["plain"]) for row in terms("domain")]


def unit_choices(municipality: str) -> list[tuple[Any, Any]]:
    return [("", _("I do not know, or anywhere")), *((row.pk, row.name) for row in units_of(municipality))]


def picks(form: forms.Form) -> list[dict[str, Any]]:
    """The twelve domains of a form as tiles: code, text, symbol, and whether it is chosen."""
    chosen = set(form["domains"].value() or ())
    return [
        {"code": row.code, "text": row.extra["plain"], "symbol": row.extra["symbol"], "chosen": row.code in chosen}
        for row in terms("domain")
    ]
