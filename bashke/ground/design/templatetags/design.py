"""The components of the pages as tags, and the wording of dates and numbers as filters: `{% load design %}`.

Each tag renders `design/parts/<tag>.html`. README.md of this package lists every tag with an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bashke.ground.design import rules
from bashke.ground.design.forms import sentences
from bashke.ground.design.queries import page_language
from bashke.ground.design.templatetags import wording
from bashke.ground.design.templatetags.wording import as_day

register = template.Library()
register.filters.update(wording.register.filters)

Text = str | Promise
BUTTONS = {
    "primary": "",
    "secondary": "govuk-button--secondary",
    "warning": "govuk-button--warning",
    "plain": "b-button--plain",
    "small": "govuk-button--secondary b-button--small",
}


def _part(context: Context, part: str, /, **values: object) -> SafeString:
    """A part rendered with only its own values, plus what POST forms need."""
    inner = context.new(values)
    inner["csrf_token"] = context.get("csrf_token")
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(f"design/parts/{part}.html").render(inner)


def _pairs(rows: Iterable[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows given as mappings stay; rows given as tuples get the names in order; a lone text is the first name."""
    done = []
    for row in rows:
        if isinstance(row, Mapping):
            done.append(dict(row))
        elif isinstance(row, (tuple, list)):
            done.append(dict(zip(names, row, strict=False)))
        else:
            done.append({names[0]: row})
    return done


# Small parts ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag("design/parts/mark.html")
def mark() -> dict[str, object]:
    """The sign of Bashkë: two people, overlapping."""
    return {}


@register.inclusion_tag("design/parts/icon.html")
def icon(name: str) -> dict[str, object]:
    """A line icon beside words, hidden from screen readers."""
    return {"name": name}


