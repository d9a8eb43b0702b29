"""Every page for every role, for the public and for a person with her code: WCAG by axe, at a desk and on a phone, at 320 pixels, in the dark.

Each visitor begins at her first page and follows every link, one page of each kind; forms are pressed empty, so that the page with the
mistakes is looked at too. What nobody reached is named by the last test.
"""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as TooLate

from bashke.ground.law.queries import terms
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Closure
from bashke.person.people import actions as people
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request
from bashke.person.rights import actions as rights
from bashke.person.rights.rules import Kind
from tests.faults import clones, story
from tests.faults.matrix import MATRIX

from . import hands
from .browser import DESKTOP, NARROWEST, PHONE, Visitor, english_left, problems, same_ids, sideways, visible_texts

Visit = Callable[..., AbstractContextManager[Visitor]]
# Verbs without a page of their own, a link that only sets a cookie, a file.
FILES = {
    *(f"portal:{paper}_paper" for paper in ("letter", "receipt", "decision", "plan", "closure")), "referrals:sheet_paper", "desk:document", "units:file", "portal:document", "registers:problems",
    "portal:data_file", "api:openapi", *(f"desk:{paper}_paper" for paper in ("receipt", "decision", "plan", "closure", "minutes")),
}  # fmt: skip
NO_PAGE = FILES | {
    "portal:data_back",
    "delivery:offer", "delivery:pass_on", "units:close", "desk:settle", "bookings:arrived", "bookings:end", "bookings:address", "incidents:seen", "incidents:step",
    "access:token_end", "access:by_email", "desk:strike_training", *(row.name for row in MATRIX if row.guard == "token"), "api:nothing",  # for programs: no pages
    "desk:export_decide", "desk:export_file", "desk:back", "desk:appeal", "desk:request_withdraw", "desk:relation_end",
    "desk:leave_team", "desk:step_done", "desk:coordinate", "desk:way_back_answer", "probes:live", "probes:ready", "probes:metrics", "portal:language", "desk:urgency", "desk:lowering", "desk:refuse", "desk:code", "desk:receipt", "desk:begin", "desk:enquire", "desk:answer",
    "desk:visit_move", "desk:visit_off", "desk:withdraw", "desk:take_back", "desk:done", "referrals:answer", "delivery:confirm", "delivery:enrol", "access:post_give",
    "access:staff_invite", "access:post_end", "access:welcome", "mfa_download_recovery_codes", "account_logout", "mfa_login_webauthn",
    "registers:progress", "registers:confirm", "registers:abandon", "registers:again", "registers:problems", "registers:decide",
}  # fmt: skip
# Reached by sending a form, in the story; only with a real second factor; or only by a worker whose post ended.
ELSEWHERE = {
    "portal:letter", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "access:no_post",
    "delivery:session", "delivery:week", "delivery:enrolment", "delivery:end",
}  # fmt: skip
VERBS = {
    "desk:send_on",
    "desk:take_back_consent",
    "desk:tie_end",
    *(f"desk:{verb}" for verb in ("conference_off", "conference_plan", "place_end", "search_remove")),
    *(f"desk:slice_{verb}" for verb in ("join", "leave", "note", "propose")),
    "portal:take_back",
    "registers:show",
    "registers:columns",
}  # the last two are walked in test_a_register_moves_in
NOT_FOLLOWED = FILES | {"portal:language", "mfa_download_recovery_codes", "access:demo", "mfa_login_webauthn"}
IN_THE_DARK = {"portal:home", "portal:find", "portal:follow", "desk:day", "desk:case", "desk:assess", "desk:request", "referrals:show", "delivery:service", "cockpit:counts"}  # fmt: skip
SEEN: dict[str, set[str]] = {}


@pytest.fixture(scope="module")
def told(journeys: clones.Clone, cast: SimpleNamespace, django_db_blocker: Any) -> dict[str, str]:
    """A small country: the story of two municipalities, a refused request, a closed case. Names to paths and codes."""
    with django_db_blocker.unblock(), clones.django_on(journeys):
        ana = story.tell(journeys, cast)["AL154"]
        refused = _refused(cast)
        closed = _closed(cast)
        protected = _protected(cast)
        withdrawn = _withdrawn(cast)
        link = _link(cast, ana.referral)
        rests = _resting(cast)
    return rests | {
        "code": ana.code, "asker": ana.progress_code, "refused": refused,
        "case": reverse("desk:case", args=[ana.case]), "closing": reverse("desk:case", args=[ana.closing]),
        "closed": reverse("desk:case", args=[closed]), "waiting": reverse("desk:request", args=[ana.waiting]),
        "request": reverse("desk:request", args=[ana.request]), "need": reverse("desk:need", args=[ana.needs["income"]]),
        "protected": reverse("desk:case", args=[protected]), "withdrawn": reverse("desk:case", args=[withdrawn]), "link": link,
        "referred": reverse("desk:need", args=[ana.needs["documents"]]),
        "refer": reverse("desk:refer", args=[ana.needs["income"]]), "referral": reverse("referrals:show", args=[ana.referral]),
    }  # fmt: skip


