"""Calling a conference, its minutes with the decisions, and disagreeing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.models import Worker
from bashke.ground.design.forms import Checkboxes, Radios
from bashke.ground.law.queries import label
from bashke.person.casework.actions import Call, Decided
from bashke.person.casework.forms.planning import DAYS, owners_of
from bashke.person.casework.forms.visiting import WhenForm
from bashke.person.casework.models import Need, PlanMember, Seat
from bashke.person.casework.rules import ActionDraft, ActionOwner

LINES = 4  # decisions of one conference


class CallForm(WhenForm):
    """Which question, when and where, who leads, who is invited, and whether the person is."""

    question = forms.CharField(
        label=_("Which question is decided?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say which question the conference decides.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Where?"), max_length=200, required=False, help_text=_("Leave empty when you talk by telephone."))
    chair = forms.ChoiceField(label=_("Who leads and signs the minutes?"))
    members = forms.MultipleChoiceField(label=_("Who of the plan is invited?"), required=False, widget=Checkboxes())
    colleagues = forms.MultipleChoiceField(label=_("Which colleagues are invited?"), required=False, widget=Checkboxes())
    others = forms.CharField(
        label=_("Who else?"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name on each line."),
    )
    person = forms.ChoiceField(
        label=_("Is the person invited?"), widget=Radios(), choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Say whether the person is invited.")},
    )  # fmt: skip
    why_not = forms.CharField(label=_("If not, why?"), required=False, max_length=300, help_text=_("It stands in the minutes."))

    field_order = ("question", "day", "hour", "place", "chair", "members", "colleagues", "others", "person", "why_not")

    def __init__(self, *args: Any, team: Sequence[Worker], members: Sequence[PlanMember], **kwargs: Any) -> None:
        super().__init__(*args, earliest=timezone.localdate(), **kwargs)
        self.workers, self.invited = {str(one.pk): one for one in team}, {str(one.pk): one for one in members}
        fields: dict[str, Any] = self.fields
        fields["chair"].choices = fields["colleagues"].choices = [(pk, one.name) for pk, one in self.workers.items()]
        fields["members"].choices = [(pk, f"{one.discipline_name}: {one.who}") for pk, one in self.invited.items()]
        if not self.invited:
            del fields["members"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("person") == "no" and not given.get("why_not"):
            self.add_error(
                "why_not", ValidationError(_("Say why the person is not invited: the conference is about her."), code="required")
            )
        return given

    @property
    def call(self) -> Call:
        given = self.cleaned_data
        return Call(
            question=given["question"], at=self.moment, place=given["place"], chair=self.workers[given["chair"]],
            members=[self.invited[pk] for pk in given.get("members", [])], colleagues=[self.workers[pk] for pk in given["colleagues"]],
            others=given["others"].splitlines(), person_invited=given["person"] == "yes", why_not=given["why_not"],
        )  # fmt: skip


class MinutesForm(forms.Form):
    """What was said, who was there, and up to four decisions. A correction says why."""

    show_optional = False
    text = forms.CharField(
        label=_("What was said?"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("Facts and reasons, in a few sentences."),
        error_messages={"required": _("Write down what was said, in a few sentences.")},
    )  # fmt: skip
    present = forms.MultipleChoiceField(
        label=_("Who was there?"), widget=Checkboxes(), error_messages={"required": _("Say who was there.")}
    )
    why = forms.CharField(label=_("Why are the minutes corrected?"), max_length=300)

    def __init__(
        self, *args: Any, seats: Sequence[Seat], needs: Sequence[Need], members: Sequence[PlanMember], corrects: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.needs = {str(one.pk): one for one in needs}
        owners, self.names = owners_of(members)
        fields: dict[str, Any] = self.fields
        fields["present"].choices = [(str(one.pk), str(one)) for one in seats]
        if not corrects:
            del fields["why"]
        for line in range(LINES):
            fields[f"what{line}"] = forms.CharField(label=_("What is decided?"), required=False, max_length=300)
            fields[f"need{line}"] = forms.ChoiceField(
                label=_("For which need?"),
                required=False,
                choices=[("", "–"), *((pk, label("domain", one.domain)) for pk, one in self.needs.items())],
            )
            fields[f"owner{line}"] = forms.ChoiceField(label=_("By whom?"), required=False, choices=owners)
            fields[f"name{line}"] = forms.CharField(label=_("Name"), required=False, max_length=120)
            fields[f"due{line}"] = forms.DateField(
                label=_("By when?"), required=False, input_formats=DAYS,
                widget=forms.DateInput(format=DAYS[0], attrs={"placeholder": "27.3.2026", "autocomplete": "off"}),
                error_messages={"invalid": _("Write the day like this: 27.3.2026.")},
            )  # fmt: skip

    def lines(self) -> list[list[Any]]:
        """The fields of each decision, for the page."""
        return [[self[f"{part}{line}"] for part in ("what", "need", "owner", "name", "due")] for line in range(LINES)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.decided = [one for line in range(LINES) if (one := self._decided(line, given))]
        return given

    def _decided(self, line: int, given: dict[str, Any]) -> Decided | None:
        what, need, owner, due = (given.get(f"{part}{line}") for part in ("what", "need", "owner", "due"))
        if not what:
            return None
        name = given.get(f"name{line}") or self.names.get(owner or "", "")
        for part, value, sentence in (
            ("need", need, _("Choose for which need it is decided.")), ("owner", owner, _("Choose who will do it.")),
            ("name", name, _("Write the name of who will do it.")), ("due", due, _("Say by which day.")),
        ):  # fmt: skip
            if not value and f"{part}{line}" not in self.errors:
                self.add_error(f"{part}{line}", ValidationError(sentence, code="required"))
        who, _colon, discipline = (owner or ActionOwner.WORKER).partition(":")
        draft = ActionDraft(what, ActionOwner(who), name, due or date.max, discipline)
        return Decided(self.needs[need], draft) if need and not self.errors else None


class DissentForm(forms.Form):
    """What somebody does not agree with."""

    words = forms.CharField(
        label=_("What do you not agree with, and why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the minutes under your name. Nobody can change it, you neither."),
        error_messages={"required": _("Say in your own words what you do not agree with.")},
    )  # fmt: skip