@register.inclusion_tag("design/parts/tag.html")
def tag(text: Text, colour: str = "") -> dict[str, object]:
    """A status in words, with a colour that only helps."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("design/parts/clock.html")
def clock(
    due: date, label: Text = "", done: date | None = None, today: date | None = None, soon_days: int = 3, hour: bool = False
) -> dict[str, object]:
    """A deadline: "Answer by 3 March 2026 · 2 days left"; with `done`, whether it was kept; with `hour` "3 March 2026, 14:30 · 2 days left"."""
    now, day = today or timezone.localdate(), as_day(due)
    kept = as_day(done) if done else None
    if kept is None:
        note = rules.days_left(day, now, page_language())
    elif kept <= day:
        note = gettext("done in time")
    else:
        note = rules.days_left(day, kept, page_language())
    return {
        "due": day,
        "due_text": wording.moment(due if hour else day),
        "label": label or gettext("Deadline:"),
        "look": rules.urgency(day, now, done=kept, soon_days=soon_days),
        "note": note,
    }


@register.inclusion_tag("design/parts/phone.html")
def phone(number: str) -> dict[str, object]:
    """A number one can tap."""
    return {"number": rules.phone_number(number), "dial": re.sub(r"[^\d+]", "", number)}


@register.inclusion_tag("design/parts/rung.html")
def rung(value: int, of: int = 5, text: Text = "", low: int = 2) -> dict[str, object]:
    """Where a person stands on a ladder: "2 of 5 · anchor text"; `low` and below is marked."""
    return {"value": value, "of": of, "text": text, "low": value <= low, "dots": [n <= value for n in range(1, of + 1)]}


# Lists ---------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("design/parts/summary.html")
def summary(rows: Iterable[Any], plain: bool = False) -> dict[str, object]:
    """Facts as key and value; rows are (key, value[, href[, action]]) or mappings with these names."""
    return {"rows": _pairs(rows, ("key", "value", "href", "action")), "plain": plain}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(events: Iterable[Mapping[str, Any]], level: int = 3) -> dict[str, object]:
    """What happened, newest first; an event has title and at, and may have by, text, href, tag, tag_colour, accent."""
    return {"events": events, "level": level}


@register.inclusion_tag("design/parts/subnav.html")
def subnav(items: Iterable[Any], label: Text = "") -> dict[str, object]:
    """The parts of one thing; items are (text, href[, current[, count]]) or mappings."""
    return {"items": _pairs(items, ("text", "href", "current", "count")), "label": label}


@register.inclusion_tag("design/parts/sidenav.html")
def sidenav(sections: Iterable[Mapping[str, Any]], label: Text = "") -> dict[str, object]:
    """Side navigation; a section has items (as in subnav) and may have a title."""
    done = [{"title": s.get("title"), "items": _pairs(s["items"], ("text", "href", "current", "count"))} for s in sections]
    return {"sections": done, "label": label}


@register.inclusion_tag("design/parts/navitem.html")
def navitem(text: Text, href: str, current: bool = False, count: int | None = None, late: bool = False) -> dict[str, object]:
    """One item of the main navigation, inside the block navigation_items."""
    return {"text": text, "href": href, "current": current, "count": count, "late": late}


@register.inclusion_tag("design/parts/table.html")
def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], caption: Text = "", hide_caption: bool = False) -> dict[str, object]:
    """A table that becomes cards on a phone. Head and cells are texts or mappings (text, href, tag, numeric)."""
    columns = _pairs(head, ("text", "numeric"))
    body = []
    for row in rows:
        cells = _pairs(row, ("text",))
        body.append(
            [{"label": column["text"], "numeric": column.get("numeric"), **cell} for column, cell in zip(columns, cells, strict=True)]
        )
    return {"head": columns, "rows": body, "caption": caption, "hide_caption": hide_caption}


@register.inclusion_tag("design/parts/empty.html")
def empty(title: Text, text: Text = "", href: str = "", action: Text = "", icon: str = "check") -> dict[str, object]:
    """Nothing here, and what to do about it."""
    return {"title": title, "text": text, "href": href, "action": action, "icon": icon}


@register.inclusion_tag("design/parts/stages.html")
def stages(steps: Sequence[Any], current: int | None = None, label: Text = "") -> dict[str, object]:
    """Where a request stands. Steps are texts, (text, note) or mappings with text, note, state (done, now, todo).

    `current` counts from 1; every step before it is done. One past the last: all are done.
    """
    done = _pairs(steps, ("text", "note"))
    for number, step in enumerate(done, start=1):
        if current is not None:
            step["state"] = "done" if number < current else "now" if number == current else "todo"
    return {"steps": done, "label": label}


@register.inclusion_tag("design/parts/steps.html")
def steps(steps: Sequence[Any]) -> dict[str, object]:
    """What happens next, numbered; steps are texts, (text, note) or mappings."""
    return {"steps": _pairs(steps, ("text", "note"))}


@register.inclusion_tag("design/parts/tiles.html")
def tiles(tiles: Sequence[Any]) -> dict[str, object]:
    """Counts as tiles: (text, count[, href[, tone]]) or mappings with also hint and shown (a text instead of count)."""
    return {"tiles": _pairs(tiles, ("text", "count", "href", "tone"))}


@register.inclusion_tag("design/parts/bars.html")
def bars(
    rows: Sequence[Any], caption: Text, what: Text = "", unit: Text = "", total: float | None = None, source: Text = ""
) -> dict[str, object]:
    """A bar chart with its table twin. Rows are (text, value) or mappings with also shown (a text) and accent."""
    done = _pairs(rows, ("text", "value"))
    for row, width in zip(done, rules.bar_widths([row["value"] for row in done], total), strict=True):
        row["width"] = str(width)
        row.setdefault("shown", rules.thousands(row["value"], page_language()))
    return {"rows": done, "caption": caption, "what": what or gettext("Group"), "unit": unit or gettext("Count"), "source": source}


@register.inclusion_tag("design/parts/next.html")
def next_page(href: str | None, text: Text = "") -> dict[str, object]:
    """The link to the next rows (keyset paging); nothing when there are no more."""
    return {"href": href, "text": text}


@register.inclusion_tag("design/parts/back.html")
def back(href: str, text: Text = "") -> dict[str, object]:
    """The way back, in the block `before`."""
    return {"href": href, "text": text}


@register.inclusion_tag("design/parts/crumbs.html")
def crumbs(crumbs: Iterable[Any]) -> dict[str, object]:
    """Where this page is: (text, href) …, the last without href."""
    return {"crumbs": _pairs(crumbs, ("text", "href"))}


@register.inclusion_tag("design/parts/map.html")
def map(points: Sequence[Mapping[str, Any]], outline: str = "", id: str = "map-points", label: Text = "") -> dict[str, object]:
    """Places on a map, over their list: points with lat, lon, title, and maybe text and href."""
    return {"points": list(points), "outline": outline, "id": id, "label": label}


@register.inclusion_tag("design/parts/map_parts.html")
def map_parts() -> dict[str, object]:
    """Script and style of maps; only on map pages, in the block `scripts`."""
    return {}


# Blocks --------------------------------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def row(context: Context, content: SafeString, key: Text, href: str = "", action: Text = "") -> SafeString:
    """One row of a `<dl class="govuk-summary-list">` whose value is markup."""
    return _part(context, "row", value=content.strip() and content, key=key, href=href, action=action)


@register.simple_block_tag(takes_context=True)
def filters(
    context: Context,
    content: SafeString,
    action: str = "",
    heading: Text = "",
    chosen: Iterable[Any] = (),
    clear: str = "",
    button: Text = "",
) -> SafeString:
    """A filter panel around form fields; `chosen` are (text, href-without-it) chips."""
    chips = _pairs(chosen, ("text", "href"))
    return _part(context, "filters", content=content, action=action, heading=heading, chosen=chips, clear=clear, button=button)


@register.simple_block_tag(takes_context=True)
def panel(context: Context, content: SafeString, title: Text, code: str = "", label: Text = "") -> SafeString:
    """Confirmation: it worked, here is your code."""
    return _part(context, "panel", content=content, title=title, code=code, label=label)


@register.simple_block_tag(takes_context=True)
def banner(context: Context, content: SafeString, kind: str = "info", title: Text = "", role: str = "") -> SafeString:
    """A note to the reader; kind is info, ok, warn or bad; role "alert" or "status" when it answers an act."""
    return _part(context, "banner", content=content, kind=kind, title=title, role=role)


@register.simple_block_tag(takes_context=True)
def details(context: Context, content: SafeString, summary: Text, opened: bool = False) -> SafeString:
    """Something to open."""
    return _part(context, "details", content=content, summary=summary, opened=opened)


@register.simple_block_tag(takes_context=True)
def inset(context: Context, content: SafeString) -> SafeString:
    """Words set apart."""
    return _part(context, "inset", content=content)


@register.simple_block_tag(takes_context=True)
def warning(context: Context, content: SafeString) -> SafeString:
    """Something that must not be missed."""
    return _part(context, "warning", content=content)


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: SafeString,
    title: Text,
    href: str = "",
    meta: Text = "",
    look: str = "",
    icon: str = "",
    accent: bool = False,
    level: int = 3,
) -> SafeString:
    """A card, whole clickable when it has `href`; look is late or soon; an icon makes it a big choice."""
    values = {"title": title, "href": href, "meta": meta, "look": look, "icon": icon, "accent": accent, "level": level}
    return _part(context, "card", content=content, **values)


# Acts ----------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("design/parts/button.html")
def button(
    text: Text, kind: str = "primary", name: str = "", value: str = "", icon: str = "", about: Text = "", formaction: str = ""
) -> dict[str, object]:
    """A submit button; kind is primary, secondary, warning, plain or small; `about` is read aloud after the text."""
    style = BUTTONS[kind]
    return {"text": text, "style": style, "name": name, "value": value, "icon": icon, "about": about, "formaction": formaction}


@register.inclusion_tag("design/parts/buttonlink.html")
def buttonlink(text: Text, href: str, kind: str = "primary", icon: str = "", about: Text = "") -> dict[str, object]:
    """A link that looks like a button."""
    return {"text": text, "href": href, "style": BUTTONS[kind], "icon": icon, "about": about}


@register.simple_tag(takes_context=True)
def post(
    context: Context, text: Text, href: str, kind: str = "primary", name: str = "", value: str = "", icon: str = "", about: Text = ""
) -> SafeString:
    """A form of one button: an act without further questions."""
    return _part(context, "post", text=text, href=href, style=BUTTONS[kind], name=name, value=value, icon=icon, about=about)


@register.simple_tag
def field(bound: BoundField, size: str = "", heading: bool = False, hint: Text = "") -> SafeString:
    """A form field; size s, m, l or xl enlarges its label; `heading=True` makes the label the h1 of the page."""
    if hint:
        bound.help_text = str(hint)
    return bound.render(bound.template_name, {"field": bound, "size": size, "heading": heading})


@register.simple_tag
def error_lines(form: BaseForm | BaseFormSet[BaseForm] | None = None, forms: Iterable[BaseForm] | None = None) -> list[dict[str, str]]:
    """The error summary: one line per error, with the link to its field."""
    given: list[Any] = [*(forms or ()), *([form] if form else ())]
    lines: list[dict[str, str]] = []
    for one in given:
        if isinstance(one, BaseFormSet):
            lines += [{"text": str(error), "href": ""} for error in one.non_form_errors()]
            lines += error_lines(forms=one.forms)
            continue
        lines += [{"text": str(error), "href": ""} for error in one.non_field_errors()]
        for bound in one:
            target = "" if bound.is_hidden else bound.id_for_label or bound.auto_id
            lines += [{"text": text, "href": f"#{target}" if target else ""} for text in sentences(bound)]
    return lines
