"""The plan: for each need a goal and up to three things to do, without a line of script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import anchors, label

from ..models import Goal, Need, Plan, PlanMember
from ..queries.words import AGREEMENT, OWNER
from ..rules import RUNGS, ActionDraft, ActionOwner, GoalDraft

ACTIONS = 3
OF_TEAM = f"{ActionOwner.TEAM}:"  # before the discipline, among the choices of who does it
DAYS = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y"]
PARTS = ("what", "owner", "owner_name", "due")


@dataclass(frozen=True)
class ActionFields:
    """One line: who does what by when."""

    number: int
    what: BoundField
    owner: BoundField
    owner_name: BoundField
    due: BoundField

    @property
    def errors(self) -> bool:
        return any(bound.errors for bound in (self.what, self.owner, self.owner_name, self.due))


@dataclass(frozen=True)
class GoalFields:
    """One need with the fields of its goal."""

    need: Need
    statement: BoundField
    target: BoundField
    actions: list[ActionFields]

    @property
    def shown(self) -> list[ActionFields]:
        """The lines with something in them or something to say, and always the first."""
        return [line for line in self.actions if line.number == 1 or line.errors or line.what.value() or line.due.value()]

    @property
    def spare(self) -> list[ActionFields]:
        """The empty lines, one press away."""
        return [line for line in self.actions if line not in self.shown]


class PlanForm(forms.Form):
    """A need whose fields stay empty gets no goal now and keeps its clock. `goals` holds the drafts when the form is valid."""

    own_words = forms.CharField(
        label=_("What the person wants, in the person's own words"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    show_optional = False

    def __init__(
        self, *args: Any, needs: Sequence[Need], plan: Plan | None = None, worker: str = "", person: str = "",
        members: Sequence[PlanMember] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        self.needs = list(needs)
        self.owners, of_members = owners_of(members)
        self.names: dict[str, str] = {ActionOwner.WORKER: worker, ActionOwner.PERSON: person} | of_members
        kwargs["initial"] = _as_written(plan, self.needs) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for number, need in enumerate(self.needs):
            self._add(f"g{number}", need)

    def _add(self, goal: str, need: Need) -> None:
        ladder = anchors(need.domain)
        higher = [rung for rung in RUNGS if rung > need.rung]
        self.fields[f"{goal}_statement"] = forms.CharField(
            label=_("Goal: what will be different?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields[f"{goal}_target"] = forms.TypedChoiceField(
            label=_("Which step do you want to reach together?"), required=False, coerce=int, empty_value=None,
            choices=[(rung, f"{rung} · {label('rung', str(rung))}") for rung in higher], widget=Radios(hints={str(r): ladder[r] for r in higher}),
        )  # fmt: skip
        for line in range(ACTIONS):
            self._add_action(f"{goal}_{line}")

    def _add_action(self, line: str) -> None:
        self.fields[f"{line}_what"] = forms.CharField(label=_("What will be done?"), required=False, max_length=300)
        self.fields[f"{line}_owner"] = forms.ChoiceField(label=_("By whom?"), required=False, choices=self.owners)
        self.fields[f"{line}_owner_name"] = forms.CharField(label=_("Name"), required=False, max_length=120)
        self.fields[f"{line}_due"] = forms.DateField(
            label=_("By when?"), required=False, input_formats=DAYS,
            widget=forms.DateInput(format=DAYS[0], attrs={"placeholder": "27.3.2026", "autocomplete": "off"}),
            error_messages={"invalid": _("Write the day like this: 27.3.2026.")},
        )  # fmt: skip

    def rows(self) -> list[GoalFields]:
        """The needs with their fields, for the page."""
        return [self._row(f"g{number}", need) for number, need in enumerate(self.needs)]

    def _row(self, goal: str, need: Need) -> GoalFields:
        lines = [ActionFields(line + 1, *(self[f"{goal}_{line}_{part}"] for part in PARTS)) for line in range(ACTIONS)]
        return GoalFields(need=need, statement=self[f"{goal}_statement"], target=self[f"{goal}_target"], actions=lines)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.goals = [draft for number, need in enumerate(self.needs) if (draft := self._goal(f"g{number}", need, given))]
        if not self.goals and not self.errors:
            raise forms.ValidationError(_("Write a goal for at least one need."))
        return given

    def _goal(self, goal: str, need: Need, given: dict[str, Any]) -> GoalDraft | None:
        """The draft of one goal; None when nothing was written for this need, or when something is missing (which is said)."""
        actions = [action for line in range(ACTIONS) if (action := self._action(f"{goal}_{line}", given))]
        statement, target = given.get(f"{goal}_statement", ""), given.get(f"{goal}_target")
        said = [name for name in self.errors if name.startswith(f"{goal}_")]
        if not (statement or target or actions or said):
            return None
        if not statement:
            self._miss(f"{goal}_statement", gettext("Say where the goal leads, in one sentence."))
        if not target:
            self._miss(f"{goal}_target", gettext("Choose the step you want to reach."))
        if not actions and not said:
            self._miss(f"{goal}_0_what", gettext("Write at least one thing that will be done."))
        return GoalDraft(need=need, statement=statement, target=target or 0, actions=actions)

    def _action(self, line: str, given: dict[str, Any]) -> ActionDraft | None:
        what, owner, name, day = (given.get(f"{line}_{part}") for part in PARTS)
        if not (what or name or day):  # who alone says nothing: the first choice of a list is easily touched
            return None
        if not what:
            self._miss(f"{line}_what", gettext("Say what will be done."))
        if not owner:
            self._miss(f"{line}_owner", gettext("Choose who will do it."))
        name = name or self.names.get(owner, "") if owner else name
        if owner and not name:
            self._miss(f"{line}_owner_name", gettext("Write the name of who will do it."))
        if not day:
            self._miss(f"{line}_due", gettext("Say by which day."))
        elif day < timezone.localdate():
            self._miss(f"{line}_due", gettext("This day has passed."))
        who, _colon, discipline = (owner or ActionOwner.WORKER).partition(":")
        return ActionDraft(what=what or "", owner=ActionOwner(who), owner_name=name or "", due_on=day or date.max, discipline=discipline)

    def _miss(self, name: str, sentence: str) -> None:
        """Say it once: a field that could not be read has its own sentence already."""
        if name not in self.errors:
            domain = label("domain", self.needs[int(name.split("_")[0][1:])].domain)
            self.add_error(name, f"{domain}: {sentence}")


class AgreeForm(forms.Form):
    """How the person agreed, and in which words."""

    how = forms.ChoiceField(
        label=_("How did the person agree?"), choices=list(AGREEMENT.items()), widget=Radios(),
        error_messages={"required": _("Say how the person agreed.")},
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("What does the person say about the plan?"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the person's own words. They stand at the top of the printed plan."),
        error_messages={"required": _("Write down what the person says about the plan, in the person's own words.")},
    )  # fmt: skip


def owners_of(members: Sequence[PlanMember]) -> tuple[list[tuple[str, Any]], dict[str, str]]:
    """Who may do something, as the choices of a list; and the names of those who are members of the plan."""
    owners: list[tuple[str, Any]] = [("", "–"), *((code, said) for code, said in OWNER.items() if code != ActionOwner.TEAM)]
    owners += [(f"{OF_TEAM}{one.discipline}", f"{one.discipline_name}: {one.who}") for one in members]
    return owners, {f"{OF_TEAM}{one.discipline}": one.who for one in members}


def _as_written(plan: Plan | None, needs: Sequence[Need]) -> dict[str, Any]:
    """What the last plan says, as initial values; what is done already is not asked again."""
    if plan is None:
        return {}
    goals: dict[Any, Goal] = {goal.need_id: goal for goal in plan.goals.all()}
    initial: dict[str, Any] = {"own_words": plan.own_words}
    for number, need in enumerate(needs):
        goal = goals.get(need.pk)
        if goal is None:
            continue
        initial |= {f"g{number}_statement": goal.statement, f"g{number}_target": goal.target if goal.target > need.rung else None}
        for line, action in enumerate([action for action in goal.actions.all() if action.done_on is None][:ACTIONS]):
            owner = f"{OF_TEAM}{action.discipline}" if action.discipline else action.owner
            values = (action.what, owner, action.owner_name, action.due_on)
            initial |= {f"g{number}_{line}_{part}": value for part, value in zip(PARTS, values, strict=True)}
    return initial
