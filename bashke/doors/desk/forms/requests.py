"""Judging and refusing a request, and what becomes of an appeal."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Radios
from bashke.ground.law.queries import choices, term, terms
from bashke.ground.law.rules import TriageClass, triage_class
from bashke.person.requests.models import Triage
from bashke.person.requests.rules import GENERAL, is_lowering

AS_THE_FLAGS_SAY = ""
MAX_WORDS = 4000


@dataclass(frozen=True)
class Flag:
    """One sign of danger as a checkbox, with the class it gives."""

    code: str
    text: Any
    checked: bool
    kind: str
    kind_label: str
    weight: int


@dataclass(frozen=True)
class FlagSet:
    """The signs of one track, the worst first. `fits`: they are looked at here; else `hint` says when they are, and `opened` that they were."""

    code: str
    label: Any
    hint: Any
    flags: list[Flag]
    fits: bool
    opened: bool


class UrgencyForm(forms.Form):
    """The signs that were seen, and a class that differs from what they give."""

    flags = forms.MultipleChoiceField(label=_("What do you see or hear?"), required=False, widget=forms.CheckboxSelectMultiple)
    sets = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    chosen = forms.ChoiceField(label=_("Urgency"), required=False, widget=forms.Select)
    reason = forms.ChoiceField(
        label=_("Why less urgent than the signs?"), required=False, widget=forms.Select,
        help_text=_("A second person reads the reason and decides. Until then the more urgent class holds."),
    )  # fmt: skip

    def __init__(self, *args: Any, fit: Collection[str], last: Triage | None = None, held: str | None = None, **kwargs: Any) -> None:
        self.held, self.fit = TriageClass(held) if held else None, fit
        today = timezone.localdate()
        kwargs.setdefault("initial", {"flags": last.flags, "sets": last.sets} if last else {})
        kwargs.setdefault("auto_id", "urgency_%s")
        super().__init__(*args, **kwargs)
        self.signs, self.tracks = terms("red_flag", today), terms("track", today)
        fields: dict[str, Any] = self.fields
        fields["flags"].choices = [(sign.code, sign.label) for sign in self.signs]
        fields["sets"].choices = [(row.code, row.label) for row in self.tracks]
        fields["chosen"].choices = [(AS_THE_FLAGS_SAY, _("As the signs say")), *choices("triage_class", today)]
        fields["reason"].choices = [("", "–"), *choices("override_down_reason", today)]

    @property
    def none(self) -> Any:
        """What no sign at all gives."""
        return term("triage_class", TriageClass.ROUTINE).label

    @property
    def differs(self) -> bool:
        """Did the worker choose another class than the signs give, or fail to say why?"""
        return self.is_bound and bool(self["chosen"].value() or self.errors)

    def ticked(self) -> list[Any]:
        """The signs that are ticked, in words."""
        return [flag.text for group in self.groups() for flag in group.flags if flag.checked]

    def groups(self) -> Iterator[FlagSet]:
        """The checkboxes by set: those for everybody, those that fit this request, then the others, closed."""
        opened = set(self["sets"].value() or [])
        yield FlagSet(GENERAL, _("For everybody"), "", self._flags(GENERAL), fits=True, opened=True)
        for track in sorted(self.tracks, key=lambda row: row.code not in self.fit):
            flags = self._flags(track.code)
            seen = track.code in opened or any(flag.checked for flag in flags)
            yield FlagSet(track.code, track.label, track.hint, flags, fits=track.code in self.fit, opened=seen)

    def _flags(self, code: str) -> list[Flag]:
        ticked, kinds = set(self["flags"].value() or []), {row.code: str(row.label) for row in terms("triage_class")}
        flags = []
        for sign in self.signs:
            if sign.extra["set"] == code:
                kind = TriageClass(sign.extra["class"])
                flags.append(Flag(sign.code, sign.label, sign.code in ticked, kind, kinds[kind], kind.weight))
        return sorted(flags, key=lambda flag: -flag.weight)

    def worst(self) -> TriageClass:
        """The class that the ticked signs give."""
        ticked = set(self["flags"].value() or [])
        return triage_class(TriageClass(sign.extra["class"]) for sign in self.signs if sign.code in ticked)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wanted = TriageClass(given["chosen"]) if given.get("chosen") else self.worst()
        if is_lowering(wanted, self.worst(), self.held) and not given.get("reason"):
            self.add_error(
                "reason", ValidationError(_("Say why it is less urgent than the signs, or than it was judged before."), code="required")
            )
        return given | {"chosen": given.get("chosen") or None}


class LoweringForm(forms.Form):
    """The second person's decision."""

    words = forms.CharField(label=_("A word to your colleague"), max_length=300, required=False)


class RefuseForm(forms.Form):
    """No refusal without a listed reason and words a person understands."""

    reason = forms.ChoiceField(label=_("Reason"), widget=Radios())
    words = forms.CharField(
        label=_("In plain words, to the person"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("She reads this. Say what you looked at, why the answer is no, and where else she may find help."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "refuse_%s")
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [pair for pair in choices("refusal_reason", timezone.localdate()) if pair[0] != "withdrawn"]  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """Why the person does not agree with the refusal, as she says it."""

    words = forms.CharField(
        label=_("Why does the person not agree?"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In her or his own words. Nothing else is needed, and no paper."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "appeal_%s")
        super().__init__(*args, **kwargs)


class AppealDecisionForm(forms.Form):
    """What became of an appeal, with the reasons the person reads."""

    reopen = forms.ChoiceField(
        label=_("What do you decide?"), widget=Radios(),
        choices=[("yes", _("The request is opened again")), ("no", _("The refusal stands"))],
        error_messages={"required": _("Choose what you decide.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("The reasons, in plain words, to the person"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("She reads this. Say what you looked at and why you decide so."),
    )  # fmt: skip
