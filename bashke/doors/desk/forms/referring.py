"""Referring a need to a service, and moving a need by hand."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices, figure
from bashke.person.casework.models import Need
from bashke.person.casework.rules import NeedStatus, by_hand
from bashke.person.people.models import GIVEN, SHARED
from bashke.person.people.rules import USUALLY_SHARED, Given, Share
from bashke.person.referrals.queries import Proposal

# What a worker says with her own hand; the other moves happen when a referral is sent, answered or delivered.
BY_HAND: dict[NeedStatus, Any] = {
    NeedStatus.OPEN: _("It is open again"),
    NeedStatus.PLANNED: _("We will look for another way"),
    NeedStatus.BEING_MET: _("It is being met without a referral"),
    NeedStatus.MET: _("It is met"),
    NeedStatus.UNMET: _("It cannot be met now"),
    NeedStatus.WITHDRAWN: _("The person no longer wants help with it"),
}


MOST_YEARS = 5
ORDER = ("service", "purpose", "shared", "safety_note", "agreed", "given", "until", "onward")


class ReferForm(forms.Form):
    """Which service, to do what, and what the person agreed to share, field by field, until when."""

    show_optional = False

    service = forms.TypedChoiceField(label=_("Which service?"), coerce=int, error_messages={"required": _("Choose a service.")})
    purpose = forms.CharField(
        label=_("What is the service asked to do?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The provider reads this need and these words. Write nothing else about the person here."),
    )  # fmt: skip
    shared = forms.MultipleChoiceField(
        label=_("What may the service know of the person?"), required=False, initial=[str(field) for field in USUALLY_SHARED],
        choices=[(str(field), text) for field, text in SHARED.items()],
        widget=Checkboxes(hints={Share.SAFETY: _("Only when somebody's safety depends on it. Say in the field below what they must know.")}),
    )  # fmt: skip
    safety_note = forms.CharField(
        label=_("What must the service know for safety?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("The person agrees that this is shared with the service"),
        error_messages={"required": _("Nothing is shared before the person agrees. Ask first.")},
    )
    given = forms.ChoiceField(label=_("How did the person agree?"), choices=list(GIVEN.items()), initial=Given.SPOKEN, widget=Radios())
    onward = forms.BooleanField(
        label=_("The person agrees to the next service that fits too, when this one cannot help"), required=False, initial=False
    )

    def __init__(self, *args: Any, proposals: Sequence[Proposal], chosen: int | None = None, **kwargs: Any) -> None:
        self.proposals = proposals
        first = chosen or (proposals[0].service.pk if proposals else None)
        kwargs["initial"] = {"service": first} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"] = DayField(
            label=_("Until when may the service read it?"), earliest=today, latest=today.replace(year=today.year + MOST_YEARS, day=1),
            initial=today + timedelta(days=figure("consent.renew", today).value),
            help_text=_("It ends earlier by itself when the service ends, says no, or the person takes it back."),
        )  # fmt: skip
        self.order_fields(ORDER)
        self.fields["service"].choices = [(one.service.pk, one.service.name) for one in proposals]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A note on safety goes along only when it was chosen, and choosing it asks for the note."""
        given = super().clean() or {}
        chosen, note = Share.SAFETY in given.get("shared", []), given.get("safety_note", "").strip()
        if chosen and not note:
            self.add_error("safety_note", ValidationError(_("Write what the service must know, or do not choose it."), code="required"))
        if note and not chosen:
            self.add_error("shared", ValidationError(_("There is a note on safety: choose it here, or empty the note."), code="required"))
        return given

    def cards(self) -> Iterable[tuple[Proposal, bool]]:
        """Every proposal, and whether it is the one chosen."""
        chosen = str(self["service"].value() or "")
        return [(one, str(one.service.pk) == chosen) for one in self.proposals]


class NeedForm(forms.Form):
    """Where a need goes from here. Unmet says why, from the closed list."""

    to = forms.ChoiceField(label=_("What became of this need?"), widget=Radios())
    reason = forms.ChoiceField(label=_("Why can it not be met?"), required=False)
    words = forms.CharField(label=_("A sentence for the file"), max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seen": need.status})
        super().__init__(*args, **kwargs)
        allowed = by_hand(NeedStatus(need.status))
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [(status, text) for status, text in BY_HAND.items() if status in allowed]
        fields["reason"].choices = [("", "–"), *choices("unmet_reason", timezone.localdate())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("to") != NeedStatus.UNMET:
            given["reason"] = ""
        elif not given.get("reason"):
            self.add_error(
                "reason", ValidationError(_("Choose why the need cannot be met: it is counted for the social plan."), code="required")
            )
        return given
