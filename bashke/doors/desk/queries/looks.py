"""Two assessments of one person side by side, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bashke.ground.law.queries import anchors, label, terms
from bashke.person.casework.models import Assessment
from bashke.person.casework.rules import Shift, Way, shifts

from .words import Tag, Word

WAYS: Mapping[Way, tuple[Word, str]] = {
    Way.DOWN: (_("Worse than last time"), "red"),
    Way.UP: (_("Better than last time"), "green"),
    Way.SAME: (_("As last time"), ""),
}


@dataclass(frozen=True)
class Look:
    """Where a person stood in one domain at one assessment: the rung, its sentence, and the worker's words."""

    rung: int
    anchor: str
    words: str


@dataclass(frozen=True)
class Beside:
    """One domain, last time and now."""

    domain: str
    shift: Shift
    now: Look
    last: Look | None

    @property
    def tag(self) -> Tag:
        """Up or down by how many steps, in words: a colour alone tells nobody anything."""
        steps = abs(self.shift.now - (self.shift.was or self.shift.now))
        if self.shift.way is Way.SAME:
            return Tag(gettext("the same"))
        text = gettext("up by %(steps)s") if self.shift.way is Way.UP else gettext("down by %(steps)s")
        return Tag(text % {"steps": steps}, WAYS[self.shift.way][1])


@dataclass(frozen=True)
class Group:
    """The domains that went one way."""

    title: Word
    rows: list[Beside]
    moved: bool


def look(assessment: Assessment, domain: str) -> Look:
    rung = assessment.ladder[domain]
    return Look(rung, str(anchors(domain)[rung]), assessment.words.get(domain, ""))


def last_looks(before: Assessment | None) -> dict[str, Look]:
    """Where the person stood in each domain at an assessment."""
    return {domain: look(before, domain) for domain in before.ladder} if before else {}


def before(assessment: Assessment) -> Assessment | None:
    """The assessment of the same case that came before this one."""
    earlier = Assessment.objects.filter(case=assessment.case_id, at__lt=assessment.at)
    return earlier.select_related("by").order_by("-at").first()


def side_by_side(now: Assessment, last: Assessment | None) -> list[Group]:
    """Worse first, then better, then what stayed; without an earlier assessment everything stays where it was found."""
    held = last_looks(last)
    found = shifts(last.ladder if last else {}, now.ladder, [term.code for term in terms("domain")])
    rows = [Beside(label("domain", one.domain), one, look(now, one.domain), held.get(one.domain)) for one in found]
    groups = [(way, [row for row in rows if row.shift.way is way]) for way in Way]
    return [Group(WAYS[way][0], held_rows, way is not Way.SAME) for way, held_rows in groups if held_rows]
