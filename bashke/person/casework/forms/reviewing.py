"""Looking back with the person, during a case and after it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, DayField
from bashke.ground.law.queries import label

from ..models import Need


class ReviewForm(forms.Form):
    """`answered` are the needs that have their answer: any of them may have come back."""

    summary = forms.CharField(
        label=_("What has changed since the last time?"), widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence or two what changed since the last time.")},
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("What does the person say?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the person's own words."),
    )
    found_again = forms.MultipleChoiceField(
        label=_("Has a need come back?"), required=False, widget=Checkboxes(), help_text=_("Those you tick are opened again.")
    )
    next_due = DayField(label=_("When will you look again?"), error_messages={"required": _("Say when you will look again.")})
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # one press of the button, one review

    def __init__(self, *args: Any, answered: Sequence[Need] = (), latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["next_due"].earliest, fields["next_due"].latest = timezone.localdate() + timedelta(days=1), latest
        if answered:
            fields["found_again"].choices = [(str(need.pk), label("domain", need.domain)) for need in answered]
        else:
            del fields["found_again"]


class FollowUpForm(forms.Form):
    """After closing: how is she doing?"""

    summary = forms.CharField(
        label=_("How is the person doing?"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If help is needed again, open the case again instead."),
        error_messages={"required": _("Say in a sentence or two how the person is doing.")},
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("What does the person say?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the person's own words."),
    )
