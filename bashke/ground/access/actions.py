"""Workers, posts and tokens: added, given, ended; and what happens at sign-in. The caller journals.

The pages of this package cannot import the journal, which stands above it: they call `witness`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, models, transaction
from django.http import HttpRequest
from django.utils import timezone

from bashke.ground.institutions.models import Institution
from bashke.ground.law.queries import due, figure
from bashke.ground.law.rules import NotAllowed

from . import queries
from .models import Answer, Post, Token, Worker
from .permissions import ROLES
from .rules import TOKEN_BYTES, TOKEN_MARK, Actor
from .vault import vault

# Who writes down what happens here: the journal, when it starts. Called as `write(verb, subject, municipality, reason)`.
WITNESSES: list[Callable[[str, models.Model, str | None, str], None]] = []


# What a post's worker would leave behind, in words. Packages above (casework) append theirs when they start.
LEFT_OPEN: list[Callable[[Post, date], list[str]]] = []


class NotThere(ObjectDoesNotExist):
    """For whoever asks there is no such thing. Every door shows it as it shows what never was: 404."""


@contextmanager
def written_or_not_there() -> Iterator[None]:
    """What is written inside, the wall lets through; or a file it touches is closed to whoever writes, and then she learns no more
    than of a thing that is not there (NotThere): not that there is a file.
    """
    try:
        with transaction.atomic():
            yield
    except ProgrammingError as refused:
        if "row-level security" in str(refused):
            raise NotThere from refused
        raise


def witness(verb: str, subject: models.Model, municipality: str | None = None, reason: str = "") -> None:
    """Tell every witness, in the transaction of the act."""
    for write in WITNESSES:
        write(verb, subject, municipality, reason)


def bind_session(request: HttpRequest, user: Worker, **_: Any) -> None:
    """After every factor was checked: tie the session to the worker's current post.

    A worker without a current post stays unbound and sees a page that says so.
    """
    if (post := posts_of(user.pk).first()) is not None:
        if request.session.session_key is None:
            request.session.save()
        queries.bind(str(request.session.session_key), user.pk, post.pk)
    witness("signed in", user)


def posts_of(worker: UUID) -> Any:
    """The posts a worker may sit on today, the oldest first."""
    return Post.objects.filter(worker=worker).on(timezone.localdate()).order_by("valid_from", "pk")  # type: ignore[attr-defined]


def change_post(request: HttpRequest, post: Post) -> None:
    """Sit on another of one's posts: from now on this session sees what that post sees."""
    queries.bind(str(request.session.session_key), post.worker_id, post.pk)
    witness("signed in", post.worker, reason=post.role)


@transaction.atomic
def add_worker(
    *, username: str, name: str, email: str = "", phone: str = "", password: str | None = None, synthetic: bool = False
) -> Worker:
    """A new account. Without a password it cannot sign in until the worker chose one by an invitation."""
    if Worker.objects.filter(username=username).exists():
        raise NotAllowed("There is already a worker called %(username)s; choose another user name.", username=username)
    worker = Worker(username=username, name=name, email=email, phone=phone, synthetic=synthetic)
    if password is not None:
        worker.set_password(password)
    worker.save()
    return worker


@transaction.atomic
def give_post(*, worker: Worker, institution: Institution, role: str, valid_from: date, valid_to: date | None = None) -> Post:
    """Give a worker a role in an institution. The role's kind must fit the institution's."""
    if role not in ROLES:
        raise NotAllowed("There is no role called %(role)s.", role=role)
    kind = ROLES[role].kind
    if not institution.seats(kind):
        raise NotAllowed("The role %(role)s does not exist in this kind of institution.", role=role)
    return Post.objects.create(worker=worker, institution=institution, role=role, kind=kind, valid_from=valid_from, valid_to=valid_to)


