"""What a provider writes down: the day a person came, a session with its register, the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import DayField, LadderField, Radios
from bashke.ground.law.queries import anchors, choices
from bashke.person.casework.models import Need

from .actions import GroupDay
from .models import OUTCOME, Enrolment
from .queries import Day, Week
from .rules import OUTCOMES, Outcome, Status, day_key

CAME, AWAY, NOT_EXPECTED = "came", "away", ""
MOST_WORDS = 2000

WRONG_MINUTES = {
    "required": _("Say how long it lasted."),
    "min_value": _("A session lasts at least 5 minutes."),
    "max_value": _("A session lasts at most 24 hours."),
    "invalid": _("Write the minutes as a number."),
}

# What each outcome does, said before it is chosen.
LEADS = {
    Outcome.MET: _("The need is closed as met."),
    Outcome.PARTLY: _("The need goes back to the social worker, who plans what is still missing."),
    Outcome.NOT_MET: _("The need goes back to the social worker, who looks for another way."),
    Outcome.LEFT: _("The need stays on record as unmet: the person did not accept the service."),
}


class EnrolForm(forms.Form):
    """The first day in the service; and why, when people `before` her wait for the places that are free."""

    prefix = "enrol"

    def __init__(self, *args: Any, enrolment: Enrolment, today: date, before: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField(label=_("First day in the service"), earliest=enrolment.waiting_since, latest=today, initial=today)
        if before:
            self.fields["out_of_turn"] = forms.ChoiceField(
                label=_("Why before others who wait?"), choices=choices("out_of_turn_reason"), widget=Radios,
                help_text=_("The reason stands in the person's file, and the supervisor in the municipality sees it."),
                error_messages={"required": _("Choose why the place is not for those who waited before.")},
            )  # fmt: skip


class PassForm(forms.Form):
    """Why an offered place goes to the next."""

    prefix = "pass"
    reason = forms.ChoiceField(label=_("Why?"), widget=Radios, error_messages={"required": _("Choose why the place goes to the next.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices("offer_passed_reason")  # type: ignore[attr-defined]


class SessionForm(forms.Form):
    """One session of a service and, for everybody in it, whether she came. `people` are the rows of the register."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=5, max_value=1440, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=WRONG_MINUTES,
    )  # fmt: skip
    topic = forms.CharField(
        label=_("What did you do?"),
        help_text=_("A few words, or nothing. The person and the social worker do not see it."),
        max_length=200,
        required=False,
    )
    show_optional = False
    field_order = ("key", "held_on", "minutes", "topic")

    def __init__(self, *args: Any, people: Sequence[Enrolment], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        self.fields["held_on"] = DayField(label=_("Which day?"), latest=today, initial=today)
        for person in people:
            self.fields[f"mark_{person.pk}"] = _mark(person)
        self.order_fields(self.field_order)

    def marks(self) -> list[forms.BoundField]:
        """The register, one row for each person."""
        return [self[f"mark_{pk}"] for pk in self.people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not (self.marked(CAME) or self.marked(AWAY)):
            raise forms.ValidationError(_("Mark at least one person who was expected."), code="nobody")
        return data

    def marked(self, mark: str) -> list[Enrolment]:
        """The people with this mark."""
        return [person for pk, person in self.people.items() if self.cleaned_data.get(f"mark_{pk}") == mark]


class OneSessionForm(forms.Form):
    """One session with one person, and how it goes: the day, the minutes, whether she came, where she stands now."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=5, max_value=1440, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=WRONG_MINUTES,
    )  # fmt: skip
    came = forms.TypedChoiceField(
        label=_("Did the person come?"), choices=[("yes", _("Came")), ("no", _("Absent"))], coerce=lambda word: word == "yes", widget=Radios,
        error_messages={"required": _("Say whether the person came.")},
    )  # fmt: skip
    topic = forms.CharField(
        label=_("What did you do?"), help_text=_("A few words, or nothing. The person and the social worker do not see it."), max_length=200,
        required=False,
    )  # fmt: skip
    words = forms.CharField(
        label=_("How is it going?"), help_text=_("The social worker reads this in the case."), required=False, max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}), error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip
    field_order = ("key", "held_on", "minutes", "came", "topic", "rung", "words")

    def __init__(self, *args: Any, enrolment: Enrolment, need: Need | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"] = DayField(label=_("Which day?"), earliest=enrolment.enrolled_on, latest=today, initial=today)
        if need is not None:
            self.fields["rung"] = _where(need)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("came") is False and data.get("rung"):
            self.add_error("rung", _("Where a person stands can only be seen when she came."))
        return data


@dataclass(frozen=True)
class Cell:
    """One person on one day: to be marked, or as recorded (None: not expected)."""

    person: Enrolment
    mark: forms.BoundField | None
    came: bool | None


@dataclass(frozen=True)
class Line:
    """One day of the week with everybody; without fields where nothing can be recorded."""

    day: Day
    minutes: forms.BoundField | None
    topic: forms.BoundField | None
    cells: list[Cell]


class WeekForm(forms.Form):
    """A group from Monday to Sunday: for each open day the minutes, a few words, and a mark for everybody who was in the service."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week = week
        self.open = [day for day in week.days if day.is_open and any(week.may_mark(day, person) for person in week.people)]
        for day in self.open:
            self.fields[f"minutes_{day.day}"] = forms.IntegerField(
                label=_("Minutes"), min_value=5, max_value=1440, required=False, error_messages=WRONG_MINUTES,
            )  # fmt: skip
            self.fields[f"topic_{day.day}"] = forms.CharField(label=_("What was done"), max_length=200, required=False)
            for person in week.people:
                if week.may_mark(day, person):
                    self.fields[_name(day, person)] = _mark(person)

    def lines(self) -> list[Line]:
        """The seven days, each with everybody."""
        return [
            Line(
                day, self._field(f"minutes_{day.day}"), self._field(f"topic_{day.day}"), [self._cell(day, who) for who in self.week.people]
            )
            for day in self.week.days
        ]

    def _cell(self, day: Day, person: Enrolment) -> Cell:
        return Cell(person, self._field(_name(day, person)), self.week.came.get((day.day, person.pk)))

    def _field(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def marked(self, day: Day, mark: str) -> tuple[Enrolment, ...]:
        """The people with this mark on one day."""
        return tuple(person for person in self.week.people if self.cleaned_data.get(_name(day, person)) == mark)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if gone := self._gone():
            said = _("The register changed meanwhile: what you marked for %(days)s cannot be recorded any more. Nothing was saved now.")
            raise forms.ValidationError(said, code="gone", params={"days": ", ".join(f"{day:%d.%m.%Y}" for day in gone)})
        expected = [day for day in self.open if self.marked(day, CAME) or self.marked(day, AWAY)]
        for day in self.open:
            minutes = f"minutes_{day.day}"
            if day in expected and minutes not in self.errors and data.get(minutes) is None:
                self.add_error(minutes, WRONG_MINUTES["required"])
            elif day not in expected and (data.get(minutes) is not None or data.get(f"topic_{day.day}")):
                self.add_error(minutes, _("Mark who was expected on this day, or leave the day empty."))
        if not self.errors and not expected:
            raise forms.ValidationError(_("Mark at least one person who was expected."), code="nobody")
        return data

    def _gone(self) -> list[date]:
        """The days for which somebody was marked who can no longer be: recorded by another, or she has left the service."""
        found = set()
        for name in self.data:
            if name.startswith("mark_") and name not in self.fields and self.data.get(name):
                try:
                    found.add(date.fromisoformat(name.split("_")[1]))
                except ValueError:
                    continue
        return sorted(found)

    def days(self) -> list[GroupDay]:
        """What is recorded: the days on which somebody was expected."""
        data = self.cleaned_data
        return [
            GroupDay(
                day.day, data[f"minutes_{day.day}"], data[f"topic_{day.day}"], present, absent, key=day_key(data["key"], day.day)
            )
            for day in self.open
            if (present := self.marked(day, CAME)) + (absent := self.marked(day, AWAY))
        ]  # fmt: skip


class EndForm(forms.Form):
    """What came of it: the outcome moves the need, so it is chosen and never typed."""

    outcome = forms.ChoiceField(label=_("What came of it?"), error_messages={"required": _("Choose what came of it.")})
    words = forms.CharField(
        label=_("What changed, in a few sentences"), help_text=_("The person and the social worker read this."), required=False,
        max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )  # fmt: skip
    field_order = ("on", "outcome", "rung", "words")

    def __init__(self, *args: Any, enrolment: Enrolment, need: Need | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest = enrolment.enrolled_on or enrolment.waiting_since
        self.fields["on"] = DayField(label=_("Last day"), earliest=earliest, latest=today, initial=today)
        allowed = OUTCOMES[Status(enrolment.status)]
        outcome = self.fields["outcome"]
        outcome.widget = Radios(hints={o: LEADS[o] for o in allowed})
        outcome.choices = [(o, OUTCOME[o]) for o in allowed]  # type: ignore[attr-defined]
        if need is not None and enrolment.status == Status.ENROLLED:
            self.fields["rung"] = _where(need)
        self.order_fields(self.field_order)

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


def _where(need: Need) -> LadderField:
    return LadderField(
        label=_("Where does the person stand now?"), help_text=_("The marked step is where the social worker found the person."),
        anchors=[str(anchors(need.domain)[rung]) for rung in range(1, 6)], before=need.rung,
        ends=(_("crisis"), _("thriving")), required=False,
    )  # fmt: skip


def _mark(person: Enrolment) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=person.person_name, required=False, initial=NOT_EXPECTED, widget=forms.RadioSelect,
        choices=[(CAME, _("Came")), (AWAY, _("Absent")), (NOT_EXPECTED, _("Not expected"))],
    )  # fmt: skip


def _name(day: Day, person: Enrolment) -> str:
    return f"mark_{day.day}_{person.pk}"


def pressed(data: Any) -> UUID | None:
    """The press of the button a form came with."""
    try:
        return UUID(data.get("key", ""))
    except ValueError:
        return None


def posted_people(data: Any) -> list[UUID]:
    """The people whose marks were sent, also those who left the service while the form was open."""
    found = []
    for name in data:
        if name.startswith("mark_"):
            try:
                found.append(UUID(name.removeprefix("mark_")))
            except ValueError:
                continue
    return found
