"""Ask the law: figures on a day, clocks, words of a typology, public holidays, refusals in the reader's language."""

from .figures import amount_in_words, cite, due, figure, figures_on, holidays_between, holidays_in, promises
from .papers import all_figures, all_terms
from .words import anchors, choices, kinds, label, sentence, term, terms

__all__ = [
    "all_figures",
    "all_terms",
    "amount_in_words",
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
    "promises",
    "sentence",
    "term",
    "terms",
]