@transaction.atomic
def end_post(*, post: Post, valid_to: date, leaves: bool = False) -> Post:
    """End a post on a day; the session of that post ends with it.

    Refused while the worker would leave people behind, unless whoever ends it says so (`leaves`): access can always be
    taken away, and the people then stand on the supervisor's list of those who have nobody.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if valid_to < post.valid_from:
        raise NotAllowed("A post cannot end before it begins.")
    left = [] if leaves else [words for look in LEFT_OPEN for words in look(post, valid_to)]
    if left:
        raise NotAllowed("This worker still has %(left)s. A supervisor hands them over first.", left=", ".join(left))
    post.valid_to = valid_to
    post.save(update_fields=["valid_to"])
    return post


def check_ending(*, post: Post, by: Actor) -> None:
    """Nobody ends the post she is signed in with: she could not undo it, and perhaps nobody else could."""
    if post.pk == by.post:
        raise NotAllowed("You cannot end the post you are signed in with. Another manager or the operator can.")


def check_invitation(*, worker: Worker, by: Actor, on: date) -> None:
    """A link to a new password opens everything its worker may see, so only her one present employer may make it."""
    seats = set(Post.objects.filter(worker=worker).on(on).values_list("institution", flat=True))  # type: ignore[attr-defined]
    if by.institution not in seats:
        raise NotAllowed("This worker has no post here today, so there is nothing to sign in to.")
    if seats != {by.institution}:
        raise NotAllowed("This worker has a post in another institution too. Only the operator can renew her access.")


@transaction.atomic
def choose_password(*, worker: Worker, password: str) -> Worker:
    """The worker's own choice, after her invitation was checked. Her other sessions and earlier links end."""
    worker.set_password(password)
    worker.save(update_fields=["password"])
    return worker


@transaction.atomic
def want_email(*, worker: Worker, wanted: bool) -> Worker:
    """A worker wants her notices at her work address too, or no more. Raises NotAllowed when nobody wrote her an address."""
    if wanted and not worker.email:
        raise NotAllowed("Your account has no work e-mail. Whoever keeps the accounts of your office writes it down.")
    worker.by_email = wanted
    worker.save(update_fields=["by_email"])
    witness("e-mail wanted" if wanted else "e-mail not wanted", worker)
    return worker


@transaction.atomic
def make_token(*, by: Actor, at: datetime, name: str) -> tuple[Token, str]:
    """A key for the worker's own program, on the post she sits on: shown once, kept only as a hash, until a day the law data says."""
    if not name.strip():
        raise NotAllowed("Give the key a name, so that you know later what it is for.")
    most = figure("token.most", timezone.localdate(at)).value
    token = TOKEN_MARK + token_urlsafe(TOKEN_BYTES)
    made = queries.make_token(by, sha256(token.encode()).digest(), name.strip(), due("token.life", at), most)
    if made is None:
        raise NotAllowed("You have %(most)s keys already. End one that you no longer use.", most=most)
    return Token.objects.visible_to(by).get(pk=made), token


@transaction.atomic
def end_token(*, by: Actor, at: datetime, token: Token) -> Token:
    """From the next request on it opens nothing. Ending it twice ends it once."""
    token = Token.objects.visible_to(by).select_for_update(of=("self",)).get(pk=token.pk)
    if token.ended_at is None:
        token.ended_at = at
        token.save(update_fields=["ended_at"])
    return token


def hold_answer(*, by: Actor, at: datetime, key: UUID, mark: str) -> tuple[Answer, bool]:
    """The answer that is kept under a key of this post, and whether the key is new. Whoever comes second waits here for the first."""
    until = at + timedelta(hours=figure("api.answer_kept", timezone.localdate(at)).value)
    made = {"worker_id": by.worker, "mark": mark, "kept_until": until}
    return Answer.objects.visible_to(by).select_for_update(of=("self",)).get_or_create(post_id=by.post, key=key, defaults=made)


def keep_answer(*, answer: Answer, content: bytes) -> None:
    """Keep what was answered, encrypted, in the transaction of the act."""
    answer.sealed = vault("answer").encrypt(content)
    answer.save(update_fields=["sealed"])


def kept(answer: Answer) -> bytes | None:
    """What was answered before; None where nothing is kept of it."""
    return None if answer.sealed is None else vault("answer").decrypt(bytes(answer.sealed))
