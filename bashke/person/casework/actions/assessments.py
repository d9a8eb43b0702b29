"""Assessing a person's life, and looking back with her."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from bashke.ground.access.rules import Actor
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import NotAllowed, has_disability

from ..models import Assessment, Case, Need, Review
from ..rules import AssessmentKind, CaseStatus, NeedStatus, Place, check_ladder
from .cases import hand, lock, lock_open, refresh
from .ledger import enter_findings, move_need


@transaction.atomic
def assess(
    *, by: Actor, at: datetime, case: Case, kind: AssessmentKind, place: Place, ladder: Mapping[str, int],
    functioning: Mapping[str, str] | None = None, wishes: str = "", notes: str = "", words: Mapping[str, str] | None = None, key: UUID | None = None,
) -> Assessment:  # fmt: skip
    """One look at twelve domains of a person's life, which writes her needs into the ledger.

    Every domain below the third rung becomes a need, or stays one. A live need that now stands on the third rung or
    higher is not closed by itself: its new rung shows that it seems better, and the worker moves it. The same `key` again
    is the same assessment: a button pressed twice doubles nothing.
    """
    case = lock_open(case, by)
    if key and (before := case.assessments.filter(pk=key).first()):
        return before
    check_ladder(ladder, [row.code for row in terms("domain")])
    answers = dict(functioning or {})
    assessment = Assessment.objects.create(
        pk=key or uuid4(), case=case, municipality_id=case.municipality_id, person_id=case.person_id, kind=AssessmentKind(kind), place=Place(place),
        by_id=hand(by), at=at, ladder=dict(ladder), words={domain: said.strip() for domain, said in (words or {}).items() if said.strip()},
        functioning=answers, has_disability=has_disability(answers) if answers else None,
        wishes=wishes.strip(), notes=notes.strip(),
    )  # fmt: skip
    record(Verb.ASSESSED, assessment, person=case.person_id, municipality=case.municipality_id)
    enter_findings(by=by, at=at, case=case, assessment=assessment)
    refresh(case, at)
    return assessment


@transaction.atomic
def review(
    *, by: Actor, at: datetime, case: Case, summary: str, own_words: str = "", next_due: datetime | None = None,
    found_again: Iterable[Need] = (), key: UUID | None = None,
) -> Review:  # fmt: skip
    """Look back with the person, say what changed and when to look again; needs that came back are reopened.

    The next review lies within the law's ceiling. Needs that wait or are being met run on to that day. The same `key`
    again is the same review.
    """
    case = lock_open(case, by)
    if key and (before := case.reviews.filter(pk=key).first()):
        return before
    if not summary.strip():
        raise NotAllowed("Say in a sentence or two what changed since the last time.")
    if not case.assessments.exists():
        raise NotAllowed("There is nothing to review before the first assessment.")
    next_due = next_due or due("review.next", at, case.municipality_id)
    if next_due <= at:
        raise NotAllowed("The next review must lie ahead.")
    latest = due("review.ceiling", at, case.municipality_id)
    if next_due > latest:
        raise NotAllowed("The next review may be on %(day)s at the latest.", day=date_long(timezone.localdate(latest), page_language()))
    done = Review.objects.create(
        pk=key or uuid4(), case=case, municipality_id=case.municipality_id, person_id=case.person_id, by_id=hand(by), at=at,
        summary=summary.strip(), own_words=own_words.strip(), next_due_at=next_due,
    )  # fmt: skip
    for need in found_again:
        move_need(by=by, at=at, need=need, to=NeedStatus.OPEN)
    case.needs.filter(status__in=[NeedStatus.WAITING, NeedStatus.BEING_MET]).update(due_at=next_due)
    record(Verb.REVIEWED, done, person=case.person_id, municipality=case.municipality_id)
    refresh(case, at)
    return done


@transaction.atomic
def follow_up(*, by: Actor, at: datetime, case: Case, summary: str, own_words: str = "") -> Review:
    """After closing: somebody asked how she is doing. If she needs help again, the case is reopened; this ends the clock."""
    case = lock(case, by)
    if case.status != CaseStatus.CLOSED or case.follow_up_due_at is None:
        raise NotAllowed("No follow-up is due in this case.")
    if not summary.strip():
        raise NotAllowed("Say in a sentence or two how the person is doing.")
    done = Review.objects.create(
        case=case, municipality_id=case.municipality_id, person_id=case.person_id, by_id=hand(by), at=at, summary=summary.strip(),
        own_words=own_words.strip(),
    )  # fmt: skip
    case.follow_up_due_at = None
    case.save(update_fields=["follow_up_due_at"])
    record(Verb.REVIEWED, done, person=case.person_id, municipality=case.municipality_id, reason="follow-up")
    return done
