"""A name for the filters that are on the screen, and whether the colleagues have it too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .rules import LONGEST_NAME


class SaveForm(forms.Form):
    show_optional = False
    name = forms.CharField(
        label=_("Name of the search"), max_length=LONGEST_NAME, help_text=_("What you look for, never a person's name."),
        error_messages={"required": _("Give the search a name.")},
    )  # fmt: skip
    shared = forms.BooleanField(label=_("My colleagues of the municipality have it too"), required=False)
