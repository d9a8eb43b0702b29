"""Two records that may be one person: found, looked at side by side, put together by two people, separated again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.journal.actions import record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people import actions
from bashke.person.people.models import Pair, Person
from bashke.person.people.queries import SAME, alike, pair_of, pairs, pairs_found, pairs_to_judge
from bashke.person.people.rules import Likeness, PairStatus

from ..forms.people import SearchForm
from ..forms.same import SameForm, WhyForm
from ..queries.people import find
from ..queries.same import LIKENESS, STATUS, Comparison, compare

PAGE = 30
OPEN_TO_PROPOSE = {PairStatus.FOUND, PairStatus.DIFFERENT, PairStatus.SPLIT}


@requires(Permission.PERSON_WRITE)
def same(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Is this person here twice? Whom to compare her with; and with `with`, both side by side."""
    shown = _person(request, pk)
    if shown.same_as_id:
        return redirect("desk:same", pk=shown.same_as_id)
    if other := request.POST.get("with") or request.GET.get("with"):
        return _side_by_side(request, shown, _other(request, other))
    form = SearchForm(request.GET if request.GET else None)
    found = find(request.actor, form).hits if form.is_valid() else None
    hits = [hit for hit in found if hit.person.pk != shown.pk] if found is not None else alike(request.actor, shown)
    page = {"person": shown, "form": form, "hits": hits, "asked": found is not None}
    return render(request, "desk/same.html", page, status=422 if form.errors else 200)


@requires(Permission.PERSON_WRITE)
def waiting(request: StaffRequest) -> HttpResponse:
    """What colleagues proposed and a second person decides; and what the comparison found, the likeliest first."""
    rows, found = pairs_to_judge(request.actor)[:PAGE], pairs_found(request.actor)
    page = {
        "proposed": [(row, _mine(request, row)) for row in rows],
        "found": [(row, LIKENESS[Likeness(row.likeness)], [SAME[why] for why in row.reasons]) for row in found[:PAGE]],
        "more": max(found.count() - PAGE, 0),
    }
    return render(request, "desk/pairs.html", page)


@requires(Permission.PERSON_WRITE)
def pair(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One pair: what was proposed and why; to confirm, to keep apart, to separate again."""
    seen: Pair = get_object_or_404(pairs(request.actor), pk=pk)
    refused, form = "", WhyForm()
    if request.method == "POST":
        form = WhyForm(request.POST)
        try:
            if (done := _decide(request, seen, form)) is not None:
                return done
        except NotAllowed as broken:
            refused = sentence(broken)
            seen = pairs(request.actor).get(pk=pk)
    status = PairStatus(seen.status)
    if status in OPEN_TO_PROPOSE:
        return _side_by_side(request, seen.first, seen.second, seen, refused=refused)
    return _page(request, compare(request.actor, seen.first, seen.second, seen), seen, why=form, refused=refused)


def _decide(request: StaffRequest, seen: Pair, form: WhyForm) -> HttpResponse | None:
    """The button that was pressed; None when the form has to come back."""
    by, at, verb = request.actor, timezone.now(), request.POST.get("verb", "")
    if verb == "merge":
        actions.merge(by=by, at=at, pair=seen)
        messages.success(request, _("The two records are one person now. It can be undone at any time."))
        return redirect("desk:person", pk=seen.stays_id)
    if verb not in {"keep_apart", "split"}:
        raise BadRequest("This button was not given out by us.")
    if not form.is_valid():
        return None
    if verb == "split":
        actions.split(by=by, at=at, pair=seen, why=form.cleaned_data["why"])
        messages.success(request, _("The two records are separate again, as they were before."))
    else:
        actions.keep_apart(by=by, at=at, pair=seen, why=form.cleaned_data["why"])
        messages.success(request, _("It is noted that these are two people. Nobody is asked again."))
    return redirect("desk:pairs")


def _side_by_side(request: StaffRequest, one: Person, other: Person, seen: Pair | None = None, refused: str = "") -> HttpResponse:
    """Two records before anybody proposed anything."""
    seen = seen or pair_of(request.actor, one, other)
    if seen and seen.status not in OPEN_TO_PROPOSE:
        return redirect("desk:pair", pk=seen.pk)
    comparison = compare(request.actor, one, other)
    if comparison.two_numbers:
        return _page(request, comparison, seen, refused=refused)
    form = SameForm(request.POST if "with" in request.POST else None, differ=comparison.differ)
    if form.is_valid():
        why, taken = form.cleaned_data["why"], form.taken
        try:
            made = actions.propose(by=request.actor, at=timezone.now(), one=one, other=other, taken=taken, why=why)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("It is proposed. A second person looks at it before anything changes."))
            return redirect("desk:pair", pk=made.pk)
    return _page(request, comparison, seen, form=form, refused=refused)


def _page(
    request: StaffRequest, comparison: Comparison, seen: Pair | None, form: SameForm | None = None, why: WhyForm | None = None,
    refused: str = "",
) -> HttpResponse:  # fmt: skip
    """Both records are looked at: it stands in the journal of both."""
    stays, other = comparison.stays.person, comparison.other.person
    record_many((Verb.RECORDS_COMPARED, person, person.pk, person.municipality_id, "") for person in (stays, other))
    decides = may(request.actor, Permission.PERSON_MERGE)
    bad = refused or (form and form.errors) or (why and why.errors)
    page: dict[str, Any] = {
        "both": comparison, "pair": seen, "form": form, "why": why or WhyForm(), "refused": refused, "decides": decides,
        "tag": STATUS[PairStatus(seen.status)] if seen else None,
        "may_merge": seen is not None and not _mine(request, seen) and (decides or seen.proposer_decides),
        "mine": _mine(request, seen),
    }  # fmt: skip
    return render(request, "desk/pair.html", page, status=422 if bad else 200)


def _mine(request: StaffRequest, seen: Pair | None) -> bool:
    return seen is not None and seen.proposed_by_id == request.actor.worker


def _person(request: StaffRequest, pk: UUID) -> Person:
    people = Person.objects.visible_to(request.actor).select_related("unit", "municipality")
    found: Person = get_object_or_404(people, pk=pk)
    return found


def _other(request: StaffRequest, mark: str) -> Person:
    try:
        found = _person(request, UUID(mark))
    except ValueError:
        raise BadRequest("This person was not named by us.") from None
    return _person(request, found.one)
