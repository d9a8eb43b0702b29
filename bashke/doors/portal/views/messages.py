"""Writing to whoever follows her request, and reading the answer. Of a protected file nothing written is shown, but it can be sent."""

from typing import cast

from django.contrib import messages as flash
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.law.queries import amount_in_words, figure, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.conversations import actions, queries
from bashke.person.conversations.forms import MessageForm

from ..queries import helplines, is_quiet, my_request


@with_code
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """The conversation and a form under it. What she was answered counts as seen when she opens the page."""
    actor, now = cast(StaffRequest, request).actor, timezone.now()
    quiet, today = is_quiet(actor), timezone.localdate(now)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write(by=actor, at=now, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error("words", sentence(broken))
        else:
            flash.success(request, _("Your message has arrived."))
            return redirect("portal:messages")
    mine = my_request(actor)
    page = {
        "form": form, "mine": mine, "quiet": quiet, "helplines": helplines(today), "hide": quiet or "safety" in mine.domains,
        "days": amount_in_words(figure("message.answer", today, mine.municipality_id)),
    }  # fmt: skip
    if not quiet:
        try:
            page["talk"] = queries.mine(actor, request.GET.get("before", ""))
        except ValueError:
            raise BadRequest("This page mark was not given out by us.") from None
        actions.see(by=actor, at=now)
    return render(request, "portal/messages.html", page, status=422 if form.errors else 200)
