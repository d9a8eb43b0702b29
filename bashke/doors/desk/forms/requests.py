"""Judging, refusing and taking down a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices, term, terms
from bashke.ground.law.rules import TriageClass, triage_class
from bashke.ground.territory.queries import units_of
from bashke.person.requests.forms import PhoneField
from bashke.person.requests.models import Triage
from bashke.person.requests.rules import Channel, ForWhom, is_lowering

from .people import LANGUAGES, birthday

AS_THE_FLAGS_SAY = ""
MAX_WORDS = 4000


@dataclass(frozen=True)
class Flag:
    """One sign of danger as a checkbox."""

    code: str
    text: Any
    checked: bool


@dataclass(frozen=True)
class FlagGroup:
    """The signs of one class, the worst class first."""

    code: str
    label: Any
    hint: Any
    flags: list[Flag]


class UrgencyForm(forms.Form):
    """The signs that were seen, and a class that differs from what they give."""

    flags = forms.MultipleChoiceField(label=_("What do you see or hear?"), required=False, widget=forms.CheckboxSelectMultiple)
    chosen = forms.ChoiceField(label=_("Urgency"), required=False, widget=forms.Select)
    reason = forms.ChoiceField(
        label=_("Why less urgent than the signs?"), required=False, widget=forms.Select,
        help_text=_("A second person reads the reason and decides. Until then the more urgent class holds."),
    )  # fmt: skip

    def __init__(self, *args: Any, last: Triage | None = None, held: str | None = None, **kwargs: Any) -> None:
        self.held = TriageClass(held) if held else None
        today = timezone.localdate()
        kwargs.setdefault("initial", {"flags": last.flags} if last else {})
        kwargs.setdefault("auto_id", "urgency_%s")
        super().__init__(*args, **kwargs)
        self.signs = terms("red_flag", today)
        fields: dict[str, Any] = self.fields
        fields["flags"].choices = [(sign.code, sign.label) for sign in self.signs]
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

    def groups(self) -> Iterator[FlagGroup]:
        """The checkboxes under their classes, emergency first."""
        ticked = set(self["flags"].value() or [])
        for kind in terms("triage_class", timezone.localdate()):
            flags = [Flag(sign.code, sign.label, sign.code in ticked) for sign in self.signs if sign.extra["class"] == kind.code]
            if flags:
                yield FlagGroup(kind.code, kind.label, kind.hint, flags)

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


class IntakeForm(forms.Form):
    """A request taken down at the counter or by telephone, on one page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How did the request come?"), initial=Channel.COUNTER, widget=Radios(inline=True),
        choices=[(Channel.COUNTER, _("At the counter")), (Channel.PHONE, _("By phone"))],
    )  # fmt: skip
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    how_to_reach = forms.CharField(
        label=_("How to reach the person safely"), max_length=300, required=False,
        help_text=_("For example: only in the morning, only by message, through a neighbour."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="sq", widget=Radios(inline=True))
    unit = forms.TypedChoiceField(label=_("Where does the person live?"), required=False, coerce=int, empty_value=None)
    domains = forms.MultipleChoiceField(
        label=_("What is needed?"), widget=Checkboxes(), error_messages={"required": _("Tick at least one thing that is needed.")}
    )
    words = forms.CharField(
        label=_("In the person's own words"), max_length=MAX_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Write what was said, not what you think of it."),
    )  # fmt: skip
    for_whom = forms.ChoiceField(
        label=_("Who is asking?"), initial=ForWhom.SELF, widget=Radios(),
        choices=[(ForWhom.SELF, _("The person herself or himself")), (ForWhom.OTHER, _("Somebody else, for the person"))],
    )  # fmt: skip
    asker_name = forms.CharField(label=_("Name of who is asking"), max_length=120, required=False)
    asker_phone = PhoneField(label=_("Phone of who is asking"), required=False)
    asker_relation = forms.CharField(
        label=_("What they are to the person"), max_length=60, required=False, help_text=_("For example: neighbour, sister, teacher.")
    )
    permission_given = forms.BooleanField(label=_("The person knows and agrees that help is asked for"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.units = {unit.pk: unit for unit in units_of(actor.municipality or "")}
        fields["birth_date"] = birthday()
        fields["unit"].choices = [("", _("Somewhere in the municipality")), *((pk, unit.name) for pk, unit in self.units.items())]
        fields["domains"].choices = [(row.code, row.label) for row in terms("domain", timezone.localdate())]
        fields["domains"].widget.hints = {row.code: term("domain", row.code).extra["plain"] for row in terms("domain")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("for_whom") == ForWhom.OTHER:
            if not given.get("asker_name"):
                self.add_error("asker_name", ValidationError(_("Write the name of who is asking for the person."), code="required"))
            if not given.get("permission_given"):
                self.add_error(
                    "permission_given",
                    ValidationError(_("Ask the person first: without permission we cannot take the request."), code="required"),
                )
        if not any(given.get(way) or way in self.errors for way in ("phone", "how_to_reach", "asker_phone")):
            self.add_error(
                "phone",
                ValidationError(_("Write a phone, or below how to reach the person: otherwise nobody can answer."), code="required"),
            )
        return given

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as requests.actions.ask takes them."""
        given = dict(self.cleaned_data)
        given["unit"] = self.units.get(given["unit"])
        if given["for_whom"] == ForWhom.SELF:
            given |= {"asker_name": "", "asker_phone": "", "asker_relation": "", "permission_given": False}
        return given

    @property
    def asks_for_another(self) -> bool:
        """Open the part about who asks? When it was chosen, or refused."""
        return self.is_bound and self["for_whom"].value() == ForWhom.OTHER
