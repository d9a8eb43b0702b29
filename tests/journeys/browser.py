"""A visitor in a real Chromium: what she sees is checked for access, for scrolling sideways, for errors nobody shows her."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route

from .words import Words, english_left

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
NARROWEST = 320
GRAVE = {"serious", "critical"}
TIMEOUT = 15_000


def chromium() -> str | None:
    """The browser on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=QUIET)


@dataclass
class Visitor:
    """One person at one device. `troubles` gathers what the browser complained of since the last look."""

    url: str
    words: Words
    page: Page
    device: str
    scripts: bool = True
    troubles: list[str] = field(default_factory=list)
    pictures: "Album | None" = None
    twin: Page | None = None
    english: dict[str, list[str]] = field(default_factory=dict)  # what an Albanian page says in English, told at the end of the visit

    def go(self, path: str) -> int:
        """Open a page of the site; the status it answered."""
        answer = self.page.goto(self.url + path)
        return answer.status if answer else 0

    def look(self, name: str = "") -> None:
        """What every page must be: accessible, in its language, no wider than the screen, without complaints of the browser."""
        if name and self.pictures:
            self.pictures.take(self, name)
        accessible(self.page if self.scripts else self._with_scripts())
        assert not (wide := sideways(self.page)), f"{self.page.url} is wider than the screen: {wide}"
        assert self.page.locator("html").get_attribute("lang") == self.words.language, f"{self.page.url} does not name its language"
        assert not (twice := same_ids(self.page)), f"{self.page.url} gives one id to several elements, so labels lead astray: {twice}"
        assert not self.troubles, f"{self.page.url}: {self.troubles}"
        if self.words.language == "sq" and (left := english_left(visible_texts(self.page))):
            self.english[re.sub(r"\?.*", "", self.page.url)] = left

    def _with_scripts(self) -> Page:
        """The page as she has it, in a window that runs scripts: axe cannot work where none may run."""
        browser = self.page.context.browser
        assert browser is not None
        if self.twin is None:
            self.twin = browser.new_page(**DEVICES[self.device])
            self.twin.route("**/*", self._answer_twin)
        self.twin.goto(self.page.url)
        return self.twin

    def _answer_twin(self, route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=self.page.content(), content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    def watch(self) -> None:
        """Gather errors of the console, of the policy on scripts (CSP) and of scripts themselves."""

        def heard(message: ConsoleMessage) -> None:
            # A page that is refused on purpose (404, 422) is reported by Chromium as a resource that failed; that is no trouble.
            if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
                self.troubles.append(message.text)

        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "requestfailed",
            lambda request: (
                self.troubles.append(f"{request.url} {request.failure}") if request.failure and "ABORTED" not in request.failure else None
            ),
        )


@contextmanager
def visiting(
    browser: Browser, url: str, language: str, device: str, *, scripts: bool = True, album: "Album | None" = None, **more: Any
) -> Iterator[Visitor]:
    """A visitor with a browser of her own: nothing of another's session, her language already chosen."""
    context = browser.new_context(java_script_enabled=scripts, locale="sq-AL", timezone_id="Europe/Tirane", **(DEVICES[device] | more))
    context.set_default_timeout(TIMEOUT)
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    page = context.new_page()
    visitor = Visitor(url, Words(language), page, device, scripts, pictures=album)
    visitor.watch()
    try:
        yield visitor
    finally:
        if visitor.twin:
            visitor.twin.close()
        context.close()
    assert not visitor.english, "\n".join(f"{page} speaks English: {left}" for page, left in visitor.english.items())


@dataclass
class Album:
    """Pictures of the steps, kept when BASHKE_PICTURES names a folder."""

    folder: Path
    number: int = 0

    def take(self, visitor: Visitor, name: str) -> None:
        self.number += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=self.folder / f"{self.number:02}-{name}-{visitor.device}-{visitor.words.language}.png", full_page=True)


def album(name: str) -> Album | None:
    folder = os.environ.get("BASHKE_PICTURES")
    return Album(Path(folder) / name) if folder else None


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def accessible(page: Page, rules: list[str] | None = None) -> None:
    """Fail on anything serious or critical that axe finds, and name the elements."""
    found = problems(page, rules)
    assert not found, f"{page.url}\n" + "\n".join(found)


def problems(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds serious or critical, a line per rule with its elements."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(_axe())
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    result = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **only})
    return [
        f"{found['impact']} {found['id']}: {found['help']}\n" + "\n".join(f"    {_shown(node)}" for node in found["nodes"])
        for found in result["violations"]
        if found["impact"] in GRAVE
    ]


def _shown(node: dict[str, Any]) -> str:
    summary = " ".join(node.get("failureSummary", "").split())
    return f"{node['html'][:160]}  [{summary[:200]}]"


def sideways(page: Page) -> list[str]:
    """What sticks out of the page to the right; empty when nothing makes it scroll sideways."""
    out: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1);
          return [`${document.documentElement.scrollWidth} > ${width}`, ...out.slice(0, 4).map(e => e.outerHTML.slice(0, 120))];
        }"""
    )
    return out


def same_ids(page: Page) -> list[str]:
    """Ids that stand more than once: a label or an error would lead to the wrong field."""
    twice: list[str] = page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return [...new Set(ids.filter((id, n) => ids.indexOf(id) !== n))]; }"
    )
    return twice


def visible_texts(page: Page) -> list[str]:
    """Every piece of text of the page, with names read aloud only, but for what declares another language."""
    texts: list[str] = page.evaluate(
        """() => {
          const out = [], home = document.documentElement.lang;
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const holder = walk.currentNode.parentElement;
            if (holder.closest('script, style, noscript') || holder.closest('[lang]').lang !== home) continue;
            out.push(walk.currentNode.textContent);
          }
          for (const e of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [data-label]'))
            for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-label']) if (e.hasAttribute(name)) out.push(e.getAttribute(name));
          out.push(document.title.replace(/ – Bashkë$/, ''));
          return out;
        }"""
    )
    return texts
