"""Giving a case to another worker."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.models import Worker
from bashke.ground.design.forms import Radios
from bashke.person.casework.queries import Load


class AssignForm(forms.Form):
    """Who takes the case; beside each name stands what she carries."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who takes this case?"), widget=Radios(), error_messages={"required": gettext_lazy("Choose a worker.")}
    )

    def __init__(self, *args: Any, loads: list[Load], holder: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(load.worker.pk): load.worker for load in loads if load.worker.pk != holder}
        field: Any = self.fields["to"]
        field.choices = [(pk, worker.name) for pk, worker in self.workers.items()]
        field.widget.hints = {
            str(load.worker.pk): _("%(cases)s open cases, %(late)s late") % {"cases": load.open, "late": load.overdue} for load in loads
        }

    def worker(self) -> Worker:
        """The worker that was chosen."""
        return self.workers[self.cleaned_data["to"]]
