"""Where Django keeps a session: in the guard's closed table, behind its functions.

The row that holds the session's content is the row that tells the wall who is asking, so one trip to the
database opens both; `seen` carries the content from the middleware to the store.
"""

from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection
from django.utils import timezone

seen: ContextVar[tuple[str, str | None]] = ContextVar("seen", default=("", None))


class SessionStore(SessionBase):
    """Django's session interface over guard.session_*; no login can read the table itself."""

    def load(self) -> dict[str, Any]:
        token, content = seen.get()
        if token != self.session_key:
            content = _ask("SELECT guard.session_data(%s)", self.session_key)
        if content is None:  # unknown or expired: never adopt a key that somebody else chose
            self._session_key = None
        return self.decode(content) if content else {}

    def exists(self, session_key: str) -> bool:
        return _ask("SELECT guard.session_data(%s)", session_key) is not None

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        content = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        until = timezone.now() + timedelta(seconds=self.get_expiry_age())
        if not _ask("SELECT guard.session_save(%s, %s, %s, %s)", self.session_key, content, until, must_create):
            raise CreateError if must_create else UpdateError
        seen.set((self.session_key, content))
        return None

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            _ask("SELECT guard.session_end(%s)", key)
            seen.set(("", None))

    def cycle_key(self) -> None:
        """A new cookie, the same session: what it was bound to stays bound."""
        old = self.session_key
        content = self._session  # type: ignore[attr-defined]
        if not old:
            self.create()
            return
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        if not _ask("SELECT guard.session_rename(%s, %s)", old, self.session_key):
            self.create()
        self._session_cache = content
        self.modified = True

    @classmethod
    def clear_expired(cls) -> None:
        """Done by a job: guard.sessions_forget_expired()."""


def _ask(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None
