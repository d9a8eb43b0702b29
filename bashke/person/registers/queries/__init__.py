"""Reading files that nobody vouched for, finding who is here already, and what the pages of an import show."""

from .reading import Head, head, read
from .shown import HEAPS, Page, imports, is_stuck, is_working, problem_page, problems_as_csv, sentence, shown
from .twins import already_here

__all__ = [
    "HEAPS", "Head", "Page", "already_here", "head", "imports", "is_stuck", "is_working", "problem_page", "problems_as_csv", "read",
    "sentence", "shown",
]  # fmt: skip
