"""What a provider keeps right about its service."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, Radios
from bashke.ground.law.queries import choices
from bashke.ground.notices.rules import clean_phone

from .models import Service
from .rules import EMERGENCY, StepFree

WHOLE = _("Write a whole number, 0 or more.")
FIELDS = ("is_open", "places", "hours", "phone", "fee_lek", "step_free", "of_county")


class ServiceForm(forms.Form):
    """The details that change: whether it is open, its places, hours, telephone, fee and step-free access."""

    is_open = forms.TypedChoiceField(
        label=_("Does the service work now?"),
        choices=[("yes", _("Yes, it works")), ("no", _("No, it is closed"))],
        coerce=lambda word: word == "yes",
        widget=Radios(hints={"no": _("A closed service is not shown to people and gets no referrals.")}),
    )
    places = forms.IntegerField(
        label=_("Places"), help_text=_("How many people it can take at one time. Leave it empty when places are not counted, as in counselling."),
        required=False, min_value=0, max_value=100_000, error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )  # fmt: skip
    hours = forms.CharField(
        label=_("Opening hours"), help_text=_("For example: Monday to Friday 08:00–16:00."), max_length=120, required=False
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20", "autocomplete": "off"}),
    )  # fmt: skip
    fee_lek = forms.IntegerField(
        label=_("Fee per month, in lek"), help_text=_("Write 0 when it is free of charge. Leave it empty when it differs from person to person."),
        required=False, min_value=0, max_value=10_000_000, error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )  # fmt: skip
    step_free = forms.ChoiceField(
        label=_("Can one enter without steps?"),
        choices=[
            (StepFree.YES, _("Yes, also in a wheelchair")),
            (StepFree.NO, _("No, there are steps")),
            (StepFree.UNKNOWN, _("Not known")),
        ],
        widget=Radios,
    )

    of_county = forms.BooleanField(
        label=_("The service is for people of the whole county"), required=False,
        help_text=_("Every municipality of the county finds it and can refer people to it."),
    )  # fmt: skip

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        now = {name: getattr(service, name) for name in FIELDS}
        kwargs["initial"] = now | {"is_open": "yes" if service.is_open else "no"} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if service.type == EMERGENCY:
            self.fields["takes"] = forms.MultipleChoiceField(
                label=_("For whom are the emergency places?"), help_text=_("Choose nobody when they are for everybody."), required=False,
                choices=choices("stay_group"), initial=service.takes, widget=Checkboxes(),
            )  # fmt: skip

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"].strip()
        if text and clean_phone(text) is None:
            raise ValidationError(_("This is no telephone number people can call. Write it like 022 24 00 11 or 069 20 00 011."))
        return text


class HideForm(forms.Form):
    """Where a shelter is that must not be found. It is kept sealed and stands on no page, map or paper."""

    prefix = "hide"
    address = forms.CharField(
        label=_("Address of the shelter"), max_length=200, error_messages={"required": _("Write the address.")},
        help_text=_("Only a worker who holds a place here for somebody sees it, and it is written down that she looked."),
    )  # fmt: skip
