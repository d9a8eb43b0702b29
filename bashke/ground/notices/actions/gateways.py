"""The back ends that hand a message over: the console, a file, or any SMS provider that takes an HTTP request.

The operator chooses in the environment (no address ever comes from a user):

    BASHKE_SMS                console, file or http; http when BASHKE_SMS_URL is set, else file
    BASHKE_SMS_URL            https://… of the provider
    BASHKE_SMS_METHOD         POST (default) or GET
    BASHKE_SMS_FORMAT         form (default) or json
    BASHKE_SMS_FIELD_TO       what the provider calls the number (default: to)
    BASHKE_SMS_FIELD_TEXT     what it calls the message (default: text)
    BASHKE_SMS_FIELD_ID       what it calls our own number of the message, so that it can drop a second copy (default: none)
    BASHKE_SMS_FIELDS         fields that never change, as in an address: sender=Bashke&route=3
    BASHKE_SMS_AUTHORIZATION  the Authorization header
    BASHKE_SMS_SECONDS        how long to wait for an answer (default: 10)
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
TRY_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Answer:
    """What became of one attempt. `detail` holds no number and no word of the message.

    `final`: trying this message again is useless. `away`: nobody answered at all, so the others may wait too.
    """

    delivered: bool
    detail: str = ""
    final: bool = False
    away: bool = False


class BackEnd(Protocol):
    """Hands one message over."""

    @property
    def name(self) -> str: ...

    def hand_over(self, *, number: str, text: str, reference: str) -> Answer: ...


@dataclass(frozen=True)
class Console:
    """For looking on while developing."""

    name: str = "console"

    def hand_over(self, *, number: str, text: str, reference: str) -> Answer:
        print(f"SMS {reference} {number}: {text}", file=sys.stderr, flush=True)
        return Answer(delivered=True)


@dataclass(frozen=True)
class Files:
    """One file for each message in a folder: the outbox of the demo, and of an office that sends by hand."""

    folder: Path
    name: str = "file"

    def hand_over(self, *, number: str, text: str, reference: str) -> Answer:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / f"{reference}.txt").write_text(f"{number}\n\n{text}\n", encoding="utf-8")
        except OSError as error:
            return Answer(delivered=False, detail=error.strerror or type(error).__name__)
        return Answer(delivered=True)


class _StayHere(HTTPRedirectHandler):
    """A provider that sends us elsewhere gets no copy of the message there."""

    def redirect_request(self, *_: object, **__: object) -> None:  # type: ignore[override]
        return None


@dataclass(frozen=True)
class Http:
    """Any provider that takes one HTTP request for one message."""

    url: str
    method: str = "POST"
    as_json: bool = False
    to: str = "to"
    text: str = "text"
    reference: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    authorization: str = ""
    seconds: float = 10
    name: str = "http"

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in NEAR):
            raise ImproperlyConfigured("BASHKE_SMS_URL must begin with https://: messages carry codes.")
        if self.method not in {"GET", "POST"}:
            raise ImproperlyConfigured("BASHKE_SMS_METHOD must be GET or POST.")

    def hand_over(self, *, number: str, text: str, reference: str) -> Answer:
        fields = {**self.fixed, self.to: number, self.text: text} | ({self.reference: reference} if self.reference else {})
        try:
            with build_opener(_StayHere).open(self._request(fields), timeout=self.seconds) as answer:
                return Answer(delivered=True, detail=f"HTTP {answer.status}")
        except HTTPError as error:
            error.close()
            return Answer(delivered=False, detail=f"HTTP {error.code}", final=400 <= error.code < 500 and error.code not in TRY_AGAIN)
        except (OSError, HTTPException) as error:
            return Answer(delivered=False, detail=type(error).__name__, away=True)

    def _request(self, fields: Mapping[str, str]) -> Request:
        headers = {"Authorization": self.authorization} if self.authorization else {}
        if self.method == "GET":
            joint = "&" if urlsplit(self.url).query else "?"
            return Request(self.url + joint + urlencode(fields), headers=headers)  # noqa: S310  the scheme was checked
        kind = "application/json" if self.as_json else "application/x-www-form-urlencoded"
        body = json.dumps(fields) if self.as_json else urlencode(fields)
        return Request(self.url, data=body.encode(), headers=headers | {"Content-Type": kind}, method="POST")  # noqa: S310


def chosen(environment: Mapping[str, str] = os.environ) -> BackEnd:
    """The back end the operator chose. Raises ImproperlyConfigured with a sentence that says what to write."""
    word = environment.get("BASHKE_SMS", "http" if environment.get("BASHKE_SMS_URL") else "file")
    if word == "console":
        return Console()
    if word == "file":
        return Files(Path(settings.VAR) / "outbox")
    if word != "http" or not environment.get("BASHKE_SMS_URL"):
        raise ImproperlyConfigured("BASHKE_SMS must be console, file, or http together with BASHKE_SMS_URL.")
    return Http(
        url=environment["BASHKE_SMS_URL"],
        method=environment.get("BASHKE_SMS_METHOD", "POST").upper(),
        as_json=environment.get("BASHKE_SMS_FORMAT", "form") == "json",
        to=environment.get("BASHKE_SMS_FIELD_TO", "to"),
        text=environment.get("BASHKE_SMS_FIELD_TEXT", "text"),
        reference=environment.get("BASHKE_SMS_FIELD_ID", ""),
        fixed=dict(parse_qsl(environment.get("BASHKE_SMS_FIELDS", ""))),
        authorization=environment.get("BASHKE_SMS_AUTHORIZATION", ""),
        seconds=float(environment.get("BASHKE_SMS_SECONDS", "10")),
    )
