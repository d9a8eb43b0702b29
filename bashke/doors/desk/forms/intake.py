"""Taking a request down, whatever way it came: only what that way can tell is asked."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices, term, terms
from bashke.ground.territory.queries import units_of
from bashke.person.requests.actions import dangers_on
from bashke.person.requests.forms import PhoneField
from bashke.person.requests.rules import GENERAL, SENT_BY_AN_OFFICE, Channel, ForWhom

from .people import LANGUAGES, birthday
from .requests import MAX_WORDS

WAYS: dict[str, Promise] = {
    Channel.COUNTER: _("At the counter"),
    Channel.PHONE: _("By phone"),
    Channel.OUTREACH: _("From the field"),
    Channel.OFFICE: _("From another office"),
    Channel.PROVIDER: _("From a provider"),
    Channel.TIP: _("Anonymous tip"),
}
ASKER = ("asker_name", "asker_phone", "asker_relation", "permission_given")


class IntakeForm(forms.Form):
    """A request taken down on one page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(choices=list(WAYS.items()), widget=forms.HiddenInput)
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    father_name = forms.CharField(label=_("Father's name"), max_length=60, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    how_to_reach = forms.CharField(
        label=_("How to reach the person safely"), max_length=300, required=False,
        help_text=_("For example: only in the morning, only by message, through a neighbour."),
    )  # fmt: skip
    spoken = forms.ChoiceField(label=_("Which language does the person speak best?"), initial="sq", required=False)
    language = forms.ChoiceField(label=_("Language of letters and messages"), choices=LANGUAGES, initial="sq", widget=Radios(inline=True))
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
    asker_office = forms.CharField(label=_("Which office or provider?"), max_length=120, required=False)
    asker_name = forms.CharField(label=_("Name of who is asking"), max_length=120, required=False)
    asker_phone = PhoneField(label=_("Phone of who is asking"), required=False)
    asker_relation = forms.CharField(
        label=_("What they are to the person"), max_length=60, required=False, help_text=_("For example: neighbour, sister, teacher.")
    )
    permission_given = forms.BooleanField(label=_("The person knows and agrees that help is asked for"), required=False)
    without_permission = forms.ChoiceField(
        label=_("Without permission: which sign of danger was seen?"), required=False,
        help_text=_("Without permission a request is taken only for a sign of danger. It is judged by that sign at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, channel: str = Channel.COUNTER, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), "channel": channel} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        now, today = timezone.now(), timezone.localdate()
        self.units = {unit.pk: unit for unit in units_of(actor.municipality or "")}
        fields["birth_date"] = birthday()
        fields["unit"].choices = [("", _("Somewhere in the municipality")), *((pk, unit.name) for pk, unit in self.units.items())]
        fields["domains"].choices = [(row.code, row.label) for row in terms("domain", today)]
        fields["domains"].widget.hints = {row.code: term("domain", row.code).extra["plain"] for row in terms("domain")}
        fields["spoken"].choices = choices("spoken_language", today)
        signs = dangers_on(now) if channel != Channel.TIP else [row.code for row in terms("red_flag", today)]
        fields["without_permission"].choices = [("", "–"), *_by_set(signs)]
        if channel == Channel.TIP:
            self._as_tip(fields)
        elif channel in SENT_BY_AN_OFFICE:
            del fields["for_whom"]
            fields["asker_office"].required = fields["asker_name"].required = True
        elif channel != Channel.OUTREACH:
            del fields["asker_office"]

    def _as_tip(self, fields: dict[str, Any]) -> None:
        """Nothing is asked of who tells, and of the person only what she may know."""
        for name in (*ASKER, "asker_office", "father_name", "for_whom", "language"):
            del fields[name]
        fields["given_name"].required = False
        fields["given_name"].label = _("Given name, if it is known")
        fields["words"].label, fields["words"].required = _("What was seen or heard?"), True
        fields["how_to_reach"].label, fields["how_to_reach"].required = _("Where can the person be found?"), True
        fields["how_to_reach"].help_text = _("For example: the house beside the mill, second floor.")
        fields["without_permission"].label = _("Was a sign of danger seen?")
        fields["without_permission"].help_text = _("The tip is judged by that sign at once.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("channel") != Channel.TIP:
            if given.get("for_whom", ForWhom.OTHER) == ForWhom.OTHER:
                self._check_asker(given)
            if not any(given.get(way) or way in self.errors for way in ("phone", "how_to_reach", "asker_phone")):
                self.add_error(
                    "phone",
                    ValidationError(_("Write a phone, or below how to reach the person: otherwise nobody can answer."), code="required"),
                )
        return given

    def _check_asker(self, given: dict[str, Any]) -> None:
        if not given.get("asker_name") and "asker_name" not in self.errors:
            self.add_error("asker_name", ValidationError(_("Write the name of who is asking for the person."), code="required"))
        if not given.get("permission_given") and not given.get("without_permission"):
            self.add_error(
                "permission_given",
                ValidationError(
                    _("Ask the person first: without permission we cannot take the request, except for a sign of danger."), code="required"
                ),
            )

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as requests.actions.ask takes them."""
        given = {"for_whom": ForWhom.OTHER} | self.cleaned_data
        given["unit"], given["spoken"] = self.units.get(given["unit"]), given["spoken"] or "sq"
        if given["for_whom"] == ForWhom.SELF:
            given |= dict.fromkeys(("asker_name", "asker_phone", "asker_relation", "without_permission"), "") | {"permission_given": False}
        return given

    @property
    def asks_for_another(self) -> bool:
        """Open the part about who asks? When it was chosen, or refused, or cannot be otherwise."""
        return "for_whom" not in self.fields or (self.is_bound and self["for_whom"].value() == ForWhom.OTHER)

    @property
    def is_tip(self) -> bool:
        return "asker_name" not in self.fields


def _by_set(signs: Collection[str]) -> Iterator[tuple[Any, list[tuple[str, Any]]]]:
    """Signs of danger for a list to choose from, each under the track whose set it stands in."""
    for code, name in ((GENERAL, _("For everybody")), *((row.code, row.label) for row in terms("track"))):
        rows = [(sign, term("red_flag", sign).label) for sign in signs if term("red_flag", sign).extra["set"] == code]
        if rows:
            yield name, rows
