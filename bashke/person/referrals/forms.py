"""The two answers a provider can give."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import choices

MOST_WORDS = 1000


def _words(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Yes, with a word to the municipality when there is one to say."""

    prefix = "accept"
    words = _words(_("Message to the social worker"), _("For example: when the person may come for the first time."))


class DeclineForm(forms.Form):
    """No, for one of the listed reasons. The reason is counted, so that missing places become visible in the social plan."""

    prefix = "decline"
    reason = forms.ChoiceField(
        label=_("Why can you not take this person?"), widget=Radios(), error_messages={"required": _("Choose one of the listed reasons.")}
    )
    words = _words(_("Message to the social worker"), _("What would help to find another service. The person may read it."))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices("decline_reason", on)  # type: ignore[attr-defined]


def ask_name(form: forms.Form) -> forms.Form:
    """Whoever answers by a one-time link has no account, so the answer says who it is."""
    form.fields["name"] = forms.CharField(
        label=_("Your name and post"),
        max_length=120,
        error_messages={"required": _("Write your name: the municipality must know who answered.")},
    )
    return form
