"""Two records that may be one person: which word holds, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios

from ..queries.same import Line

STAYS, OTHER = "stays", "other"


class SameForm(forms.Form):
    """For each thing the records say differently, which of them is right; and why they are one person."""

    def __init__(self, *args: Any, differ: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in differ:
            self.fields[line.field] = forms.ChoiceField(
                label=str(line.label), choices=[(STAYS, line.stays), (OTHER, line.other)], initial=STAYS, widget=Radios(),
                error_messages={"required": _("Choose one.")},
            )  # fmt: skip
        self.fields["why"] = forms.CharField(
            label=_("How do you know that this is one person?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For example: she showed her identity card. The second person reads this."),
        )  # fmt: skip

    @property
    def taken(self) -> list[str]:
        """The fields in which the word of the other record holds."""
        return [name for name, chosen in self.cleaned_data.items() if name != "why" and chosen == OTHER]


class WhyForm(forms.Form):
    """Why two records are kept apart or separated again."""

    why = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
