"""What a register is: its columns, its cells, its problems, and when two rows are one person. No database, no clock, no file."""

from .alike import Known, alike
from .cells import clean
from .columns import FIELDS, NEEDED, WORDS_OF_FIELDS, Field, check_columns, find_header, guess, heading_key
from .problems import SENTENCES, SEVERITY, Code, Problem, Severity, sentence_of
from .rows import Row, Rows, Sheet, read_rows, within_file
from .states import LIMITS, NEXT, WORDS, Status, check_move, refusal_of

__all__ = [
    "FIELDS", "LIMITS", "NEEDED", "NEXT", "SENTENCES", "SEVERITY", "WORDS", "WORDS_OF_FIELDS", "Code", "Field", "Known", "Problem", "Row",
    "Rows", "Severity", "Sheet", "Status", "alike", "check_columns", "check_move", "clean", "find_header", "guess", "heading_key", "read_rows",
    "refusal_of", "sentence_of", "within_file",
]  # fmt: skip
