"""What a person writes when she asks, and what the office writes when it answers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import Checkboxes, Radios
from bashke.ground.law.queries import terms

from .queries import KINDS, PARTS
from .rules import LONGEST, Kind, Status

TITLES = {part.code: part.title for part in PARTS}
YES, NO = Status.GRANTED.value, Status.REFUSED.value
ABOUT = {
    Kind.CORRECTION: (_("What is wrong, and what is right?"), _("For example: my date of birth is not 3 May but 5 March.")),
    Kind.RESTRICTION: (_("Why should your file rest?"), _("For example: what stands there about my family is being cleared up.")),
    Kind.ERASURE: (_("What should be erased?"), _("For example: everything about me.")),
}


class AskForm(forms.Form):
    """What it is about, in her words; a copy needs none."""

    show_optional = False
    words = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write in a few words what it is about.")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.COPY:
            del self.fields["words"]
        else:
            self.fields["words"].label, self.fields["words"].help_text = ABOUT[Kind(kind)]


class KindForm(forms.Form):
    """What a person asks at the counter or in a letter."""

    kind = forms.ChoiceField(
        label=_("What does she ask for?"), widget=Radios(), error_messages={"required": _("Choose what is asked for.")}
    )
    words = forms.CharField(
        label=_("In her words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a correction: what is wrong and what is right. For a restriction: why. For an erasure: what."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, said.name) for kind, said in KINDS.items()]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes or no; the reason when it is no; and words for the person. For a copy: the parts that would expose somebody else."""

    show_optional = False
    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=[(YES, _("Yes")), (NO, _("No"))], widget=Radios(inline=True),
        error_messages={"required": _("Choose yes or no.")},
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("If no: the reason"), required=False)
    left_out = forms.MultipleChoiceField(
        label=_("Which parts would expose another person?"), required=False, widget=Checkboxes,
        help_text=_("Read them below first. They stay out of the copy, and the copy says so."),
    )  # fmt: skip
    why = forms.CharField(label=_("Whom would they expose? Without a name"), required=False, max_length=300)
    elsewhere = forms.BooleanField(label=_("I put it right in the file itself: a need, a plan, a visit"), required=False)
    answer = forms.CharField(
        label=_("What do you write to the person?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words. She reads this on her page."), error_messages={"required": _("Write to the person what you decided and why.")},
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, parts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        today = timezone.localdate()
        reasons = [(row.code, row.label) for row in terms("data_refusal", today) if kind in row.extra["of"]]
        fields["reason"].choices = [("", "–"), *reasons]
        fields["left_out"].choices = [(code, TITLES[code]) for code in parts]
        for name, of in (("left_out", Kind.COPY), ("why", Kind.COPY), ("elsewhere", Kind.CORRECTION)):
            if kind != of:
                del fields[name]


class WhyForm(forms.Form):
    """Why a restricted file is opened, or why a restriction ends."""

    show_optional = False
    why = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The person reads it on her page."),
        error_messages={"required": _("Write why.")},
    )  # fmt: skip
