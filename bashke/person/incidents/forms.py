"""What a provider writes of an incident, and what was done since."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices
from bashke.ground.law.rules import TIRANE
from bashke.person.delivery.models import Enrolment

MOST_WORDS = 2000
ANEW = dict.fromkeys(("required", "invalid"), _("Open the page anew and press once more."))
TOO_LONG = {"max_length": _("Write at most %(limit_value)d characters.")}


def _text(label: Any, hint: Any = "", required: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG | {"required": required},
    )  # fmt: skip


class ReportForm(forms.Form):
    """What, when, to whom, who was hurt, what was done at once."""

    kind = forms.ChoiceField(label=_("What happened?"), widget=Radios(), error_messages={"required": _("Choose what happened.")})
    hour = forms.TimeField(
        label=_("At what time, about?"), error_messages=dict.fromkeys(("required", "invalid"), _("Write the time like 14:30.")),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "text"}),
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=_("Whom does it concern?"),
        widget=Checkboxes(),
        error_messages={"required": _("Choose at least one person whom it concerns.")},
    )
    hurt = forms.MultipleChoiceField(
        label=_("Who was hurt?"), widget=Checkboxes(), required=False, help_text=_("Choose nobody when nobody was hurt.")
    )
    what = _text(
        _("What was seen and heard?"),
        _("Name nobody here: each municipality reads these words of its own person only."),
        _("Write what happened."),
    )
    done = _text(_("What was done at once?"), required=_("Write what was done."))
    event = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=ANEW)
    order = ("kind", "on", "hour", "people", "hurt", "what", "done", "event")

    def __init__(self, *args: Any, people: Sequence[Enrolment], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = now.astimezone(TIRANE).date()
        named = [(str(one.pk), one.person_name) for one in people]
        self.fields["on"] = DayField(label=_("On which day?"), latest=today, initial=today)
        self.fields["kind"].choices = choices("incident_kind", today)  # type: ignore[attr-defined]
        self.fields["people"].choices = self.fields["hurt"].choices = named  # type: ignore[attr-defined]
        self.order_fields(self.order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if set(given.get("hurt", [])) - set(given.get("people", [])) and "people" in given:
            self.add_error("hurt", ValidationError(_("Somebody is said to be hurt whom it does not concern."), code="hurt"))
        return given

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        given = dict(self.cleaned_data)
        on, hour = given.pop("on"), given.pop("hour")
        given["happened_at"] = datetime.combine(on, hour or time.min, tzinfo=TIRANE)
        return given | {name: [UUID(pk) for pk in given[name]] for name in ("people", "hurt")}


class StepForm(forms.Form):
    """What was done since."""

    words = _text(_("What was done since?"), required=_("Write what was done."))
