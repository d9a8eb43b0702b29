"""Asking for a list as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.person.exports.queries import LISTS
from bashke.person.exports.rules import Format, Listing

FORMATS = ((Format.XLSX, _("Spreadsheet (XLSX)")), (Format.CSV, _("Plain table (CSV)")))


class ExportForm(forms.Form):
    """Which list, in which form, and why."""

    show_optional = False
    listing = forms.ChoiceField(
        label=_("Which list"), widget=Radios(), choices=tuple(LISTS.items()), error_messages={"required": _("Choose a list.")}
    )
    given_name = forms.CharField(label=_("Given name"), max_length=60, required=False, help_text=_("Only for people found by name."))
    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    format = forms.ChoiceField(label=_("As what"), widget=Radios(inline=True), choices=FORMATS, initial=Format.XLSX)
    reason = forms.CharField(
        label=_("Why must this list leave the system?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody on the list can read this reason in her own file."),
        error_messages={"required": _("Write in a sentence why this list must leave the system.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("listing") == Listing.PEOPLE and not (given.get("given_name") or given.get("family_name")):
            self.add_error("given_name", _("Write a name to search for."))
        return given
