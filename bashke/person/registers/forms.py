"""Bringing a file, and saying which column is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from .rules import FIELDS, LIMITS, NEEDED, WORDS_OF_FIELDS, Field

SHOWN = 3


class UploadForm(forms.Form):
    """The register as a file. What it is, its content says and not its name."""

    file = forms.FileField(
        label=_("The register as a file"),
        help_text=_("An Excel sheet (XLSX) or a CSV file with headings in the first row. Up to 300,000 rows and 40 MB."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS["bytes"]:
            raise ValidationError(_("The file is larger than %(most)s MB: split the file."), params={"most": LIMITS["bytes"] >> 20})
        return file


class ColumnsForm(forms.Form):
    """Each thing we keep of a person, and the column it stands in."""

    show_optional = False

    def __init__(
        self, *args: Any, headings: Sequence[str], sample: Sequence[Sequence[str]], guess: Mapping[int, Field], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [(str(place), _named(place, heading, sample)) for place, heading in enumerate(headings)]
        places = {field: str(place) for place, field in guess.items()}
        for field in FIELDS:
            needed = field in NEEDED
            self.fields[field.value] = forms.ChoiceField(
                label=lazystr(WORDS_OF_FIELDS[field]), required=needed, initial=places.get(field, ""),
                choices=[("", _("– choose the column –") if needed else _("– not in the file –")), *columns],
                error_messages={"required": _("Choose the column: without it nobody can be added.")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        seen: dict[str, Field] = {}
        for field in FIELDS:
            place = found.get(field.value)
            if place and place in seen:
                self.add_error(field.value, _("This column was chosen twice. One column is one thing."))
            elif place:
                seen[place] = field
        return found

    @property
    def mapping(self) -> dict[int, Field]:
        return {int(place): Field(name) for name, place in self.cleaned_data.items() if place}


class ConfirmForm(forms.Form):
    """Whoever confirms says that she knows who stays out."""

    leave_out = forms.BooleanField(required=False)


def _named(place: int, heading: str, sample: Sequence[Sequence[str]]) -> str:
    shown = [row[place].strip() for row in sample if place < len(row) and row[place].strip()][:SHOWN]
    return f"{heading.strip() or place + 1} ({', '.join(value[:24] for value in shown)})" if shown else heading.strip() or str(place + 1)
