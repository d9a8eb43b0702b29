"""Ask the law: figures on a day, clocks, words of a typology, public holidays, refusals in the reader's language."""

from .figures import cite, due, figure, figures_on, holidays_between, holidays_in
from .papers import all_figures, all_terms
from .words import anchors, choices, kinds, label, sentence, term, terms

__all__ = [
    "all_figures",
    "all_terms",
    "anchors",
    "choices",
    "cite",
    "due",
    "figure",
    "figures_on",
    "holidays_between",
    "holidays_in",
    "kinds",
    "label",
    "sentence",
    "term",
    "terms",
]
