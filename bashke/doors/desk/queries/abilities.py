"""What each worker is able to do, in the words of the page; and why one fits some work better than another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.law.queries import label, term, terms
from bashke.person.casework.models import Qualification, Training
from bashke.person.casework.queries import NOTHING_WRITTEN, Able, able_of, ending_licences, team
from bashke.person.casework.rules import Fit, Found, Held, Hindrance, held_by_nobody


@dataclass(frozen=True)
class Line:
    """A licence or a training as it is listed; `ended` when it counts no more."""

    text: str
    ended: bool = False
    training: Training | None = None


@dataclass(frozen=True)
class Row:
    """A worker and what is written of her."""

    worker: Worker
    able: Able
    day: date

    @property
    def spoken(self) -> str:
        return ", ".join(label("spoken_language", code) for code in self.able.languages)

    @property
    def teams(self) -> str:
        return ", ".join(label("track", code) for code in self.able.tracks)

    @property
    def profession(self) -> Line | None:
        """The profession with its licence."""
        skills = self.able.skills
        if not skills.profession:
            return None
        name = label("profession", skills.profession)
        if not skills.licence:
            return Line(_("%(profession)s, no licence written") % {"profession": name} if _licensed(skills.profession) else name)
        said = {"profession": name, "number": skills.licence}
        if skills.licence_until is None:
            return Line(_("%(profession)s, licence %(number)s") % said)
        said["day"] = date_long(skills.licence_until, page_language())
        if skills.licence_until < self.day:
            return Line(_("%(profession)s, licence %(number)s ended on %(day)s") % said, ended=True)
        return Line(_("%(profession)s, licence %(number)s until %(day)s") % said)

    @property
    def trainings(self) -> list[Line]:
        """Each training with the day it was done and until when it counts."""
        return [self._training(row) for row in self.able.trainings]

    def _training(self, row: Training) -> Line:
        language = page_language()
        said = {"training": label("training", row.code), "done": date_long(row.done_on, language)}
        if row.until is None:
            return Line(_("Training: %(training)s, done on %(done)s") % said, training=row)
        said["day"] = date_long(row.until, language)
        if row.until < self.day:
            return Line(_("Training: %(training)s, ended on %(day)s") % said, ended=True, training=row)
        return Line(_("Training: %(training)s, until %(day)s") % said, training=row)


def _licensed(profession: str) -> bool:
    return bool(term("profession", profession).extra["licensed"])


def abilities(actor: Actor, now: datetime, day: date) -> list[Row]:
    """Everybody who may hold a case here, with what she is able to do. Three queries."""
    known = able_of(actor)
    return [Row(worker, known.get(worker.pk, NOTHING_WRITTEN), day) for worker in team(actor, now)]


def row_of(actor: Actor, worker: Worker, day: date) -> Row:
    """What is written of one worker. Two queries."""
    return Row(worker, able_of(actor).get(worker.pk, NOTHING_WRITTEN), day)


def gaps(rows: Iterable[Row]) -> list[str]:
    """The named teams in which nobody works: cases of theirs have nobody who is trained for them."""
    held = {code for row in rows for code in row.able.tracks}
    return [str(row.label) for row in terms("track") if row.extra["team"] and row.code not in held]


def licences(actor: Actor, day: date, limit: int) -> list[tuple[Qualification, str, bool]]:
    """Licences that ended or end soon: whose, in words, and whether it ended. One query."""
    found = []
    for row in ending_licences(actor, day)[:limit]:
        ended = row.licence_until is not None and row.licence_until < day
        said = {"day": date_long(row.licence_until or day, page_language())}
        found.append((row, (_("licence ended on %(day)s") if ended else _("licence ends on %(day)s")) % said, ended))
    return found


def fit(one: Fit, spoken: str) -> dict[str, object]:
    """A suggestion as the page shows it: what speaks for and against this worker."""
    who = one.candidate
    reasons = [has(found) for found in one.found]
    if one.missing:
        reasons.append(_("is not in the team: %(teams)s") % {"teams": ", ".join(label("track", code) for code in one.missing)})
    elif who.tracks:
        reasons.append(_("in the team: %(teams)s") % {"teams": ", ".join(label("track", code) for code in who.tracks)})
    reasons.append(
        (_("speaks %(language)s") if one.speaks else _("does not speak %(language)s")) % {"language": label("spoken_language", spoken)}
    )
    reasons.append(_("weight of her cases: %(weight)s") % {"weight": who.weight})
    reasons.append(_("%(cases)s open cases, %(late)s late") % {"cases": who.open, "late": who.overdue})
    against = ""
    if one.hindrance is Hindrance.BARRED:
        against = _("A relation to the person is declared.")
    elif one.hindrance is Hindrance.AWAY and who.away_until:
        against = _("Away until %(day)s.") % {"day": date_long(who.away_until, page_language())}
    return {"pk": who.worker, "name": who.name, "reasons": reasons, "against": against, "fits": one.fits}


def has(found: Found) -> str:
    """One thing the work asks for, and how this worker stands to it."""
    row = term("work_asks", found.demand.code)
    if found.held is Held.YES:
        return str(row.label)
    if found.held is Held.NO or found.until is None:
        return str(row.extra["without"])
    said = {"day": date_long(found.until, page_language())}
    if found.demand.profession:
        return _("licence ended on %(day)s") % said
    return _("training ended on %(day)s: %(training)s") % (said | {"training": label("training", found.demand.training)})


def nobody_is(fits: Iterable[Fit]) -> str:
    """What the work asks for and nobody has who could take it, as one sentence; empty when somebody has each."""
    missing = [label("work_asks", one.code) for one in held_by_nobody(fits)]
    if not missing:
        return ""
    return _("Missing among those who could take it: %(what)s. Give it to somebody all the same; nobody is left without an answer.") % {
        "what": ", ".join(missing)
    }