def _refused(cast: SimpleNamespace) -> str:
    """A request the municipality said no to; returns its code."""
    with story.as_public() as nobody:
        asked = requests.ask(
            by=nobody, at=story.MONDAY, municipality="AL154", channel="web", domains=["income"], words="", given_name="Gjon", family_name="Doda",
            for_whom="self", phone="0692000109", key=story.uuid4(), synthetic=True,
        )  # fmt: skip
    with story.as_worker(cast.besa) as besa:
        mine = Request.objects.get(pk=asked.request.pk)
        requests.refuse(by=besa, at=story.later(1), request=mine, reason="not_resident", words="Banoni në një bashki tjetër.")
    return str(asked.code)


def _closed(cast: SimpleNamespace) -> Any:
    with story.as_worker(cast.besa) as besa:
        person = people.add_person(by=besa, at=story.MONDAY, given_name="Mrika", family_name="Toma", synthetic=True)
        case = casework.open_case(by=besa, at=story.MONDAY, person=person)
        casework.propose_closure(by=besa, at=story.later(1), case=case, reason=terms("closure_reason")[0].code, outcome="E mori ndihmën.")
    with story.as_worker(cast.drita) as drita:
        casework.sign_closure(by=drita, at=story.later(2), closure=Closure.objects.get(case=case))
    return case.pk


def _protected(cast: SimpleNamespace) -> Any:
    """The case of the story that only Besa may read."""
    with story.as_worker(cast.besa) as besa:
        return Case.objects.visible_to(besa).exclude(file=None).values_list("pk", flat=True).get(person__family_name="Lika")


def _withdrawn(cast: SimpleNamespace) -> Any:
    """A case whose person took her request back: what is left is to end it."""
    with story.as_public() as nobody:
        asked = requests.ask(
            by=nobody, at=story.MONDAY, municipality="AL154", channel="web", domains=["work"], words="", given_name="Lirije", family_name="Bala",
            for_whom="self", phone="0692000110", key=story.uuid4(), synthetic=True,
        )  # fmt: skip
    with story.as_worker(cast.besa) as besa:
        request = Request.objects.get(pk=asked.request.pk)
        person = people.add_person(by=besa, at=story.MONDAY, given_name="Lirije", family_name="Bala", synthetic=True)
        case = casework.open_case(by=besa, at=story.MONDAY, person=person, request=request)
        requests.withdraw(by=besa, at=story.later(1), request=Request.objects.get(pk=request.pk))
    return case.pk


def _resting(cast: SimpleNamespace) -> dict[str, str]:
    """Somebody who has a copy of her data and whose file rests; nobody opened it since."""
    with story.as_worker(cast.besa) as besa:
        person = people.add_person(by=besa, at=story.MONDAY, given_name="Dila", family_name="Pjetri", synthetic=True)
        copy = rights.ask(by=besa, at=story.later(1), person=person, kind=Kind.COPY)
        rest = rights.ask(by=besa, at=story.later(1), person=person, kind=Kind.RESTRICTION, words="Po sqarohet.")
    with story.as_worker(cast.drita) as drita:
        rights.give_copy(by=drita, at=timezone.now(), ask=copy, answer="Ja kopja.")
        rights.restrict(by=drita, at=story.later(2), ask=rest, answer="Dosja u kufizua.")
    return {
        "rests": reverse("desk:rest_open", args=[person.pk]), "rest_end": reverse("desk:rest_end", args=[rest.pk]),
        "copy": reverse("desk:data_copy", args=[copy.pk]),
    }  # fmt: skip


def _link(cast: SimpleNamespace, referral: Any) -> str:
    """The address of a one-time link, as a provider without an account gets it."""
    with story.as_worker(cast.besa) as besa:
        _, token = referrals.make_link(by=besa, at=timezone.now(), referral=Referral.objects.visible_to(besa).get(pk=referral))
    return reverse("referrals:by_link", args=[token])


