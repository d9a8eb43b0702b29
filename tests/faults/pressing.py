"""Every form that somebody's pages show her, filled in as a person might, and what exactly the database changed when it was sent."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from lxml import html
from PIL import Image

from .clones import Clone

# Each row that is added, changed or removed is told to the test, whoever may read it.
PREPARE = """
CREATE TABLE public.test_told (place bigserial, name text, verb text, was jsonb, became jsonb);
CREATE FUNCTION public.test_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO public.test_told (name, verb, was, became) VALUES (TG_TABLE_NAME, TG_OP,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END $$;
CREATE FUNCTION public.test_written() RETURNS jsonb LANGUAGE sql SECURITY DEFINER AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('table', name, 'verb', verb, 'was', was, 'became', became) ORDER BY place), '[]') FROM public.test_told
$$;
CREATE FUNCTION public.test_forget() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM public.test_told';
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> 'test_told' LOOP
        EXECUTE format('CREATE TRIGGER zz_test_tell AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION public.test_tell()', name);
    END LOOP;
END $$;
"""
# What every act leaves: the look and the act in the journal, the messages that go out because of it.
# What some fields of plain text ask for.
SAYS = {"hour": "10:30", "username": "a.word", "personal_number": "J00504009K", "due": f"{date.today() + timedelta(days=30):%d.%m.%Y}"}
BESIDE = {"journal_entry", "access_answer"}


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and everything it may send. `buttons` are the names and values that say how it is sent."""

    path: str
    element: Any
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return resolve(self.path).view_name

    @property
    def fields(self) -> set[str]:
        return {name for one in self.element.inputs if (name := one.get("name"))} | {name for name, _ in self.buttons}


@dataclass(frozen=True)
class Change:
    """One row. `columns` are those that were given (a new row) or are different now."""

    table: str
    verb: str
    columns: dict[str, Any]


def listen(clone: Clone) -> None:
    with clone.superuser() as oracle:
        oracle.execute(PREPARE)


def forms_of(path: str, content: bytes) -> Iterator[Form]:
    """Forms that are sent by POST, to whatever address of ours."""
    if not content.strip():
        return
    for element in html.document_fromstring(content).forms:
        if (element.get("method") or "").lower() == "post":
            buttons = [
                (one.get("name"), one.get("value") or "") for one in element.iter("button", "input")
                if one.get("name") and (one.get("type") or ("submit" if one.tag == "button" else "text")) == "submit"
            ]  # fmt: skip
            yield Form(urlsplit(urljoin(path, element.get("action") or path)).path, element, buttons)


def ways_from(path: str, content: bytes) -> Iterator[str]:
    """Where the links of a page lead, on this site."""
    for link in html.document_fromstring(content).iter("a"):
        to = urlsplit(urljoin(path, link.get("href") or path))
        if not to.netloc and to.path.startswith("/"):
            yield to.path + (f"?{to.query}" if to.query else "")


def fillings(form: Form) -> Iterator[dict[str, Any]]:
    """What might be sent: as it stands, with what must be said, with everything said, with the last of every choice; by each of three buttons."""
    for how in ("as it stands", "needed", "all", "last"):
        data = filled(form, how)
        for button in (form.buttons or [None])[:3]:
            yield data | ({button[0]: button[1]} if button else {})


def filled(form: Form, how: str) -> dict[str, Any]:
    buttons = {name for name, _ in form.buttons}
    data: dict[str, Any] = {}
    for name, value in form.element.form_values():
        data.setdefault(name, []).append(value)
    chosen = set(data)
    for one in form.element.inputs:
        name, kind = one.get("name"), one.get("type") or one.tag
        if not name or name in buttons or kind in {"submit", "button", "hidden"} or how == "as it stands":
            continue
        needed = how in {"all", "last"} or one.get("required") is not None or kind == "radio"
        if needed and (name not in chosen or not "".join(data[name]).strip()) and (said := _said(one, name, kind)) is not None:
            data[name] = [said]
            chosen.add(name)
        elif how == "last" and kind == "radio" and one.get("value"):
            data[name] = [one.get("value")]
    return data


def _said(one: Any, name: str, kind: str) -> Any:
    """Something that a field of this kind takes."""
    today = date.today()
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        if name.endswith((f"_{part}", f".{part}")):
            return str(value)
    if one.tag == "select":
        return next((value for value in one.value_options if value), None)
    if kind in {"radio", "checkbox"}:
        return one.get("value", "on") or None
    if kind == "file" and ".csv" in one.get("accept", ""):
        return SimpleUploadedFile("register.csv", "Nr;Emri;Mbiemri\n1;Lekë;Bici\n".encode(), "text/csv")
    if kind == "file":
        picture = BytesIO()
        Image.new("RGB", (8, 8), "white").save(picture, "PNG")
        return SimpleUploadedFile("wall.png", picture.getvalue(), "image/png")
    last = name.rpartition("_")[2]
    if kind == "text" and (name in SAYS or last in SAYS or one.get("inputmode") == "numeric"):
        return SAYS.get(name, SAYS.get(last, "60"))
    given = {
        "date": today.isoformat(),
        "time": "10:00",
        "datetime-local": f"{today}T10:00",
        "number": one.get("min") or "3",
        "tel": "0692000111",
    }
    return given.get(kind, "one@example.org" if kind == "email" else "A sentence of hers, long enough to be one.")


def written(client: Client, path: str, data: dict[str, Any]) -> tuple[int, list[Change]]:
    """Send it, hear what was written, and undo it all."""
    kept = client.cookies.copy()
    for values in data.values():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT public.test_forget()")
                answer = client.post(path, data)
                cursor.execute("SELECT public.test_written()")
                told = cursor.fetchone()[0]
            transaction.set_rollback(True)
    finally:
        client.cookies = kept
    return answer.status_code, [_change(one) for one in (json.loads(told) if isinstance(told, str) else told)]


def _change(told: dict[str, Any]) -> Change:
    was, became = told["was"] or {}, told["became"] or told["was"]
    columns = became if told["verb"] != "UPDATE" else {name: value for name, value in became.items() if was[name] != value}
    return Change(told["table"], told["verb"], columns)


def acts(changes: Iterable[Change]) -> list[Change]:
    """Without the journal's own."""
    return [one for one in changes if one.table not in BESIDE]
