"""The verbs of an import: receive a file, name its columns, check it, decide, confirm, add everybody or nobody."""

from .progress import telling
from .receiving import abandon, confirm, decide, guessed, match, receive, resume
from .working import Tell, add, check, refuse

__all__ = ["Tell", "abandon", "add", "check", "confirm", "decide", "guessed", "match", "receive", "refuse", "resume", "telling"]
