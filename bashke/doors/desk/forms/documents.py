"""Adding a document to a case, and removing one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentForm(forms.Form):
    """The file, and what it is."""

    show_optional = False
    file = forms.FileField(
        label=_("Photograph or PDF"), allow_empty_file=True, error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )  # fmt: skip
    about = forms.CharField(
        label=_("What is it?"), max_length=200, help_text=_("For example: certificate of the family, photograph of the damp wall."),
        error_messages={"required": _("Write what this document is.")},
    )  # fmt: skip
    hers = forms.BooleanField(
        label=_("The person may see it with her code"), required=False,
        help_text=_("She gave it herself, or it was made for her, and it says nothing about others."),
    )  # fmt: skip

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("about", "hers")}


class RemoveDocumentForm(forms.Form):
    """Why it goes."""

    show_optional = False
    why = forms.CharField(
        label=_("Why is it removed?"), max_length=200, help_text=_("The person can read this."),
        error_messages={"required": _("Write why this document is removed.")},
    )  # fmt: skip