class Walk:
    """One visitor's way through every page she can reach; what is wrong on any of them is told at the end."""

    def __init__(self, visitor: Visitor, first: list[str]) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.first = first
        self.waiting: deque[str] = deque()
        self.known: set[tuple[str, ...]] = set()
        self.names: set[str] = set()
        self.wrong: list[str] = []

    def all(self) -> "Walk":
        for path in self.first:
            self._visit(path)
        while self.waiting:
            path = self.waiting.popleft()
            kind = _kind(path)
            if kind is not None and kind not in self.known and kind[0] not in NOT_FOLLOWED:
                self._visit(path)
        return self

    def _visit(self, path: str) -> None:
        self.known.add(_kind(path) or ())
        try:
            status = self.visitor.go(path)
        except Error as broken:
            self.wrong.append(f"{path}: {broken.message.splitlines()[0]}")
            return
        here = _kind(self.page.url.removeprefix(self.visitor.url))
        name = here[0] if here else ""
        self.names.add(name)
        if status >= 500:
            self.wrong.append(f"{path}: {status}")
            return
        self._look(path, dark=name in IN_THE_DARK)
        self.waiting.extend(self._links())

    def press_empty(self, path: str) -> None:
        """Send the first form of a page as it is, or emptied: the page that comes back says what is missing, accessibly."""
        self.visitor.go(path)
        form = (
            self.page.locator("main form[method=post]")
            .filter(has=self.page.locator("input:visible, textarea:visible, select:visible"))
            .first
        )
        for box in form.locator("input[type=text]:visible, input[type=tel]:visible, textarea:visible").all():
            box.fill("")
        try:
            with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                form.locator("button:not([type=button])").last.click()
        except TooLate:
            self.wrong.append(f"{path}: the form cannot be sent")
            return
        self.page.wait_for_load_state()
        if sent.value.status != (200 if path.startswith("/account/") else 422):  # the library of the sign-in pages answers 200
            self.wrong.append(f"{path}: an empty form was answered {sent.value.status}, not 422")
        self._look(f"{path} (empty)")

    def press(self, path: str, button: str) -> None:
        """What a page shows after one press."""
        self.visitor.go(path)
        hidden = self.page.locator("details:not([open]) > summary")
        while hidden.count():
            hidden.first.click()
        hands.press(self.visitor, button)
        self.page.wait_for_load_state()
        self.names.add((_kind(self.page.url.removeprefix(self.visitor.url)) or ("",))[0])
        self._look(f"{path} ({button})")

    def _look(self, path: str, dark: bool = False) -> None:
        said: list[str] = []
        for device in (DESKTOP, PHONE):
            self.page.set_viewport_size(device["viewport"])
            said += [problem for problem in problems(self.page) if problem not in said]
        self.page.set_viewport_size({"width": NARROWEST, "height": 700})
        said += [f"wider than {NARROWEST} pixels: {wide}" for wide in [sideways(self.page)] if wide]
        said += [f"one id twice: {twice}" for twice in [same_ids(self.page)] if twice]
        said += [f"speaks English: {left}" for left in [english_left(visible_texts(self.page))] if left]
        said += [f"the browser says: {trouble}" for trouble in self.visitor.troubles]
        self.visitor.troubles.clear()
        if dark:
            self.page.emulate_media(color_scheme="dark")
            said += [f"in the dark: {problem}" for problem in problems(self.page, ["color-contrast"])]
            self.page.emulate_media(color_scheme="light")
        if self.page.locator("html").get_attribute("lang") != "sq":
            said.append("does not name its language")
        self.wrong += [f"{path}: {problem}" for problem in said]

    def _links(self) -> list[str]:
        links: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map(a => a.href).filter(h => h.startsWith(location.origin))"
        )
        return [link.removeprefix(self.visitor.url).split("#")[0] for link in links]


def _kind(path: str) -> tuple[str, ...] | None:
    """What makes two addresses the same kind of page: the view, and which questions the address asks."""
    parts = urlsplit(path)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ("", parts.path)
    return None if parts.path.startswith("/static/") else (name, *sorted(parse_qs(parts.query)))


def _walked(who: str, walk: Walk) -> None:
    SEEN[who] = walk.names
    assert not walk.wrong, f"{len(walk.wrong)} problems of {who}:\n" + "\n".join(walk.wrong)


def test_the_public(visit: Visit, told: dict[str, str]) -> None:
    with visit("sq", "desktop") as nobody:
        first = [
            "/", "/find/?where=1&domains=housing", "/find/?domains=safety&municipality=AL154", "/find/?municipality=AL343", "/find/?municipality=AL154&domains=work&with_place=on",
            "/ask/what/", "/asked/", "/follow/", "/leave/", "/account/login/", "/account/demo/", "/account/inactive/", "/account/welcome/00000000-0000-0000-0000-000000000000/x/",
            "/nothing/is/here/", "/find/?domains=nonsense", "/find/?municipality=", "/desk/",
        ]  # fmt: skip
        walk = Walk(nobody, first).all()
        for path in ("/ask/what/", "/follow/", "/account/login/"):
            walk.press_empty(path)
        _walked("the public", walk)


