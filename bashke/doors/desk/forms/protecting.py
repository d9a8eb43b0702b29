"""Closing a file to all but a team, the safe contact, and opening in an emergency."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import Checkboxes, Radios
from bashke.person.protection.queries import colleagues
from bashke.person.protection.rules import Judgement, SafeContact, Track

from ..queries.words import TRACKS

JUDGEMENTS = ((Judgement.JUSTIFIED, _("It was justified")), (Judgement.NOT_JUSTIFIED, _("It was not justified")))


class ProtectForm(forms.Form):
    """Why only a team may know of it, and who is on the team besides oneself."""

    track = forms.ChoiceField(
        label=_("What is it about?"), choices=list(TRACKS.items()), widget=Radios(), error_messages={"required": _("Choose one.")}
    )
    members = forms.MultipleChoiceField(
        label=_("Who works on it with you?"), required=False, widget=Checkboxes(),
        help_text=_("You and these colleagues read it, and nobody else: not the supervisor, unless she is on the team."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, day: date, track: Track | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        members.choices = [(str(worker.pk), worker.name) for worker in colleagues(actor, day) if worker.pk != actor.worker]
        if track:
            self.initial.setdefault("track", track)

    def team(self, actor: Actor) -> list[UUID]:
        """The first team: whoever protects, and who was ticked."""
        return [*([actor.worker] if actor.worker else []), *(UUID(pk) for pk in self.cleaned_data["members"])]


class MemberForm(forms.Form):
    """One more colleague on the team."""

    worker = forms.ChoiceField(label=_("Add a colleague to the team"), error_messages={"required": _("Choose a colleague.")})

    def __init__(self, *args: Any, actor: Actor, day: date, there: set[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in colleagues(actor, day) if worker.pk not in there}
        worker: Any = self.fields["worker"]
        worker.choices = [("", ""), *((pk, one.name) for pk, one in self.workers.items())]


class SafeContactForm(forms.Form):
    """Where and how she can be reached without danger."""

    show_optional = False
    address = forms.CharField(label=_("Where she is safe"), max_length=300, required=False)
    phone = forms.CharField(label=_("A telephone nobody else answers"), max_length=40, required=False)
    times = forms.CharField(label=_("When she may be called"), max_length=200, required=False)
    words = forms.CharField(
        label=_("What else to mind"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: say that the school is calling; hang up if a man answers."),
    )  # fmt: skip

    def contact(self) -> SafeContact:
        return SafeContact(**self.cleaned_data)


class EmergencyForm(forms.Form):
    """Why one must look now."""

    reason = forms.CharField(
        label=_("Why must you look now?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The team and the data protection officer read this sentence."),
        error_messages={"required": _("Say in a sentence why you must look now. The team and the data protection officer read it.")},
    )  # fmt: skip


class JudgementForm(forms.Form):
    """What the data protection officer found."""

    judgement = forms.ChoiceField(
        label=_("Was it justified?"), choices=[(str(code), word) for code, word in JUDGEMENTS], widget=Radios(),
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What you found"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write down what you found.")},
    )  # fmt: skip
