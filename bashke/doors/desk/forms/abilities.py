"""What a worker is able to do, and a training she did."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, DayField, Radios
from bashke.ground.law.queries import choices, terms

LONGEST_LICENCE = 30


class AbilityForm(forms.Form):
    """What a worker speaks, the named teams she works in, and her profession with its licence."""

    languages = forms.MultipleChoiceField(
        label=_("Which languages does this worker speak?"), widget=Checkboxes(), error_messages={"required": _("Choose at least one language.")}
    )  # fmt: skip
    tracks = forms.MultipleChoiceField(
        label=_("In which named teams?"), widget=Checkboxes(), required=False,
        help_text=_("Only who is trained for it. Cases of such a team are suggested to its members first."),
    )  # fmt: skip
    profession = forms.ChoiceField(label=_("Profession"), required=False)
    licence = forms.CharField(
        label=_("Licence number"), max_length=LONGEST_LICENCE, required=False,
        help_text=_("As it stands on the licence of the Order of Social Workers, or of the order of another profession."),
    )  # fmt: skip
    licence_until = DayField(label=_("Last day of the licence"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = choices("spoken_language")
        fields["tracks"].choices = [(row.code, str(row.label)) for row in terms("track", today) if row.extra["team"]]
        fields["profession"].choices = [("", _("Not written down")), *choices("profession", today)]


class TrainingForm(forms.Form):
    """Which training, when it was done, and until when it counts."""

    code = forms.ChoiceField(label=_("Which training?"), widget=Radios(), error_messages={"required": _("Choose a training.")})
    done_on = DayField(label=_("When was it done?"))
    until = DayField(label=_("Until when does it count?"), required=False, help_text=_("Leave it empty if it does not run out."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = choices("training", timezone.localdate())  # type: ignore[attr-defined]
