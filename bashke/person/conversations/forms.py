"""What is written, from either side, and how it was answered otherwise."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from .rules import LONGEST, LONGEST_NOTE

TOO_LONG = _("This is too long. Shorten it, or send it in two messages.")


class MessageForm(forms.Form):
    """A message. The key is of this page: pressed twice, it is one message."""

    show_optional = False
    words = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message."), "max_length": TOO_LONG},
    )  # fmt: skip
    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Open this page again."), "invalid": _("Open this page again.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


class SettleForm(forms.Form):
    """How she was answered."""

    show_optional = False
    note = forms.CharField(
        label=_("How did you answer?"), max_length=LONGEST_NOTE,
        help_text=_("For example: by telephone, I told her the day of the visit. She can read this."),
        error_messages={"required": _("Write how you answered.")},
    )  # fmt: skip
