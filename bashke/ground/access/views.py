"""The demo's one-click sign-in, the welcome page, the staff of one's institution, and who may do what."""

from typing import Any
from uuid import UUID

from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, login
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bashke.ground.institutions.models import Institution
from bashke.ground.law.rules import NotAllowed

from . import actions
from .forms import EndForm, PostForm, TokenForm, WelcomeForm, WorkerForm
from .guards import StaffRequest, public, requires, staff, two_factors_done
from .invitations import invitation_path, invited
from .models import Post, Token, Worker
from .permissions import ROLES, Permission

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
DEMO_POSTS = 12


@public
@never_cache
def demo_people(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the synthetic cast with one press. Exists in demo mode only."""
    if not settings.DEMO_MODE:
        raise Http404
    if request.method == "POST":
        worker = get_object_or_404(Worker, pk=_uuid(request.POST.get("worker", "")), synthetic=True, is_active=True)
        login(request, worker, backend=BACKEND)
        return redirect(_safe(request) or settings.LOGIN_REDIRECT_URL)
    return render(request, "access/demo.html", {"posts": demo_posts(), "next": _safe(request)})


def demo_posts() -> list[tuple[Post, str, str]]:
    """The first posts of the demo country: the fixed cast, each with the given name and what the role is for."""
    posts = Post.objects.on(timezone.localdate()).filter(worker__synthetic=True).order_by("pk")
    shown = list(posts.select_related("worker", "institution").prefetch_related("institution__names")[:DEMO_POSTS])
    return [(post, post.worker.name.split(" ")[0], ROLES[post.role].description) for post in shown]


@public
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, uid: UUID, token: str) -> HttpResponse:
    """A new worker, or one who forgot her password, chooses one by a link that works once."""
    worker = invited(uid, token)
    if worker is None:
        return render(request, "access/welcome_gone.html", status=404)
    form = WelcomeForm(request.POST or None, worker=worker)
    if form.is_valid():
        actions.choose_password(worker=worker, password=form.cleaned_data["password1"])
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    return render(request, "access/welcome.html", {"form": form, "worker": worker}, status=422 if form.errors else 200)


@public
@never_cache
def posts(request: HttpRequest) -> HttpResponse:
    """My posts today, and changing from one to another. For who is signed in; others are asked to sign in."""
    worker = request.session.get(SESSION_KEY)
    if worker is None:
        return redirect("account_login")
    mine = actions.posts_of(UUID(worker)).select_related("worker", "institution").prefetch_related("institution__names")
    if request.method == "POST":
        chosen = get_object_or_404(mine, pk=_number(request.POST.get("post", "")))
        actions.change_post(request, chosen)
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = {
        "posts": [_named(post) for post in mine], "now": request.actor.post,  # type: ignore[attr-defined]
        "me": get_object_or_404(Worker, pk=UUID(worker)), "mail_goes_out": settings.EMAIL_GOES_OUT,
    }  # fmt: skip
    return render(request, "access/posts.html", page)


@public
@never_cache
def by_email(request: HttpRequest) -> HttpResponse:
    """My notices by e-mail too, or no more."""
    worker = request.session.get(SESSION_KEY)
    if worker is None:
        return redirect("account_login")
    if request.method != "POST":
        return redirect("access:posts")
    wanted = request.POST.get("wanted") == "yes"
    try:
        actions.want_email(worker=get_object_or_404(Worker, pk=UUID(worker)), wanted=wanted)
    except NotAllowed as broken:
        messages.error(request, broken.sentence())
    else:
        messages.success(request, _("Your messages come by e-mail too now.") if wanted else _("No more e-mail is sent to you."))
    return redirect("access:posts")


@public
@never_cache
def no_post(request: HttpRequest) -> HttpResponse:
    """Signed in, but without a post today: nothing can be opened, and the way out is here."""
    return render(request, "access/no_post.html", status=403)


class SecondStep(IndexView):  # type: ignore[misc]
    """allauth's page of second steps, which also says whether this session has used one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "second_step_done": two_factors_done(self.request)}


@requires(Permission.STAFF_MANAGE)
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody who holds or held a post here."""
    posts = Post.objects.visible_to(request.actor).select_related("worker").order_by("worker__name", "worker", "-valid_from")
    people: dict[UUID, dict[str, Any]] = {}
    today = timezone.localdate()
    for post in posts:
        person = people.setdefault(post.worker_id, {"worker": post.worker, "now": [], "before": []})
        person["now" if post.valid_to is None or post.valid_to >= today else "before"].append(_named(post))
    rows = sorted(people.values(), key=lambda person: not person["now"])
    return render(request, "access/staff.html", {"people": rows})


@requires(Permission.STAFF_MANAGE)
def add_worker(request: StaffRequest) -> HttpResponse:
    """A new colleague with her first post; the answer is the link she chooses her password with."""
    form = WorkerForm(request.POST or None, kind=request.actor.kind)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                worker = actions.add_worker(
                    username=given["username"], name=given["name"], email=given["email"], phone=given["phone"], synthetic=settings.DEMO_MODE
                )
                post = actions.give_post(worker=worker, institution=_office(request), role=given["role"], valid_from=given["valid_from"])
        except NotAllowed as broken:
            form.add_error(None, broken.sentence())
        else:
            actions.witness("worker added", worker, request.actor.municipality)
            actions.witness("post given", post, request.actor.municipality)
            return _invited(request, worker)
    return render(request, "access/add_worker.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.STAFF_MANAGE)
def worker(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One colleague: her posts here, ending one, giving another, a new link when she forgot her password."""
    return _worker_page(request, _colleague(request, pk))


@requires(Permission.STAFF_MANAGE)
def give_post(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Another post for a colleague."""
    if request.method != "POST":
        return redirect("access:worker", pk=pk)
    person = _colleague(request, pk)
    form = PostForm(request.POST, kind=request.actor.kind)
    if form.is_valid():
        try:
            with transaction.atomic():
                post = actions.give_post(worker=person, institution=_office(request), **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, broken.sentence())
        except IntegrityError:
            form.add_error(None, _("This worker has this role from that day already."))
        else:
            actions.witness("post given", post, request.actor.municipality)
            messages.success(request, _("The post is given."))
            return redirect("access:worker", pk=person.pk)
    return _worker_page(request, person, post_form=form)


@requires(Permission.STAFF_MANAGE)
def end_post(request: StaffRequest, pk: int) -> HttpResponse:
    """End a post. Nobody ends the post she is signed in with: then nobody could undo it."""
    post = get_object_or_404(Post.objects.visible_to(request.actor).select_related("worker"), pk=pk)
    if request.method != "POST":
        return redirect("access:worker", pk=post.worker_id)
    form = EndForm(request.POST, began=post.valid_from, prefix=f"end{post.pk}")
    if form.is_valid():
        try:
            actions.check_ending(post=post, by=request.actor)
            ended = actions.end_post(post=post, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, broken.sentence())
        else:
            actions.witness("post ended", ended, request.actor.municipality)
            messages.success(request, _("The post ends on that day."))
            return redirect("access:worker", pk=post.worker_id)
    return _worker_page(request, post.worker, ending=(post.pk, form))


@requires(Permission.STAFF_MANAGE)
def invite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A new link to choose a password, for a colleague who forgot hers or never used the first."""
    if request.method != "POST":
        return redirect("access:worker", pk=pk)
    person = _colleague(request, pk)
    try:
        actions.check_invitation(worker=person, by=request.actor, on=timezone.localdate())
    except NotAllowed as broken:
        messages.error(request, broken.sentence())
        return redirect("access:worker", pk=person.pk)
    actions.witness("worker added", person, request.actor.municipality, "invitation")
    return _invited(request, person)


@staff
@never_cache
@sensitive_post_parameters()
def tokens(request: StaffRequest) -> HttpResponse:
    """My programs' keys: each until a day, on one post. A new one is shown on this page, once."""
    form, made, secret, now = TokenForm(request.POST or None), None, "", timezone.now()
    if form.is_valid():
        try:
            made, secret = actions.make_token(by=request.actor, at=now, name=form.cleaned_data["name"])
        except NotAllowed as broken:
            form.add_error(None, broken.sentence())
        else:
            actions.witness("token made", made, request.actor.municipality)
            form = TokenForm()
    held = (
        Token.objects.visible_to(request.actor).select_related("worker", "post__institution").prefetch_related("post__institution__names")
    )
    live = [(one, _named(one.post)) for one in held.order_by("-made_at") if one.opens_at(timezone.now(), one.worker.session_salt)]
    page = {"form": form, "made": made, "secret": secret, "tokens": live}
    return render(request, "access/tokens.html", page, status=422 if form.errors else 200)


@staff
@require_POST
def end_token(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From now on it opens nothing."""
    token = actions.end_token(by=request.actor, at=timezone.now(), token=get_object_or_404(Token.objects.visible_to(request.actor), pk=pk))
    actions.witness("token ended", token, request.actor.municipality)
    messages.success(request, _("The key opens nothing any more."))
    return redirect("access:tokens")


@staff
def roles(request: StaffRequest) -> HttpResponse:
    """Every role and what it may do, in words. The same page as docs/states/roles.md."""
    shown = [
        {"name": _(role.name), "description": _(role.description), "mine": role.code == request.actor.role,
         "permissions": [_(permission) for permission in Permission if permission in role.permissions]}
        for role in ROLES.values()
    ]  # fmt: skip
    return render(request, "access/roles.html", {"roles": shown})


def _worker_page(
    request: StaffRequest, person: Worker, post_form: PostForm | None = None, ending: tuple[int, EndForm] | None = None
) -> HttpResponse:
    refused = post_form or (ending[1] if ending else None)
    posts = [
        (_named(post), ending[1] if ending and ending[0] == post.pk else EndForm(began=post.valid_from, prefix=f"end{post.pk}"),
         post.valid_to is None or post.valid_to >= timezone.localdate())
        for post in Post.objects.visible_to(request.actor).filter(worker=person).order_by("-valid_from")
    ]  # fmt: skip
    page = {"person": person, "posts": posts, "form": post_form or PostForm(kind=request.actor.kind), "refused": refused}
    return render(request, "access/worker.html", page, status=422 if refused else 200)


def _invited(request: StaffRequest, worker: Worker) -> HttpResponse:
    """The link is shown on this page and kept nowhere."""
    return render(request, "access/invited.html", {"person": worker, "link": settings.PUBLIC_URL + invitation_path(worker)})


def _colleague(request: StaffRequest, pk: UUID) -> Worker:
    found: Worker = get_object_or_404(Worker.objects.visible_to(request.actor), pk=pk)
    return found


def _office(request: StaffRequest) -> Institution:
    office: Institution = get_object_or_404(Institution, pk=request.actor.institution)
    return office


def _named(post: Post) -> Post:
    post.said = _(post.role_name)  # type: ignore[attr-defined]
    return post


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("This is not the id of a worker.") from None


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadRequest("This is not the number of a post.")
    return int(text)


def _safe(request: HttpRequest) -> str:
    """Where to go on to, when it is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if ours else ""
