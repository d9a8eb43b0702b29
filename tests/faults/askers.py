"""Everybody who may knock at the database, below Django: a session token, and what the wall should make of it."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from bashke.ground.access.queries import proof

from .clones import Clone, Connection
from .story import Told


@dataclass(frozen=True)
class Asker:
    """`is_` are the values the expectations speak of: lau, institution, provider, person, request, worker."""

    name: str
    kind: str
    token: str = ""
    is_: dict[str, Any] = field(default_factory=dict)

    @property
    def login(self) -> str:
        return "job" if self.kind in {"statistics", "job"} else "web"

    def enter(self, connection: Connection) -> None:
        """Become this asker in the transaction that is open."""
        if self.kind == "statistics":
            connection.execute("SELECT guard.enter_job()")
        elif self.kind != "job":  # the jobs' login before it entered anything
            door = ("signin", proof("signin", self.token)) if self.kind == "signin" else ("", "")
            connection.execute("SELECT guard.enter(%s, %s, %s)", (self.token, *door))


NOBODY = {
    "officer": False,
    "worker": None,
    "post": None,
    "lau": None,
    "institution": None,
    "provider": None,
    "person": None,
    "request": None,
}


def everybody(clone: Clone, told: dict[str, Told], cast: SimpleNamespace) -> dict[str, Asker]:
    made = {kind: Asker(kind, kind, is_=NOBODY) for kind in ("public", "signin", "statistics", "job")}
    with clone.login("web") as web:
        for name, kind, lau in (
            ("besa", "municipality", "AL154"), ("arta", "municipality", "AL154"), ("lule", "municipality", "AL154"),
            ("vera", "municipality", "AL343"),
            ("ilir", "provider", None), ("luan", "provider", None), ("genc", "nation", None),
        ):  # fmt: skip
            someone = getattr(cast, name)
            token = f"token-of-{name}"
            sealed = proof("bind", token, someone.worker, someone.post)
            web.execute("SELECT guard.bind(%s, %s, %s, %s)", (token, someone.worker, someone.post, sealed))
            provider = someone.institution if kind == "provider" else None
            place = {"lau": lau, "institution": someone.institution, "provider": provider}
            made[name] = Asker(
                name, kind, token, NOBODY | place | {"worker": someone.worker, "post": someone.post, "officer": name == "lule"}
            )
        ana = told["AL154"]
        bora = told["AL343"]
        for name, code, person in (
            ("ana", ana.code, ana.person), ("bora", bora.code, bora.person), ("pjeter", ana.closing_code, ana.closing_person),
            ("fqinji", ana.progress_code, None),
        ):  # fmt: skip
            web.execute("SELECT guard.open_by_code(%s, %s)", (f"token-of-{name}", code))
            request = web.execute("SELECT guard.begin(%s, '', '') ->> 'request'", (f"token-of-{name}",)).fetchone()
            assert request is not None
            made[name] = Asker(name, "person", f"token-of-{name}", NOBODY | {"person": person, "request": request[0]})
    return made
