"""The one way to say no: the rule that was broken, in words a worker can read."""

from collections.abc import Callable
from typing import Any, ClassVar


class NotAllowed(Exception):
    """A broken rule. Duty: whoever is refused is told which rule, in the language of the screen.

    `NotAllowed("A referral that is %(now)s cannot become %(wanted)s.", now="declined", wanted="accepted")`

    `msgid` is an English sentence that gettext knows; `params` fill its `%(name)s` places. Pass parameters that should
    appear translated as lazy strings or `Text`; plain enums appear as they are written.
    A sentence whose parameters are missing fails when it is made (KeyError), not when it is shown.
    """

    translator: ClassVar[Callable[[str], str]] = staticmethod(lambda msgid: msgid)

    def __init__(self, msgid: str, /, **params: Any) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.params = params
        str(self)

    def __str__(self) -> str:
        """The sentence in English, for logs and tests."""
        return self._fill(self.msgid)

    def sentence(self) -> str:
        """The sentence in the language of the page."""
        return self._fill(type(self).translator(self.msgid))

    def _fill(self, text: str) -> str:
        return text % self.params if self.params else text