@pytest.mark.parametrize("whose", ["code", "asker", "refused"])
def test_a_person_with_a_code(visit: Visit, told: dict[str, str], whose: str) -> None:
    with visit("sq", "desktop") as ana:
        ana.go("/follow/")
        hands.write(ana, "Your code", told[whose])
        hands.press(ana, "Show my request")
        walk = Walk(ana, ["/my/", "/my/opened/?what=done", "/my/withdraw/", "/ask/", "/leave/", "/desk/"])
        _walked(f"a person with her code ({whose})", walk.all())


def test_a_provider_without_an_account(visit: Visit, told: dict[str, str]) -> None:
    with visit("sq", "phone") as provider:
        walk = Walk(provider, [told["link"], reverse("referrals:by_link", args=["nothing-stands-behind-this-link"])]).all()
        walk.press_empty(told["link"])
        walk.press(told["link"], "Decline")
        _walked("a provider without an account", walk)


def _case_pages(path: str) -> list[str]:
    return [path, *(f"{path}{act}/" for act in ("assess", "plan", "agree", "review", "close"))]


STAFF: dict[str, tuple[Callable[[dict[str, str]], list[str]], Callable[[dict[str, str]], list[str]]]] = {
    "Besa": (
        lambda told: [
            "/desk/", *_case_pages(told["case"]), *_case_pages(told["closed"])[:1], told["closing"], f"{told['closed']}reopen/",
            f"{told['closed']}follow-up/", f"{told['closed']}close/", told["waiting"],
            f"{told['waiting']}register/?given_name=Ana&family_name=Marku", f"{told['waiting']}register/?given_name=Askush", told["request"],
            told["need"], told["refer"], f"{told['withdrawn']}end/", "/desk/people/?family_name=Lika", f"{told['protected']}readers/", f"{told['protected']}safe/", "/desk/people/?given_name=Ana", "/desk/people/?family_name=Xhufka", "/desk/people/?personal_number=J00504002B&given_name=Bora&family_name=Dervishi&birth_date_day=4&birth_date_month=5&birth_date_year=1991",
            "/desk/requests/?status=refused", "/desk/requests/?status=registered", "/desk/requests/?status=nonsense", "/desk/board/", "/counts/", told["rests"],
        ],
        lambda told: [
            "/desk/requests/new/", *(f"{told['case']}{act}/" for act in ("assess", "plan", "agree", "review")), told["refer"],
            f"{told['closed']}reopen/", f"{told['withdrawn']}end/",
        ],
    ),
    "Drita": (
        lambda told: ["/desk/", "/desk/board/", told["closing"], f"{told['closing']}sign/", f"{told['case']}assign/", "/desk/enquiries/", told["waiting"], "/counts/", told["rest_end"], told["copy"]],
        lambda told: [told["rest_end"]],
    ),
    "Mira": (lambda told: ["/desk/", "/staff/", "/staff/add/", "/desk/promises/", told["case"]], lambda told: ["/staff/add/"]),
    "Ilir": (
        lambda told: ["/desk/", "/referrals/?show=answered", "/delivery/1/", "/delivery/1/session/", "/delivery/1/week/", "/staff/", told["case"], told["referral"]],
        lambda told: ["/delivery/1/session/"],
    ),
    "Luan": (lambda told: ["/desk/", told["referral"]], lambda told: []),
    "Edona": (lambda told: ["/desk/", "/delivery/", "/staff/"], lambda told: []),
    "Lule": (lambda told: ["/desk/", "/desk/emergencies/", told["case"]], lambda told: []),
    "Genc": (lambda told: ["/desk/", "/counts/", told["case"], "/desk/people/"], lambda told: []),
}  # fmt: skip


@pytest.mark.parametrize("name", STAFF)
def test_a_worker(visit: Visit, told: dict[str, str], name: str) -> None:
    first, emptied = STAFF[name]
    with visit("sq", "desktop") as worker:
        hands.sign_in(worker, name)
        walk = Walk(worker, first(told)).all()
        for path in emptied(told):
            walk.press_empty(path)
        if name == "Besa":
            walk.press(told["referred"], "Show the link")
        _walked(name, walk)


def test_every_page_was_seen_by_somebody() -> None:
    """A page that no visitor reaches was not looked at: give it a link, or name it above."""
    if len(SEEN) < len(STAFF) + 4:
        pytest.skip("only a part of the visitors walked")
    unseen = _names() - set().union(*SEEN.values()) - NO_PAGE - ELSEWHERE - VERBS
    assert ", ".join(sorted(unseen)) == ""


def _names() -> set[str]:
    """Every name in the table of addresses, with its package."""
    names: set[str] = set()

    def gather(resolver: Any, space: str) -> None:
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                gather(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            else:
                names.add(f"{space}{pattern.name}")

    gather(get_resolver(), "")
    return names
