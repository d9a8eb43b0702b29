"""What the pages of an import show: lists in keyset pages, and the whole list as a file that no spreadsheet will execute."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_short
from bashke.person.people.models import Person
from bashke.person.people.queries import WHY

from ..models import Import, Problem
from ..rules import Code, Severity, Status, sentence_of

PAGE = 25
STUCK_AFTER = timedelta(seconds=60)
HEAPS = {
    Severity.LIKELY: gettext_lazy("To decide"),
    Severity.WRONG: gettext_lazy("Wrong"),
    Severity.KNOWN: gettext_lazy("Here already"),
    Severity.NOTE: gettext_lazy("Small things"),
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Listed:
    """One problem in the words of the page; `person` is who is here already, for those who may see people."""

    problem: Problem
    sentence: str
    person: Person | None


@dataclass(frozen=True)
class Page:
    """Some problems, and the mark after which the next begin; None on the last page."""

    rows: list[Listed]
    after: str | None


def imports(actor: Actor) -> QuerySet[Import]:
    """The imports of the municipality, newest first."""
    return Import.objects.visible_to(actor).select_related("received_by").order_by("-received_at", "-pk")


def shown(actor: Actor) -> QuerySet[Import]:
    """As a page of one import needs it."""
    return Import.objects.visible_to(actor).select_related("received_by", "confirmed_by", "progress")


def is_working(source: Import) -> bool:
    """Is something being done with the file now, or waiting to be?"""
    return source.status == Status.CONFIRMED or (source.status == Status.UPLOADED and source.mapping is not None)


def is_stuck(source: Import, at: datetime) -> bool:
    """The work should be going on and has not been heard of for a while."""
    return is_working(source) and at - source.progress.at > STUCK_AFTER


def problem_page(actor: Actor, source: Import, heap: Severity, mark: str, *, with_people: bool) -> Page:
    """The problems of one weight in the order of the file. Raises BadRequest for a mark that is none of ours."""
    rows = Problem.objects.visible_to(actor).filter(source=source, severity=heap)
    if mark:
        row, last = _read(mark)
        rows = rows.filter(Q(row__gt=row) | Q(row=row, pk__gt=last))
    found = list((rows.select_related("person") if with_people else rows).order_by("row", "pk")[: PAGE + 1])
    listed = [Listed(problem, sentence(problem), problem.person if with_people and problem.person_id else None) for problem in found[:PAGE]]
    last_one = found[PAGE - 1] if len(found) > PAGE else None
    return Page(listed, f"{last_one.row}~{last_one.pk}" if last_one else None)


def sentence(problem: Problem) -> str:
    """What is wrong, in the language of the page."""
    return sentence_of(Code(problem.code), problem.other_row, _why(problem.code, problem.detail))


def problems_as_csv(actor: Actor, source: Import) -> str:
    """Every problem of an import, one line each. Nothing in it is taken for a formula by whatever opens it."""
    out = io.StringIO()
    out.write("\ufeff")  # Excel reads ë and ç only with it
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Weight"), _("What is wrong"), _("What stands there"), _("Decision")])
    decisions = {"same": _("the same person"), "other": _("another person"), "": ""}
    heaps = {severity.value: str(word) for severity, word in HEAPS.items()}
    rows = Problem.objects.visible_to(actor).filter(source=source).order_by("row", "pk")
    for number, column, code, heap, value, detail, other, decision in rows.values_list(
        "row", "column", "code", "severity", "value", "detail", "other_row", "decision"
    ):
        words = sentence_of(Code(code), other, _why(code, detail))
        writer.writerow([number, harmless(column), heaps[heap], words, harmless(value), decisions[decision]])
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and does not execute."""
    return f"'{text}" if text.lstrip().startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _why(code: str, detail: str) -> str:
    if code == Code.NUMBER_SAYS_OTHER:
        return date_short(date.fromisoformat(detail), page_language())
    words: Mapping[str, object] = WHY
    return ", ".join(str(words[kind]) for kind in detail if kind in words)


def _read(mark: str) -> tuple[int, UUID]:
    row, _, last = mark.partition("~")
    try:
        return int(row), UUID(last)
    except ValueError:
        raise BadRequest("This page mark was not given out by us.") from None
