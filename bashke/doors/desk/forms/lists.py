"""What the lists may be narrowed to. The same filters a saved search keeps (bashke.person.searches.rules.FILTERS)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.law.queries import choices
from bashke.person.casework.rules import Whose
from bashke.person.requests.rules import Channel, Status

from .intake import WAYS


class UrgencyFilter(forms.Form):
    show_optional = False
    urgency = forms.ChoiceField(label=_("How urgent"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["urgency"].choices = [("", _("Any urgency")), *choices("triage_class")]  # type: ignore[attr-defined]

    @property
    def filters(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        return {name: "true" if value is True else value for name, value in self.cleaned_data.items() if value}


class QueueForm(UrgencyFilter):
    status = forms.ChoiceField(choices=[(one, one) for one in Status], required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    late = forms.BooleanField(label=_("Only late ones"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = {"": _("Any way"), Channel.WEB: _("From the web")} | WAYS
        self.fields["channel"].choices = list(ways.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without a status those that wait; only they can be late."""
        given = super().clean() or {}
        given["status"] = given.get("status") or Status.RECEIVED
        given["late"] = bool(given.get("late")) and given["status"] == Status.RECEIVED
        return given


class CasesForm(UrgencyFilter):
    whose = forms.ChoiceField(choices=[(one, one) for one in Whose], required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given | {"whose": given.get("whose") or Whose.MINE}
