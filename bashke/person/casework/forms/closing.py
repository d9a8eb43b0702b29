"""Closing a case, sending a closure back, opening again."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import choices


class ClosureForm(forms.Form):
    """Why the case ends, and with which outcome."""

    reason = forms.ChoiceField(
        label=_("Why does the case end?"), widget=Radios(), error_messages={"required": _("Choose one of the listed reasons.")}
    )
    outcome = forms.CharField(
        label=_("What came of it?"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is different for the person now. The person reads this with the code."),
        error_messages={"required": _("Say what came of the case; no case closes without an outcome.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices("closure_reason", timezone.localdate())  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Why a closure is sent back."""

    words = forms.CharField(
        label=_("What must happen before the case can close?"), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the closure is sent back.")},
    )  # fmt: skip


class ReopenForm(forms.Form):
    """Why a closed case is opened again."""

    reason = forms.CharField(
        label=_("Why is the case opened again?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the case is opened again.")},
    )  # fmt: skip
