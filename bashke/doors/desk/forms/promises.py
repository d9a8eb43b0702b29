"""The form of a faster promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import DayField
from bashke.ground.law.rules import Unit

UNITS = ((Unit.HOURS, _("hours")), (Unit.WORKING_DAYS, _("working days")), (Unit.DAYS, _("days")))


class PromiseForm(forms.Form):
    """How fast, from when, and why the municipality binds itself."""

    show_optional = False
    value = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=999, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    )
    unit = forms.ChoiceField(label=_("Of what"), choices=UNITS)
    valid_from = DayField(label=_("From which day on"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Everybody can read this beside the promise."), widget=forms.Textarea(attrs={"rows": 3})
    )
