"""Who comes to an emergency place, and where she goes from there."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import choices, terms
from bashke.person.people.rules import Sex

from .models import Booking
from .rules import MOST_PEOPLE, Status

MOST_WORDS = 500
WRONG_PEOPLE = dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write how many people come: she and who is with her."))


class BookForm(forms.Form):
    """One press beside a place books it. What stands here is right for most; it can be left as it is."""

    show_optional = False
    people = forms.IntegerField(
        label=_("How many people come, with her?"), min_value=1, max_value=MOST_PEOPLE, initial=1, error_messages=WRONG_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )  # fmt: skip
    share_name = forms.BooleanField(label=_("The shelter may know her name"), required=False)
    note = forms.CharField(
        label=_("What must the shelter know?"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: comes by taxi at 23:00, a small child, medicine, who must not find her. It is removed when the stay ends."),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip
    service = forms.IntegerField(widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), _("Choose a place.")))
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), _("Open the page anew and press once more.")),
    )


class StrangerForm(forms.Form):
    """Somebody who stands in no register: what she says of herself is enough."""

    show_optional = False
    given_name = forms.CharField(label=_("Given name"), max_length=60, error_messages={"required": _("Write the name she gives.")})
    family_name = forms.CharField(
        label=_("Family name"), max_length=60, required=False, help_text=_("Leave it empty when she does not say it.")
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[(Sex.FEMALE, _("Female")), (Sex.MALE, _("Male")), (Sex.UNKNOWN, _("Not told"))], initial=Sex.UNKNOWN,
        widget=Radios(),
    )  # fmt: skip

    def person(self) -> dict[str, Any]:
        """As the register writes it: one name stands for both."""
        given = self.cleaned_data
        return {"given_name": given["given_name"], "family_name": given["family_name"].strip() or given["given_name"], "sex": given["sex"]}


class EndForm(forms.Form):
    """Where she goes. There is no end without it."""

    onward = forms.ChoiceField(label=_("Where does she go?"), widget=Radios(), error_messages={"required": _("Say where she goes.")})
    words = forms.CharField(
        label=_("More about it"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip

    def __init__(self, *args: Any, booking: Booking, by_provider: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fits = [
            (row.code, label)
            for row, (_code, label) in zip(terms("onward"), choices("onward"), strict=True)
            if not (by_provider and row.extra["referral"])
            and not (row.extra["after_coming"] and booking.arrived_at is None)
            and not (row.code == "never_came" and booking.status != Status.HELD)
        ]
        self.fields["onward"].choices = fits  # type: ignore[attr-defined]
