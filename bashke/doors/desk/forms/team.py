"""Absences, handing cases over, and a relation between a worker and a person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.models import Worker
from bashke.ground.design.forms import DayField, Radios
from bashke.person.casework.models import Case

from ..queries.words import RELATIONS

LONGEST_NOTE = 1000


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in. Somebody who leads nobody enters her own only."""

    worker = forms.ChoiceField(label=_("Who is away?"))
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(label=_("Last day away"))
    stand_in = forms.ChoiceField(
        label=_("Who stands in?"), required=False,
        help_text=_("She sees this work in her own day. Without a stand-in these people stand on the list of those who have nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, team: Sequence[Worker], own: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in team}
        names = [(pk, worker.name) for pk, worker in self.workers.items()]
        fields: dict[str, Any] = self.fields
        fields["worker"].choices = [pair for pair in names if own is None or pair[0] == str(own)]
        fields["stand_in"].choices = [("", _("Nobody")), *(pair for pair in names if own is None or pair[0] != str(own))]
        fields["starts_on"].initial = timezone.localdate()

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as casework.actions.enter_absence takes them."""
        given = self.cleaned_data
        return given | {"worker": self.workers[given["worker"]], "stand_in": self.workers.get(given["stand_in"])}


class HandOverForm(forms.Form):
    """Which cases go to whom, each with what the next worker must know."""

    to = forms.ChoiceField(label=_("Who takes them?"), widget=Radios(), error_messages={"required": _("Choose a worker.")})

    def __init__(self, *args: Any, cases: Sequence[Case], team: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases, self.workers = cases, {str(worker.pk): worker for worker in team}
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [(pk, worker.name) for pk, worker in self.workers.items()]
        for case in cases:
            fields[f"take_{case.pk}"] = forms.BooleanField(label=case.person.name, required=False, initial=True)
            fields[f"note_{case.pk}"] = forms.CharField(
                label=_("What the next worker must know"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def rows(self) -> list[tuple[Case, Any, Any]]:
        """Each case with its tick and its note."""
        return [(case, self[f"take_{case.pk}"], self[f"note_{case.pk}"]) for case in self.cases]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for case in self.cases:
            if given.get(f"take_{case.pk}") and not given.get(f"note_{case.pk}"):
                self.add_error(
                    f"note_{case.pk}", ValidationError(_("Write for each case what the next worker must know."), code="required")
                )
        return given

    def notes(self) -> dict[UUID, str]:
        """The cases that were chosen, each with its note."""
        given = self.cleaned_data
        return {case.pk: given[f"note_{case.pk}"] for case in self.cases if given[f"take_{case.pk}"]}


class RelationForm(forms.Form):
    """Which worker is what to the person."""

    worker = forms.ChoiceField(label=_("Which worker?"))
    relation = forms.ChoiceField(
        label=_("What are they to each other?"), choices=list(RELATIONS.items()), widget=Radios(),
        error_messages={"required": _("Choose the relation from the list.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)

    def __init__(self, *args: Any, team: Sequence[Worker], own: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in team if own is None or worker.pk == own}
        self.fields["worker"].choices = [(pk, worker.name) for pk, worker in self.workers.items()]  # type: ignore[attr-defined]


class EndWithdrawnForm(forms.Form):
    """What came of the work when the person took her request back."""

    outcome = forms.CharField(
        label=_("What came of it, and what did the person say?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
