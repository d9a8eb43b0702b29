"""Files whose time is over: a supervisor proposes, the data protection officer signs, either says why one must be kept longer."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission, may
from bashke.ground.law.queries import amount_in_words, certainty_words, figure, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.rights import actions, queries
from bashke.person.rights.forms import WhyForm
from bashke.person.rights.models import Erasure
from bashke.person.rights.rules import Erasing

PAGE = 50


@requires(Permission.DATA_REQUEST_VIEW)
def over(request: StaffRequest) -> HttpResponse:
    """What the night found, and what waits for a signature; with the rule it rests on."""
    actor = request.actor
    rule = figure("retention.file", timezone.localdate())
    page = {
        "found": queries.to_propose(actor)[:PAGE], "proposed": queries.to_sign(actor)[:PAGE],
        "proposes": may(actor, Permission.DATA_REQUEST_ANSWER), "signs": may(actor, Permission.ERASURE_SIGN), "me": actor.worker,
        "years": amount_in_words(rule), "certainty": certainty_words(rule), "citation": rule.citation,
    }  # fmt: skip
    return render(request, "desk/over.html", page)


@requires(Permission.DATA_REQUEST_ANSWER)
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What would go and what would stay, and the word of the first person: it may go; the second signs."""
    shown = {"verb": _("Propose to erase"), "signs": False}
    return _confirm(request, pk, Erasing.FOUND, actions.propose, _("It is proposed. The data protection officer signs."), shown)


@requires(Permission.ERASURE_SIGN)
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What goes and what stays, and the signature of the second person: the identity goes."""
    shown = {"verb": _("Sign and erase"), "signs": True}
    return _confirm(
        request, pk, Erasing.PROPOSED, actions.sign, _("The identity is erased. What is left is counted and names nobody."), shown
    )


@requires(Permission.DATA_REQUEST_VIEW)
def keep(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Why this file must be kept longer."""
    erasure = _get(request, pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.keep_longer(by=request.actor, at=timezone.now(), erasure=erasure, why=form.cleaned_data["why"])
        except NotAllowed as broken:
            form.add_error("why", sentence(broken))
        else:
            messages.success(request, _("The file is kept longer, and it is written down why."))
            return redirect("desk:over")
    return render(request, "desk/over_keep.html", {"form": form, "erasure": erasure}, status=422 if form.errors else 200)


def _confirm(
    request: StaffRequest, pk: UUID, waits: Erasing, act: Callable[..., object], done: str, shown: dict[str, object]
) -> HttpResponse:
    """First what would happen, then, at the press, that it happened or why not."""
    erasure = _get(request, pk)
    if request.method != "POST":
        return render(request, "desk/over_confirm.html", shown | {"erasure": erasure, "waits": erasure.status == waits})
    try:
        act(by=request.actor, at=timezone.now(), erasure=erasure)
        messages.success(request, done)
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("desk:over")


def _get(request: StaffRequest, pk: UUID) -> Erasure:
    found: Erasure = get_object_or_404(Erasure.objects.visible_to(request.actor).select_related("person", "proposed_by"), pk=pk)
    return found
