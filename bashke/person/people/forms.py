"""How a person wants to be reached: the same questions on her page and at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, Radios
from bashke.ground.law.queries import choices

from .models import ContactWish
from .rules import EARLIEST, LATEST, WEEK, Reach

REACHES = (
    (Reach.CALL, _("A telephone call")), (Reach.SMS, _("A text message")), (Reach.VISIT, _("A visit")), (Reach.LETTER, _("A letter")),
    (Reach.ANY, _("It does not matter")),
)  # fmt: skip
DAYS = (
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday")),
)  # fmt: skip
HOURS = [(hour, f"{hour:02}:00") for hour in range(EARLIEST, LATEST + 1)]


class WishForm(forms.Form):
    """Nothing here is an obligation; what is left as it stands means any hour of the day."""

    show_optional = False
    reach = forms.ChoiceField(label=_("How is it best to reach you?"), choices=REACHES, widget=Radios(), initial=Reach.ANY)
    days = forms.TypedMultipleChoiceField(
        label=_("On which days may we call?"), choices=DAYS, coerce=int, widget=Checkboxes(), initial=sorted(WEEK),
        error_messages={"required": _("Choose at least one day.")},
    )  # fmt: skip
    since = forms.TypedChoiceField(label=_("Not before"), choices=HOURS[:-1], coerce=int, initial=EARLIEST)
    until = forms.TypedChoiceField(label=_("Not after"), choices=HOURS[1:], coerce=int, initial=LATEST)
    never_with_others = forms.BooleanField(label=_("Never leave a message with anybody else"), required=False)
    notices = forms.BooleanField(
        label=_("Send a text message when there is news"), required=False, initial=True,
        help_text=_("It never says what it is about, and it waits for these hours."),
    )  # fmt: skip
    spoken = forms.ChoiceField(label=_("The language you speak best"))
    interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    words = forms.CharField(label=_("Anything else to know before calling?"), max_length=200, required=False)

    def __init__(self, *args: Any, wish: ContactWish | None = None, **kwargs: Any) -> None:
        if wish is not None:
            kwargs["initial"] = {name: getattr(wish, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["spoken"].choices = choices("spoken_language")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") is not None and given.get("until") is not None and given["since"] >= given["until"]:
            self.add_error("until", _("The safe hours end after they begin."))
        return given


class GroupsForm(forms.Form):
    """What she says of herself, for the counts only. Always empty: nobody sees here what was said before."""

    show_optional = False
    groups = forms.MultipleChoiceField(
        label=_("What would you say of yourself?"), widget=Checkboxes(), help_text=_("You may choose more than one."),
        error_messages={"required": _("Choose at least one answer; “I prefer not to say” is one.")},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("I agree that my answer is counted, without my name"),
        error_messages={"required": _("Without agreeing to be counted nothing is written down.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = choices("own_group")  # type: ignore[attr-defined]
