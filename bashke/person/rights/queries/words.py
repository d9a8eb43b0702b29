"""How what can be asked, and where it stands, is said on a page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..rules import Kind, Status

Text = str | Promise


@dataclass(frozen=True)
class Said:
    """One thing that can be asked: in a list, as an invitation, and what then happens."""

    name: Text
    invitation: Text
    what: Text


KINDS: dict[str, Said] = {
    Kind.COPY: Said(
        _("A copy of the data"),
        _("Get a copy of everything about you"),
        _(
            "You get it on this page: to read, to print, and as a file for a computer. What would expose another person is left out, and we say so."
        ),
    ),
    Kind.CORRECTION: Said(
        _("A correction"),
        _("Say that something is wrong"),
        _("We put right what is wrong. If we find that it is right, what you say here stays with your file."),
    ),
    Kind.RESTRICTION: Said(
        _("A restriction"),
        _("Ask that your file rests"),
        _(
            "While it is being cleared up whether your data are right or may be used, nobody opens your file without writing down why."
            " Help that is under way may become slower."
        ),
    ),
    Kind.ERASURE: Said(
        _("An erasure"),
        _("Ask that your data be erased"),
        _(
            "What we still need to help you, and what the law obliges us to keep, is not erased yet; we say until when. When your data"
            " are erased your code opens nothing any more."
        ),
    ),
}
STATUS: dict[str, tuple[Text, str]] = {
    Status.RECEIVED: (_("waits for an answer"), "amber"),
    Status.GRANTED: (_("granted"), "green"),
    Status.REFUSED: (_("refused"), "red"),
    Status.WITHDRAWN: (_("taken back"), ""),
}
