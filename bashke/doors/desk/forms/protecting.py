"""Closing a file to all but a team, the safe contact, and opening in an emergency."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices, terms
from bashke.person.protection.queries import colleagues
from bashke.person.protection.rules import Answer, Danger, Judgement, SafeContact, Track

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


ORDINARY = "ordinary"
ANSWERS: tuple[tuple[str, str | Promise], ...] = ((Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("Not known")))


class DangerForm(forms.Form):
    """The questions of a track, each yes, no or not known, and what the team must know beside them. Filled in with what was last found."""

    show_optional = False
    order = forms.ChoiceField(label=_("Was an order asked for?"), required=False)
    order_asked_on = DayField(label=_("On which day was it asked for?"), required=False)
    safe_to_call = forms.ChoiceField(label=_("Is it safe to call?"), choices=ANSWERS, widget=Radios(inline=True))
    words = forms.CharField(
        label=_("What else the team must know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, track: str, day: date, last: Danger, **kwargs: Any) -> None:
        self.questions = [row for row in terms("danger_sign", day) if row.extra["track"] == track]
        asked_on = date.fromisoformat(last.order_asked_on) if last.order_asked_on else None
        known = {row.code: last.answers.get(row.code, Answer.UNKNOWN) for row in self.questions}
        kwargs["initial"] = {
            **known, "order": last.order, "order_asked_on": asked_on, "safe_to_call": last.safe_to_call, "words": last.words,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        for row in self.questions:
            self.fields[row.code] = forms.ChoiceField(label=row.label, choices=ANSWERS, widget=forms.RadioSelect)  # type: ignore[arg-type]
        fields: Any = self.fields
        fields["order"].choices = [("", _("No, or not known")), *choices("order_kind", day)]
        if track != Track.VIOLENCE:
            del fields["order"], fields["order_asked_on"]

    @property
    def asked(self) -> list[Any]:
        """The questions as fields, in their order."""
        return [self[row.code] for row in self.questions]

    def danger(self) -> Danger:
        given = self.cleaned_data
        asked_on = given.get("order_asked_on")
        return Danger(
            {row.code: given[row.code] for row in self.questions}, given.get("order", ""), asked_on.isoformat() if asked_on else "",
            given["safe_to_call"], given["words"],
        )  # fmt: skip


class WayBackForm(forms.Form):
    """What a protected file shall be from now on, and why: a second person of the team reads it."""

    track = forms.ChoiceField(label=_("What shall the file be?"), widget=Radios(), error_messages={"required": _("Choose one.")})
    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A second person of the team reads it and decides. Until then nothing changes."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        track: Any = self.fields["track"]
        track.choices = [(ORDINARY, _("An ordinary file, open to the colleagues again")), *((c, w) for c, w in TRACKS.items() if c != now)]

    @property
    def wanted(self) -> str:
        """The track it shall have, nothing for an ordinary file."""
        chosen: str = self.cleaned_data["track"]
        return "" if chosen == ORDINARY else chosen


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
