"""What every visitor can do on any page: press, follow, write, choose, see. The steps of the story are made of these."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from bashke.ground.design.rules import date_long

from .browser import Visitor


def press(visitor: Visitor, text: str, *, within: Page | Locator | None = None, exact: bool = False) -> None:
    """Press the button with these words."""
    (within or visitor.page).get_by_role("button", name=visitor.words(text), exact=exact).first.click()


def follow(visitor: Visitor, text: str, *, within: Page | Locator | None = None, exact: bool = False) -> None:
    """Follow the link with these words."""
    (within or visitor.page).get_by_role("link", name=visitor.words(text), exact=exact).first.click()


def write(visitor: Visitor, label: str, text: str, *, within: Page | Locator | None = None) -> None:
    """Fill the field with this label."""
    (within or visitor.page).get_by_label(visitor.words(label)).first.fill(text)


def choose(visitor: Visitor, said: str, *, within: Page | Locator | None = None) -> None:
    """Tick the box or the radio button that says this, in whatever words it was given."""
    (within or visitor.page).get_by_label(said, exact=True).first.check()


def open_up(visitor: Visitor, text: str) -> None:
    """Open what is folded away behind these words."""
    folded = visitor.page.locator("details", has=visitor.page.locator("summary", has_text=visitor.words(text))).first
    if folded.get_attribute("open") is None:
        folded.locator("summary").first.click()


def write_day(visitor: Visitor, label: str, day: date, *, within: Page | Locator | None = None) -> None:
    """The three boxes of a date."""
    group = (within or visitor.page).get_by_role("group", name=visitor.words(label)).first
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(visitor.words(part), exact=True).fill(str(value))


def sees(visitor: Visitor, *said: str) -> None:
    """Each of these stands on the page where an eye finds it."""
    for text in said:
        expect(visitor.page.get_by_text(text).locator("visible=true").first).to_be_visible()


def sees_not(visitor: Visitor, *said: str) -> None:
    for text in said:
        expect(visitor.page.get_by_text(text)).to_have_count(0)


def day(visitor: Visitor, on: date) -> str:
    return date_long(on, visitor.words.language)


def sign_in(visitor: Visitor, name: str) -> Visitor:
    """One press on the page of the demo's people."""
    visitor.go("/account/demo/")
    visitor.look("sign-in")
    visitor.page.get_by_role("button", name=name).first.click()
    expect(visitor.page).not_to_have_url(re.compile("/account/"))
    return visitor
