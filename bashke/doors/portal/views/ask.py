"""Asking for help, one thing on each page. Nothing is lost on the way, and one press of the button is one request."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bashke.ground.access.guards import StaffRequest, public
from bashke.ground.access.rules import Kind
from bashke.ground.design.queries import page_language
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.queries import municipality as municipality_of
from bashke.person.requests.actions import ask
from bashke.person.requests.forms import CheckForm
from bashke.person.requests.papers import WHAT_THEN
from bashke.person.requests.rules import AlreadySent, Channel, ForWhom, body_mark

from ..forms import picks
from ..queries import helplines
from .asked import SESSION_KEY as ASKED_KEY
from .asked import keep
from .draft import BY_NAME, NAMES, Draft, Step

LOST_EARLIER = gettext_lazy(
    "Too much time had passed, so the earlier answers were deleted for your safety."
    " We kept what you just wrote; please answer the rest again."
)
LOST_ALL = gettext_lazy("Too much time had passed, so your answers were deleted for your safety. Nothing was sent. Please begin again.")
CHANGED = gettext_lazy("Your answers were changed in another window. Check them once more and press the button again.")
HELPLINES_ON = {"where", "contact"}


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What will happen, before the first question. A draft that was begun can be gone on with or thrown away."""
    if (detour := _other_session(request)) is not None:
        return detour
    draft = Draft(request)
    if request.method == "POST":
        draft.forget()
        return redirect("portal:ask", "what")
    return render(request, "portal/ask_start.html", {"draft": draft, "pages": len(NAMES) + 1, "what_then": WHAT_THEN})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of the wizard, or the last one, which sends it."""
    if step != "check" and step not in BY_NAME:
        raise Http404
    if (detour := _other_session(request)) is not None:
        return detour
    draft = Draft(request)
    if step == "check":
        return _send(request, draft) if request.method == "POST" else _check(request, draft)
    return _take(request, draft, BY_NAME[step]) if request.method == "POST" else _show(request, draft, BY_NAME[step])


def _show(request: HttpRequest, draft: Draft, page: Step) -> HttpResponse:
    """Nobody jumps ahead of a question that was not answered yet."""
    reached = draft.first_open
    if reached != "check" and NAMES.index(page.name) > NAMES.index(reached):
        if not draft.begun:
            messages.info(request, _("Let us begin with the first question."))
        return redirect("portal:ask", reached)
    return _page(request, draft, page, draft.form(page))


def _take(request: HttpRequest, draft: Draft, page: Step) -> HttpResponse:
    """Keep the answer and go on to the first question that is still open."""
    lost = not draft.begun and page.name != NAMES[0]
    form = draft.take(page, request.POST)
    draft.remember()
    if not form.is_valid():
        return _page(request, draft, page, form, status=422)
    if lost:
        messages.warning(request, LOST_EARLIER)
    return redirect("portal:ask", draft.first_open)


def _page(request: HttpRequest, draft: Draft, page: Step, form: Form, status: int = 200) -> HttpResponse:
    helps = draft.unsafe and page.name in HELPLINES_ON
    context = {
        "form": form,
        "step": page,
        "number": NAMES.index(page.name) + 1,
        "pages": len(NAMES) + 1,
        "before": draft.before(page.name),
        "other": draft.for_whom == ForWhom.OTHER,
        "picks": picks(form) if page.name == "what" else [],
        "hide": draft.unsafe or page.name == "what",
        "helplines": helplines(timezone.localdate()) if helps else [],
    }
    return render(request, f"portal/ask_{page.name}.html", context, status=status)


def _check(request: HttpRequest, draft: Draft, problem: str = "", status: int = 200) -> HttpResponse:
    """Everything on one page, each answer with its way back, and the button that sends it."""
    answers = draft.answers()
    if answers is None:
        if not draft.begun:
            messages.info(request, _("Let us begin with the first question."))
        return redirect("portal:ask", draft.first_open)
    context = {
        "form": CheckForm(initial={"key": draft.key}),
        "mark": _mark(answers),
        "answers": answers,
        "domains": [label("domain", code) for code in answers["domains"]],
        "place": municipality_of(answers["municipality"]),
        "other": answers["for_whom"] == ForWhom.OTHER,
        "before": draft.before("check"),
        "number": len(NAMES) + 1,
        "pages": len(NAMES) + 1,
        "problem": problem,
        "hide": draft.unsafe,
    }
    return render(request, "portal/ask_check.html", context, status=status)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send it once. The same press again shows the same answer; the same key with other words is refused and says so."""
    form, mark = CheckForm(request.POST), request.POST.get("mark", "")
    if not form.is_valid():
        return _check(request, draft, _("Please check your answers once more and press the button again."), 422)
    key, sent = form.cleaned_data["key"], request.session.get(ASKED_KEY)
    if sent and sent["key"] == str(key):
        return redirect("portal:asked") if sent["mark"] == mark else render(request, "portal/ask_conflict.html", status=409)
    if not draft.begun:
        messages.warning(request, LOST_ALL)
        return redirect("portal:ask")
    answers = draft.answers()
    if answers is None:
        draft.remember()
        return redirect("portal:ask", draft.first_open)
    if draft.key != str(key) or _mark(answers) != mark:
        return _check(request, draft, str(CHANGED), 409)
    return _ask(request, draft, answers, key, mark)


def _ask(request: HttpRequest, draft: Draft, answers: dict[str, Any], key: UUID, mark: str) -> HttpResponse:
    try:
        asked = ask(
            by=cast(StaffRequest, request).actor, at=timezone.now(), channel=Channel.WEB, language=page_language(), key=key,
            synthetic=settings.DEMO_MODE, **answers,
        )  # fmt: skip
    except AlreadySent:
        return redirect("portal:asked")  # the first press wrote the answer into this session while we waited
    except NotAllowed as broken:
        return _check(request, draft, sentence(broken), 422)
    keep(request, asked, mark)
    draft.forget()
    return redirect("portal:asked")


def _mark(answers: dict[str, Any]) -> str:
    """A mark of what the page showed, so that a button pressed on an old page sends nothing else."""
    return body_mark({name: getattr(value, "pk", value) for name, value in answers.items()})


def _other_session(request: HttpRequest) -> HttpResponse | None:
    """A new request is made by nobody in particular: who has a file or a desk open here closes it first."""
    kind = cast(StaffRequest, request).actor.kind
    if kind is Kind.PUBLIC:
        return None
    return render(request, "portal/ask_leave.html", {"person": kind is Kind.PERSON}, status=409 if request.method == "POST" else 200)
