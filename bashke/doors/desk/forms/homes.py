"""Who lives with whom: somebody comes in, somebody leaves, some of them move."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor
from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices
from bashke.ground.territory.queries import units_of
from bashke.person.people.models import Membership, Person

from ..queries.homes import HomeSeen
from .people import birthday

NEW, ELSEWHERE = "new", "elsewhere"
MOVED, BOTH = "moved", "both"


class OnDayForm(forms.Form):
    """The day on which one wants to look."""

    show_optional = False
    on = DayField(label=_("As it was on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = birthday()
        self.fields["on"].label = _("As it was on")


class BringInForm(forms.Form):
    """Somebody who was found: does she live here, in which place, and what is she to the person?"""

    show_optional = False
    home = forms.ChoiceField(label=_("Where does this person live?"), widget=Radios(), error_messages={"required": _("Choose one.")})
    place = forms.ChoiceField(label=_("Place in the household"), required=False)
    since = DayField(label=_("Since when?"), required=False, help_text=_("Leave it empty when nobody knows."))
    before = forms.ChoiceField(label=_("And where this person lived until now?"), widget=Radios(), required=False)
    kind = forms.ChoiceField(required=False)
    basis = forms.ChoiceField(label=_("By what right? (for a legal guardian)"), required=False)

    def __init__(self, *args: Any, person: Person, other: Person, homes: Sequence[HomeSeen], lives: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {str(home.household.pk): home.household for home in homes}
        fields: dict[str, Any] = self.fields
        here = [(str(home.household.pk), gettext("Here: %(where)s") % {"where": home.where}) for home in homes]
        together = here or [(NEW, gettext("Together with %(name)s") % {"name": person.name})]
        fields["home"].choices = [*together, (ELSEWHERE, _("Elsewhere: only the relation is written down"))]
        fields["home"].initial = together[0][0]
        fields["place"].choices = [("", "–"), *choices("household_place")]
        fields["since"] = _past(_("Since when?"), help_text=_("Leave it empty when nobody knows."))
        fields["before"].choices = [(MOVED, _("No longer lives there")), (BOTH, _("Lives in both homes"))]
        if not lives:
            del fields["before"]
        fields["kind"].label = gettext("What is %(other)s to %(name)s?") % {"other": other.given_name, "name": person.given_name}
        fields["kind"].choices = [("", _("Not said")), *choices("person_tie")]
        fields["basis"].choices = [("", "–"), *choices("guardian_basis")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        together = given.get("home", ELSEWHERE) != ELSEWHERE
        if together and not given.get("place"):
            self.add_error("place", _("Say which place this person has in the household."))
        if together and "before" in self.fields and not given.get("before"):
            self.add_error("before", _("Choose one."))
        if given.get("home") == ELSEWHERE and not given.get("kind"):
            self.add_error("kind", _("Say what they are to one another."))
        return given

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as people.actions.bring_in takes them."""
        given = self.cleaned_data
        together = given["home"] != ELSEWHERE
        return {
            "household": self.homes.get(given["home"]), "place": given["place"] if together else "", "since": given["since"],
            "moved": given.get("before") == MOVED, "kind": given["kind"], "basis": given["basis"],
        }  # fmt: skip


class MemberForm(forms.Form):
    """The place and the days of somebody in a household."""

    place = forms.ChoiceField(label=_("Place in the household"))
    since = DayField(label=_("Since when?"), required=False)
    until = DayField(label=_("Last day here"), required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {"place": member.place, "since": member.since, "until": member.until}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["place"].choices = choices("household_place")
        fields["since"] = _past(_("Since when?"), help_text=_("Leave it empty when nobody knows."))
        fields["until"] = _past(_("Last day here"), help_text=_("Only when this person has left. What was before stays."))


class MoveForm(forms.Form):
    """Who moves, when and where to. For a person with a protected file no address is asked: it belongs to the safe contact."""

    who = forms.MultipleChoiceField(
        label=_("Who moves?"), widget=Checkboxes(), error_messages={"required": _("Choose at least one person.")}
    )  # fmt: skip
    since = DayField(label=_("First day in the new home"))
    unit = forms.TypedChoiceField(label=_("Administrative unit"), required=False, coerce=int, empty_value=None)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, person: Person, homes: Sequence[HomeSeen], protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.members = {str(mate.member.pk): mate.member for home in homes for mate in home.people}
        fields["who"].choices = [(str(mate.member.pk), mate.person.name) for home in homes for mate in home.people]
        fields["who"].initial = [str(home.people[0].member.pk) for home in homes[:1]]
        fields["since"] = _past(_("First day in the new home"), required=True)
        fields["since"].initial = timezone.localdate()
        self.units = {unit.pk: unit for unit in units_of(actor.municipality or "")}
        fields["unit"].choices = [("", "–"), *((pk, unit.name) for pk, unit in self.units.items())]
        if protected:
            del fields["unit"], fields["address"]

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned values as people.actions.move takes them."""
        given = self.cleaned_data
        return {
            "members": [self.members[pk] for pk in given["who"]], "since": given["since"], "unit": self.units.get(given.get("unit") or 0),
            "address": given.get("address", ""),
        }  # fmt: skip


def _past(label: Any, *, required: bool = False, **kwargs: Any) -> DayField:
    """A day of this or the last century, built with the form, so that today is today."""
    return DayField(label=label, required=required, earliest=date(1900, 1, 1), latest=timezone.localdate(), **kwargs)
