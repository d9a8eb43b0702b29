"""Making an appointment, writing down what came of it, moving it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.models import Worker
from bashke.ground.design.forms import DayField, Radios
from bashke.ground.law.queries import choices

from ..actions import Appointment
from ..queries.words import VISIT_KIND
from ..rules import FURTHEST, OUTCOMES, VisitKind, VisitStatus


class HourField(forms.TimeField):
    """An hour of the day as people write it: 10, 10:30 or 10.30."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the hour."),
        "invalid": _("Write the hour like 10 or 10:30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        look = {"class": "govuk-input--width-5", "autocomplete": "off"}
        shape = forms.TimeInput(attrs=look, format="%H:%M")
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H"], widget=shape, help_text=_("For example 10:30"), **kwargs)


class WhenForm(forms.Form):
    """A day and an hour. `earliest` bounds the day."""

    show_optional = True
    day = DayField(label=_("Which day?"))
    hour = HourField(label=_("At what hour?"))

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["day"].earliest, fields["day"].latest = earliest, timezone.localdate() + timedelta(days=FURTHEST)

    @property
    def moment(self) -> datetime:
        """Day and hour together, in Albanian time."""
        hour: time = self.cleaned_data["hour"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], hour))


class VisitForm(WhenForm):
    """How, when and where to meet, who goes, in which language, and what for."""

    kind = forms.ChoiceField(
        label=_("How do you meet?"), choices=list(VISIT_KIND.items()), widget=Radios(), initial=VisitKind.HOME,
        error_messages={"required": _("Choose how you meet.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    worker = forms.ChoiceField(label=_("Who meets the person?"))
    language = forms.ChoiceField(label=_("In which language?"))
    interpreter = forms.CharField(
        label=_("Who interprets?"), max_length=120, required=False, help_text=_("Leave empty when nobody is needed.")
    )
    purpose = forms.CharField(
        label=_("What for?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the file. The reminder says only day and hour."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # one press of the button, one appointment

    field_order = ("kind", "day", "hour", "place", "worker", "language", "interpreter", "purpose", "key")

    def __init__(self, *args: Any, team: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in team}
        fields: dict[str, Any] = self.fields
        fields["worker"].choices = [(pk, worker.name) for pk, worker in self.workers.items()]
        fields["language"].choices = choices("spoken_language")

    @property
    def wanted(self) -> Appointment:
        given = self.cleaned_data
        words = {name: given[name] for name in ("place", "purpose", "language", "interpreter")}
        return Appointment(kind=VisitKind(given["kind"]), at=self.moment, **words)

    @property
    def goes(self) -> Worker:
        return self.workers[self.cleaned_data["worker"]]


class OutcomeForm(forms.Form):
    """What came of it: the button that was pressed, and notes."""

    outcome = forms.ChoiceField(choices=[(str(status), "") for status in sorted(OUTCOMES)], error_messages={
        "required": _("Say whether you met."), "invalid_choice": _("Say whether you met."),
    })  # fmt: skip
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you saw and agreed. Facts, not judgements; the person may read them."),
    )  # fmt: skip

    @property
    def came(self) -> VisitStatus:
        return VisitStatus(self.cleaned_data["outcome"])
