"""Assessing a person's life, and looking back with her."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import due, label, sentence
from bashke.ground.law.rules import NotAllowed, end_of
from bashke.person.casework import actions
from bashke.person.casework.forms import AssessmentForm, ReviewForm
from bashke.person.casework.models import Assessment, Case, Need
from bashke.person.casework.queries import File, file
from bashke.person.casework.queries.words import ASSESSMENT_KIND
from bashke.person.casework.rules import AssessmentKind, NeedStatus, NextStep, Place
from bashke.person.delivery.queries import progress_of
from bashke.person.people.rules import age_on

from ..queries import looks, words
from ..queries.looks import last_looks
from .cases import get_case, opened

K = AssessmentKind
# Which assessment comes first on the form, by what is due.
KINDS: dict[NextStep, list[AssessmentKind]] = {
    NextStep.FIRST_CONTACT: [K.FULL, K.INITIAL],
    NextStep.ASSESSMENT: [K.FULL, K.INITIAL],
    NextStep.PLAN: [K.FULL],
    NextStep.REVIEW: [K.REVIEW, K.FULL],
}


@requires(Permission.CASE_WRITE)
def assess(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Twelve domains, six questions, the person's wishes; what stands below the third rung becomes a need."""
    case = get_case(request, pk)
    before = case.assessments.select_related("by").order_by("-at").first()
    form = AssessmentForm(
        request.POST or None, before=before.ladder if before else None, kinds=KINDS.get(NextStep(case.next_step)),
        age=age_on(case.person.birth_date, timezone.localdate()),
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.assess(
                by=request.actor, at=timezone.now(), case=case, kind=AssessmentKind(given["kind"]), place=Place(given["place"]),
                ladder=form.ladder, functioning=form.functioning, wishes=given["wishes"], notes=given["notes"], words=form.words,
                key=given["key"],
            )  # fmt: skip
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The assessment is saved. The needs it found are in the ledger."))
            return redirect("desk:assessment", pk=made.pk) if before else redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    last = last_looks(before)
    page = {
        "form": form, "case": case, "person": case.person, "before": before, "washington_intro": label("washington_intro", "intro"),
        "parts": [(*part, last.get(part[0].code)) for part in form.ladders],
    }  # fmt: skip
    return render(request, "desk/assess.html", page, status=422 if form.errors else 200)


@requires(Permission.CASE_VIEW)
def assessment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One assessment beside the one before it: what got worse, what got better, what stayed."""
    rows = Assessment.objects.visible_to(request.actor).select_related("case__person", "by")
    found: Assessment = get_object_or_404(rows, pk=pk)
    opened(found.case)
    last = looks.before(found)
    page = {
        "case": found.case, "person": found.case.person, "now": found, "last": last, "groups": looks.side_by_side(found, last),
        "kind": ASSESSMENT_KIND[found.kind],
    }  # fmt: skip
    return render(request, "desk/assessment.html", page)


@requires(Permission.CASE_WRITE)
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What changed, what came back, and when to look again."""
    case, now = get_case(request, pk), timezone.now()
    held = file(case)
    following = due("review.next", now, case.municipality_id)
    form = ReviewForm(
        request.POST or None, initial={"next_due": timezone.localdate(following)}, answered=_may_come_back(held),
        latest=timezone.localdate(due("review.ceiling", now, case.municipality_id)),
    )  # fmt: skip
    if form.is_valid():
        try:
            _review(request, case, held, form)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("The review is saved."))
            return redirect("desk:case", pk=pk)
    elif request.method == "GET":
        opened(case)
    lines = [(label("domain", need.domain), need, words.need(need.status)) for need in held.live_needs]
    served = [row for row in progress_of(case) if row.seen]
    page = {"form": form, "case": case, "person": case.person, "lines": lines, "served": served}
    return render(request, "desk/review.html", page, status=422 if form.errors else 200)


def _review(request: StaffRequest, case: Case, held: File, form: ReviewForm) -> None:
    given = form.cleaned_data
    back = set(given.get("found_again", []))
    actions.review(
        by=request.actor, at=timezone.now(), case=case, summary=given["summary"], own_words=given["own_words"], next_due=end_of(given["next_due"]),
        found_again=[need for need in held.needs if str(need.pk) in back], key=given["key"],
    )  # fmt: skip


def _may_come_back(held: File) -> list[Need]:
    """Answered needs, but for those whose domain runs again already."""
    running = {need.domain for need in held.live_needs}
    return [need for need in held.needs if need.status in {NeedStatus.MET, NeedStatus.WITHDRAWN} and need.domain not in running]
