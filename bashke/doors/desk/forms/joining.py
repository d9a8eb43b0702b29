"""Asking somebody into a plan; what a member notes and proposes; the owner's answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.models import Worker
from bashke.ground.design.forms import DayField, Radios
from bashke.ground.institutions.models import Institution
from bashke.ground.law.queries import choices, label, terms
from bashke.person.casework.actions import Asked
from bashke.person.casework.models import Need
from bashke.person.casework.rules import CONSENT, OWN_OFFICE, RUNGS
from bashke.person.people.models import GIVEN
from bashke.person.people.rules import Given


class InviteForm(forms.Form):
    """For which discipline, whom, what for, and on which ground. A colleague of one's own office is asked by name and needs no other ground."""

    show_optional = False
    discipline = forms.ChoiceField(label=_("For which discipline?"))
    who = forms.ChoiceField(label=_("Whom do you ask?"), error_messages={"required": _("Choose whom you ask.")})
    purpose = forms.CharField(
        label=_("What do you ask of her?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("She may use what she sees for this and for nothing else. The person reads it too."),
        error_messages={"required": _("Say what you ask of her: it is what she may know the person for.")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("Why may another institution know of the person?"), required=False, widget=Radios(),
        help_text=_("Not asked for a colleague of your own office."),
    )  # fmt: skip
    given = forms.ChoiceField(label=_("How did the person agree?"), required=False, choices=list(GIVEN.items()), widget=Radios())
    phone = forms.BooleanField(label=_("The person agreed that her telephone is shared too"), required=False)

    def __init__(
        self, *args: Any, team: Sequence[Worker], institutions: Sequence[Institution], office: Institution, taken: Sequence[str] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.office, self.workers = office, {f"w{one.pk}": one for one in team}
        self.institutions = {f"i{one.pk}": one for one in institutions}
        fields: dict[str, Any] = self.fields
        fields["discipline"].choices = [pair for pair in choices("discipline", timezone.localdate()) if pair[0] not in taken]
        fields["who"].choices = [
            ("", "–"), (_("Colleagues of this office"), [(key, one.name) for key, one in self.workers.items()]),
            (_("Other institutions"), [(key, one.name) for key, one in self.institutions.items()]),
        ]  # fmt: skip
        fields["basis"].choices = [(row.code, label("sharing_basis", row.code)) for row in terms("sharing_basis") if row.code != OWN_OFFICE]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("who") in self.institutions:
            if not given.get("basis"):
                self.add_error("basis", ValidationError(_("Say why the institution may know of the person."), code="required"))
            elif given["basis"] == CONSENT and not given.get("given"):
                self.add_error("given", ValidationError(_("Say how the person agreed."), code="required"))
        return given

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        worker = self.workers.get(given["who"])
        return Asked(
            discipline=given["discipline"], institution=self.office if worker else self.institutions[given["who"]], worker=worker,
            purpose=given["purpose"], basis=OWN_OFFICE if worker else given["basis"], phone=given["phone"],
            given=Given(given["given"] or Given.SPOKEN),
        )  # fmt: skip


class ProgressForm(forms.Form):
    """What was done about one action."""

    words = forms.CharField(
        label=_("What did you do?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a sentence about it first.")},
    )  # fmt: skip
    done = forms.BooleanField(label=_("It is done"), required=False, help_text=_("The social worker sees it and ticks it off."))
    action = forms.UUIDField(widget=forms.HiddenInput)


class LeaveForm(forms.Form):
    """Why somebody is no longer in a plan, or cannot join it."""

    why = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("The social worker reads it."),
        error_messages={"required": _("Say in a sentence why, so that the social worker can ask somebody else.")},
    )  # fmt: skip


class ProposeForm(forms.Form):
    """What should come into the plan for one's own discipline."""

    statement = forms.CharField(
        label=_("What should be different for the person?"), max_length=300,
        error_messages={"required": _("Say where the goal leads, in one sentence.")},
    )  # fmt: skip
    what = forms.CharField(label=_("What would you do for it?"), max_length=300, error_messages={"required": _("Say what will be done.")})
    due_on = DayField(label=_("By which day?"), error_messages={"required": _("Say by which day.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["due_on"].earliest = timezone.localdate()


class AnswerForm(forms.Form):
    """The owner's answer to a proposal: for which need and up to which step, or why not."""

    show_optional = False
    answer = forms.ChoiceField(
        choices=[("accept", ""), ("decline", "")], error_messages={"required": _("Say whether it comes into the plan.")}
    )
    need = forms.ChoiceField(label=_("For which need?"), required=False)
    target = forms.TypedChoiceField(
        label=_("Which step do you want to reach together?"), required=False, coerce=int, empty_value=None,
        help_text=_("Counts only where the plan has no goal for this need yet."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why does it not come into the plan?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {str(need.pk): need for need in needs}
        fields: dict[str, Any] = self.fields
        fields["need"].choices = [(pk, label("domain", need.domain)) for pk, need in self.needs.items()]
        fields["target"].choices = [(rung, f"{rung} · {label('rung', str(rung))}") for rung in RUNGS[1:]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "accept" and not (given.get("need") and given.get("target")):
            self.add_error("need", ValidationError(_("Choose for which need it is, and the step."), code="required"))
        if given.get("answer") == "decline" and not given.get("words"):
            self.add_error("words", ValidationError(_("Say in a sentence why not; who proposed it reads it."), code="required"))
        return given
