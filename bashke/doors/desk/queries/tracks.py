"""A protected file as its team sees it: whose it is, which steps run, and what of that belongs into the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bashke.ground.access.kept import first, kept
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import amount_in_words, figures_on
from bashke.ground.law.queries.papers import all_sources
from bashke.person.casework.models import Case
from bashke.person.protection import queries
from bashke.person.protection.models import ProtectedFile, Return, Step
from bashke.person.protection.rules import BY_ITS_FORM, ReturnStatus
from bashke.person.requests.models import Request, unrelated

from . import words
from .day import Row, Section
from .words import Word

SHOWN = 12
OURS = "bashke"  # the source of times that no law gives


@dataclass(frozen=True)
class Held:
    """A file and what it holds: the case, or the request nobody registered yet."""

    file: ProtectedFile
    case: Case | None
    request: Request | None

    @property
    def name(self) -> str:
        return self.case.person.name if self.case else self.request.name if self.request else ""

    @property
    def href(self) -> str:
        """Back to the case, or to the request."""
        row = self.case or self.request
        return reverse("desk:case" if self.case else "desk:request", args=[row.pk]) if row else reverse("desk:day")


def held(actor: Actor, pk: UUID) -> Held | None:
    """The file, when this worker may know of it and of what it holds: a declared relation keeps her from it too. Three queries."""
    file = ProtectedFile.objects.visible_to(actor).select_related("coordinator", "opened_by").filter(pk=pk).first()
    if file is None:
        return None
    ours = Q(file=pk) | Q(file=None, person=file.person_id) if file.returned_at else Q(file=pk)
    case = Case.objects.visible_to(actor).filter(ours).select_related("person").order_by("-opened_at").first()
    request = Request.objects.visible_to(actor).filter(file=pk).order_by("received_at").first()
    return Held(file, case, request) if case or request else None


@dataclass(frozen=True)
class Stepped:
    """One step of a track: what, by when, on which law or promise; `by_form` is done by the questions."""

    step: Step
    what: str
    hint: str
    law: str
    by_form: bool


def steps(actor: Actor, file: ProtectedFile) -> list[Stepped]:
    """The steps of a file, those that run first. Two queries."""
    figures = {row.key: row for row in figures_on(timezone.localdate(file.opened_at), file.municipality_id)}
    found = []
    for step in queries.steps_of(actor, file.pk):
        figure = figures.get(f"track.{file.track}.{step.code}")
        law = ""
        if figure is not None:
            ours = figure.promised_by or figure.citation == all_sources()[OURS]
            source = _("a time we set ourselves") if ours else figure.citation
            law = f"{amount_in_words(figure)} · {source}"
        found.append(Stepped(step, words.step(step.code), words.step_hint(step.code), law, step.code == BY_ITS_FORM))
    return found


@dataclass(frozen=True)
class Wish:
    """The last wish to end or change a protection: what it would make of the file, and whether this worker may answer it."""

    row: Return
    wanted: Word
    said: Word
    waits: bool
    mine: bool


def wish(actor: Actor, file: ProtectedFile) -> Wish | None:
    """Shown on the page of the file. One query."""
    row = queries.way_back_of(actor, file.pk)
    if row is None:
        return None
    wanted = words.TRACKS[row.track] if row.track else _("An ordinary file, open to the colleagues again")
    return Wish(row, wanted, words.WAY_BACK[row.status], row.status == ReturnStatus.WAITING, row.asked_by_id == actor.worker)


def _to_answer(actor: Actor) -> list[Row]:
    """Wishes of colleagues that wait for this worker's word."""
    return [
        Row(reverse("desk:track", args=[row.file_id]), row.file.person.name if row.file.person else "", _("A second person decides"),
            tags=(words.PROTECTED,), note=row.asked_by.name, came=row.asked_at)
        for row in first(SHOWN, _ways_back, actor)
    ]  # fmt: skip


def _ways_back(actor: Actor) -> QuerySet[Return]:
    return queries.ways_back(actor).filter(unrelated(actor, "file__person"))


@kept
def _running(actor: Actor) -> QuerySet[Step]:
    waiting = Prefetch("file__requests", Request.objects.order_by("received_at"))
    return queries.running_steps(actor).filter(unrelated(actor, "file__person")).prefetch_related(waiting)


def day_steps(actor: Actor, now: datetime) -> list[Section]:
    """What the worker's teams must do, a row for each file: those she coordinates with something late stand apart, the others wait.

    No row says what the file is about: a day may be read over a shoulder. Three queries, none without a team.
    """
    if not actor.files:
        return []
    by_file: dict[UUID, list[Step]] = {}
    for step in _running(actor):
        by_file.setdefault(step.file_id, []).append(step)
    late, other = [], []
    for steps in by_file.values():
        over = sum(step.due_at < now for step in steps)
        if over and steps[0].file.led_by == actor.worker:
            late.append(_row(steps, ngettext("%(number)s step is late", "%(number)s steps are late", over) % {"number": over}))
        else:
            other.append(_row(steps, ngettext("%(number)s step waits", "%(number)s steps wait", len(steps)) % {"number": len(steps)}))
    parts = (
        (_("Does the file stay protected?"), _to_answer(actor), "soon"),
        (_("Late in the files you coordinate"), late, "late"),
        (_("Next in the files of your teams"), other, ""),
    )
    return [Section(title, part[:SHOWN], look, len(part)) for title, part, look in parts if part]


def _row(steps: Sequence[Step], what: str) -> Row:
    """One file in a list, with its nearest clock."""
    file = steps[0].file
    asked = file.requests.all()
    name = file.person.name if file.person else asked[0].name if asked else ""
    return Row(reverse("desk:track", args=[file.pk]), name, what, steps[0].due_at, (words.PROTECTED,))
