"""The wizard's memory: what was answered so far, kept in the server-side session and nowhere else.

`data` holds every answer as it was typed, so that nothing is lost when something is wrong; `done` the steps that were
passed. The key goes with the last press of the button and makes it count once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bashke.person.requests.forms import ContactForm, NeedsForm, PlaceForm, WhoForm
from bashke.person.requests.rules import ForWhom

SESSION_KEY = "ask"
KEEP_SECONDS = 2 * 3600
SAFETY = "safety"
MOST_LETTERS, MOST_CHOICES = 5000, 20  # more is no answer to any question here
Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One page of the wizard: its name in the address, the fields it asks, and the form they belong to."""

    name: str
    title: Text
    fields: tuple[str, ...]
    form: Callable[..., Form]


def _what(draft: "Draft", *given: Any) -> Form:
    """The domains alone: one's own words have a page of their own, later."""
    form = NeedsForm(*given)
    form.fields["domains"].error_messages["required"] = _(
        "Choose at least one. If nothing fits, choose the nearest: you can tell us more in your own words."
    )
    return form


STEPS: tuple[Step, ...] = (
    Step("what", _("What you need"), ("domains",), _what),
    Step("where", _("Municipality"), ("municipality",), lambda draft, *given: PlaceForm(*given)),
    Step("area", _("Town or village"), ("unit",), lambda draft, *given: PlaceForm(*given, municipality=draft.municipality)),
    Step("who", _("For whom"), ("for_whom",), lambda draft, *given: WhoForm(*given)),
    Step("name", _("First and family name"), ("given_name", "family_name", "birth_date"), lambda draft, *given: WhoForm(*given)),
    Step(
        "contact",
        _("How to reach you"),
        ("permission_given", "asker_name", "asker_relation", "asker_phone", "phone", "how_to_reach"),
        lambda draft, *given: ContactForm(*given, for_whom=draft.for_whom),
    ),
    Step("words", _("In your own words"), ("words",), lambda draft, *given: NeedsForm(*given)),
)
NAMES = tuple(step.name for step in STEPS)
BY_NAME = {step.name: step for step in STEPS}
# An answer that changes makes a later one be asked again.
ASKED_AGAIN = {"municipality": ("area", ("unit",)), "for_whom": ("contact", ())}
PARTS = ("", "_day", "_month", "_year")


class Draft:
    """What one visitor has answered so far. `remember` writes it back to the session."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        kept = request.session.get(SESSION_KEY)
        self.begun = kept is not None
        kept = kept or {"key": str(uuid4()), "data": {}, "done": []}
        self.key: str = kept["key"]
        self.data: dict[str, list[str]] = kept["data"]
        self.done: list[str] = kept["done"]

    def one(self, field: str) -> str:
        return (self.data.get(field) or [""])[-1]

    @property
    def for_whom(self) -> str:
        return ForWhom.OTHER if self.one("for_whom") == ForWhom.OTHER else ForWhom.SELF

    @property
    def municipality(self) -> str | None:
        return self.one("municipality") if "where" in self.done else None

    @property
    def domains(self) -> list[str]:
        return self.data.get("domains", [])

    @property
    def unsafe(self) -> bool:
        """Was violence named? Then every page offers the way out."""
        return SAFETY in self.domains

    @property
    def first_open(self) -> str:
        """The first step that was not passed; "check" when all were."""
        return next((name for name in NAMES if name not in self.done), "check")

    def before(self, name: str) -> str | None:
        """The step to go back to; None from the first."""
        if name in NAMES and self.first_open == "check":
            return "check"
        at = len(NAMES) if name == "check" else NAMES.index(name)
        return NAMES[at - 1] if at else None

    def form(self, step: Step, bound: bool | None = None) -> Form:
        """The form of a step, reduced to the fields of that page. A page not passed yet shows what was typed, without reproach."""
        fill = step.name in self.done if bound is None else bound
        form = step.form(self, self._query()) if fill else step.form(self)
        for field in [name for name in form.fields if name not in step.fields]:
            del form.fields[field]
        form.order_fields(step.fields)
        form.initial.update({field: typed for field in step.fields if (typed := self._typed(field))})
        return form

    def take(self, step: Step, posted: QueryDict) -> Form:
        """Keep what was typed on one page and say whether it may stand; typed words stay in either case."""
        before = {field: self.data.get(field) for field in ASKED_AGAIN}
        for field in (name + part for name in step.fields for part in PARTS):
            if field in posted:
                self.data[field] = [typed[:MOST_LETTERS] for typed in posted.getlist(field)[:MOST_CHOICES]]
            else:
                self.data.pop(field, None)
        for field, (later, forgotten) in ASKED_AGAIN.items():
            if field in step.fields and self.data.get(field) != before[field]:
                self.done = [name for name in self.done if name != later]
                for name in forgotten:
                    self.data.pop(name, None)
        form = self.form(step, bound=True)
        self.done = [name for name in self.done if name != step.name]
        if form.is_valid():
            self.done.append(step.name)
        return form

    def answers(self) -> dict[str, Any] | None:
        """Everything, cleaned, under the names of `actions.ask`; None when a page must be asked again (and is marked so)."""
        values: dict[str, Any] = {}
        for step in STEPS:
            form = self.form(step, bound=True)
            if not form.is_valid():
                self.done = [name for name in self.done if name != step.name]
                continue
            values |= form.cleaned_data
        return values if self.first_open == "check" else None

    def remember(self) -> None:
        self.request.session[SESSION_KEY] = {"key": self.key, "data": self.data, "done": self.done}
        self.request.session.set_expiry(KEEP_SECONDS)

    def forget(self) -> None:
        self.request.session.pop(SESSION_KEY, None)

    def _typed(self, field: str) -> str | list[str] | tuple[str, ...] | None:
        """One answer as its widget shows it."""
        if f"{field}_day" in self.data:
            return tuple(self.one(field + part) for part in PARTS[1:])
        return self.data.get(field) if field == "domains" else self.one(field)

    def _query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for field, values in self.data.items():
            query.setlist(field, values)
        return query
