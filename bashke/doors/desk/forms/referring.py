"""Referring a need to a service, and moving a need by hand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import choices
from bashke.person.casework.models import Need
from bashke.person.casework.rules import NEXT_NEED, NeedStatus
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


class ReferForm(forms.Form):
    """Which service, to do what, and that the person agreed to the sharing."""

    service = forms.TypedChoiceField(label=_("Which service?"), coerce=int, error_messages={"required": _("Choose a service.")})
    purpose = forms.CharField(
        label=_("What is the service asked to do?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The provider sees the name, the age, the phone, this need and these words. Write nothing else about the person."),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("The person agrees that this is shared with the service"),
        error_messages={"required": _("Nothing is shared before the person agrees. Ask first.")},
    )

    def __init__(self, *args: Any, proposals: Sequence[Proposal], chosen: int | None = None, **kwargs: Any) -> None:
        self.proposals = proposals
        first = chosen or (proposals[0].service.pk if proposals else None)
        kwargs["initial"] = {"service": first} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(one.service.pk, one.service.name) for one in proposals]  # type: ignore[attr-defined]

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
        allowed = NEXT_NEED[NeedStatus(need.status)]
        if need.status != NeedStatus.PLANNED:
            allowed = allowed - {NeedStatus.BEING_MET}  # the service says so when the person has come
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
