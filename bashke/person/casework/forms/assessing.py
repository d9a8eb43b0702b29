"""The assessment: twelve domains on a ladder of five rungs, six questions on functioning, and the person's own wishes."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import LadderField, Radios
from bashke.ground.law.queries import anchors, choices, terms
from bashke.ground.law.rules import Term

from ..queries.words import ASSESSMENT_KIND, PLACE
from ..rules import RUNGS, AssessmentKind, Place

WASHINGTON_FROM_AGE = 5  # the Short Set is made for persons of five years and more


class AssessmentForm(forms.Form):
    """`before` is the ladder of the last assessment, shown beside each rung and never filled in: every look is fresh."""

    kind = forms.ChoiceField(label=_("Which assessment is this?"), widget=Radios())
    place = forms.ChoiceField(
        label=_("Where did you meet?"), choices=list(PLACE.items()), widget=Radios(), error_messages={"required": _("Say where you met.")}
    )
    wishes = forms.CharField(
        label=_("What the person wishes, in the person's own words"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it was said. The person reads this with the code."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What a colleague must know. Facts, not judgements; the person may read them."),
    )  # fmt: skip

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # one press of the button, one assessment

    def __init__(
        self,
        *args: Any,
        before: Mapping[str, int] | None = None,
        kinds: list[AssessmentKind] | None = None,
        age: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        allowed = kinds or list(AssessmentKind)
        self.fields["kind"].choices = [(kind, ASSESSMENT_KIND[kind]) for kind in allowed]  # type: ignore[attr-defined]
        self.initial.setdefault("kind", allowed[0])
        self.initial.setdefault("place", Place.HOME)
        for term in terms("domain"):
            self.fields[f"words_{term.code}"] = _words(term)
            self.fields[f"rung_{term.code}"] = _ladder(term, (before or {}).get(term.code))
        self.asks_functioning = age is None or age >= WASHINGTON_FROM_AGE
        for term in terms("washington_question") if self.asks_functioning else []:
            self.fields[f"wg_{term.code}"] = forms.ChoiceField(
                label=str(term.label), choices=choices("washington_answer"), required=False, widget=Radios(inline=True)
            )
        self.order_fields(["kind", "place", *(name for name in self.fields if name.startswith(("rung_", "wg_"))), "wishes", "notes", "key"])

    show_optional = False

    @property
    def ladders(self) -> list[tuple[Term, BoundField, BoundField]]:
        """The twelve domains, each with its ladder and the field for words."""
        return [(term, self[f"rung_{term.code}"], self[f"words_{term.code}"]) for term in terms("domain")]

    @property
    def questions(self) -> list[BoundField]:
        """The six questions of the Washington Group."""
        return [self[name] for name in self.fields if name.startswith("wg_")]

    @property
    def ladder(self) -> dict[str, int]:
        """What was placed: {domain: rung}."""
        return {term.code: self.cleaned_data[f"rung_{term.code}"] for term in terms("domain")}

    @property
    def words(self) -> dict[str, str]:
        """What was written to a domain: {domain: words}."""
        return {term.code: said for term in terms("domain") if (said := self.cleaned_data.get(f"words_{term.code}"))}

    @property
    def functioning(self) -> dict[str, str]:
        """What was answered: {question: answer}; questions left out are left out."""
        return {name[3:]: answer for name, answer in self.cleaned_data.items() if name.startswith("wg_") and answer}


def _words(term: Term) -> forms.CharField:
    """A line for what was seen; read aloud with the name of its domain, because twelve of them stand on one page."""
    return forms.CharField(
        label=_("What you saw: %(domain)s") % {"domain": term.label}, required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def _ladder(term: Term, before: int | None) -> LadderField:
    steps = anchors(term.code)
    return LadderField(
        label=str(term.label), anchors=[str(steps[rung]) for rung in RUNGS], before=before,
        error_messages={"required": _("%(domain)s: choose where the person stands.") % {"domain": term.label}},
    )  # fmt: skip
