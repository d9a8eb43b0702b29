"""Why a closed month is corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CorrectForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the month corrected?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands beside the new line. Name nobody."),
        error_messages={"required": _("Say in a sentence why the numbers change.")},
    )  # fmt: skip
