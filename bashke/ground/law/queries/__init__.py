"""Ask the law: figures on a day, clocks, words of a typology, public holidays, refusals in the reader's language."""

from .certainty import AppealRoute, appeal_routes, certainty_words, stands_in_law
from .figures import amount_in_words, cite, due, figure, figures_on, holidays_between, holidays_in, promises
from .papers import all_figures, all_terms
from .words import anchors, choices, kinds, label, sentence, term, terms

__all__ = [
    "AppealRoute",
    "all_figures",
    "all_terms",
    "amount_in_words",
    "anchors",
    "appeal_routes",
    "certainty_words",
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
    "stands_in_law",
    "term",
    "terms",
]
