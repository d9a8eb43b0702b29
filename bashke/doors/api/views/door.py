"""The door itself: the token, the permission, one shape of error, and the same answer to the same question."""

import hashlib
import inspect
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_args

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Header, NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from bashke.ground.access import actions
from bashke.ground.access.guards import StaffRequest
from bashke.ground.access.permissions import Permission, may
from bashke.ground.law.rules import NotAllowed

from ..forms.fields import Id
from ..queries.lists import BadMark

log = logging.getLogger("bashke.api")
PROBLEM = "application/problem+json"
View = Callable[..., Any]
Key = Annotated[
    Id,
    Header(
        alias="Idempotency-Key", description=gettext_lazy("A UUID of your own, new for every act. The same key again does nothing twice.")
    ),
]

TITLES = {
    400: gettext_lazy("This question cannot be read"),
    401: gettext_lazy("A valid key is missing"),
    403: gettext_lazy("Your post may not do this"),
    404: gettext_lazy("There is no such thing for you"),
    405: gettext_lazy("This cannot be asked in this way"),
    409: gettext_lazy("This is not possible now"),
    422: gettext_lazy("Something in what you sent is not right"),
    500: gettext_lazy("Something went wrong on our side"),
}
SAID = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": gettext_lazy("This text is too long."),
    "string_too_short": gettext_lazy("This text is too short."),
    "enum": gettext_lazy("This code is not on the list."),
    "too_long": gettext_lazy("These are too many."),
    "too_short": gettext_lazy("These are too few."),
}
UNREADABLE = gettext_lazy("This is not of the form that the description asks for.")


class Problem(Exception):
    """A refusal with its status. `fields` are (where, what is wrong)."""

    def __init__(self, status: int, detail: str = "", fields: list[tuple[str, str]] | None = None) -> None:
        super().__init__(status)
        self.status, self.detail, self.fields = status, detail, fields or []


class Field(Schema):
    name: str
    says: str


class ProblemShape(Schema):
    """RFC 9457: what every refusal looks like."""

    type: str
    title: str
    status: int
    detail: str
    fields: list[Field] | None = None


class Bearer(HttpBearer):
    """A staff token whose post carries the permission. The database has read the token before: `request.actor` is what it found."""

    def __init__(self, permission: Permission | None) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> bool | None:
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_staff:
            return None
        if self.permission is not None and not may(actor, self.permission):
            raise Problem(403)
        return True

    def authenticate(self, request: HttpRequest, token: str) -> None:
        raise AssertionError("unreachable")


api = NinjaAPI(title="Bashkë", version="1", docs_url=None, openapi_url=None, urls_namespace="bashke-api")


def reads(path: str, permission: Permission | None, answer: Any, summary: Promise, method: str = "GET") -> Callable[[View], View]:
    """An address that changes nothing but the journal."""

    def decorate(view: View) -> View:
        add = api.api_operation([method], path, auth=Bearer(permission), response=answer, summary=summary, url_name=view.__name__)  # type: ignore[arg-type]
        return add(_strictly(view))

    return decorate


def acts(path: str, permission: Permission, answer: dict[int, Any], summary: Promise, *, keeps: bool = True) -> Callable[[View], View]:
    """An address that does something, once for each key. The view returns (status, answer).

    `keeps=False`: nothing of the answer is kept, and the same question is answered anew as the worker may see it now.
    """

    def decorate(view: View) -> View:
        add = api.api_operation(["POST"], path, auth=Bearer(permission), response=answer, summary=summary, url_name=view.__name__)  # type: ignore[arg-type]
        return add(_strictly(_once(view, keeps)))

    return decorate


def problem(request: HttpRequest, status: int, detail: str = "", fields: list[tuple[str, str]] | None = None) -> HttpResponse:
    """A refusal in the one shape."""
    title = str(TITLES[status])
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail or title}
    if fields:
        body["fields"] = [{"name": name, "says": says} for name, says in fields]
    answer = JsonResponse(body, status=status, content_type=PROBLEM)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _strictly(view: View) -> View:
    """A parameter in the address that the description does not name, or one given twice, is a bad request."""
    filters = inspect.signature(view).parameters.get("filters")
    known = set(get_args(filters.annotation)[0].model_fields) if filters else set()

    @wraps(view)
    def checked(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        unknown = [name for name, values in request.GET.lists() if name not in known or len(values) > 1]
        if unknown:
            raise Problem(
                400, _("There is no such filter here, or it is given twice."), [(name, _("There is no such filter.")) for name in unknown]
            )
        return view(request, *args, **kwargs)

    return checked


def _once(view: View, keeps: bool) -> View:
    @wraps(view)
    def once(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():  # a refused act leaves its key free for another try
            held, fresh = actions.hold_answer(by=request.actor, at=timezone.now(), key=kwargs["key"], mark=_mark(request))
            if not fresh and held.mark != _mark(request):
                raise Problem(409, _("This key was used for another question. Take a new one for each act."))
            if not fresh and (before := actions.kept(held)) is not None:
                request.replayed = True  # type: ignore[attr-defined]
                status, body = json.loads(before)
                return Status(status, body)
            status, shape = view(request, *args, **kwargs)
            if keeps:
                actions.keep_answer(answer=held, content=json.dumps([status, shape.model_dump(mode="json")]).encode())
            return Status(status, shape)

    return once


def _mark(request: HttpRequest) -> str:
    """One question: its address and its body, whatever the order of its fields."""
    try:
        body = json.loads(request.body or b"null")
    except ValueError:  # an address that takes no body
        body = request.body.hex()
    return hashlib.sha256(json.dumps([request.path, body], sort_keys=True).encode()).hexdigest()


@api.exception_handler(Problem)
def _refused(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem(request, error.status, error.detail, error.fields)


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return problem(request, 409, error.sentence())


@api.exception_handler(AuthenticationError)
def _who(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, _("Send a key that opens today: Authorization: Bearer and the key."))


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 404)


@api.exception_handler(BadMark)
def _bad_mark(request: HttpRequest, error: BadMark) -> HttpResponse:
    return problem(request, 400, str(error.sentence))


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code if error.status_code in TITLES else 400)


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """In the address or a header: a bad request. In what was sent: which field, and what is wrong with it."""
    fields = [(_where(row["loc"]), _says(row)) for row in error.errors]
    places = {row["loc"][0] for row in error.errors}
    return problem(request, 422 if places & {"body"} else 404 if places == {"path"} else 400, "", fields)


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, OperationalError | InterfaceError):
        raise error  # the wall answers when the database is away
    log.exception("the API failed")
    return problem(request, 500)


def _where(place: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in (place[2:] if place[0] == "body" else place[1:])) or "body"


def _says(row: dict[str, Any]) -> str:
    known = SAID.get(row["type"], UNREADABLE)
    return str(row["ctx"]["error"]) if row["type"] == "value_error" else str(known)
