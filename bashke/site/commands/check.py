"""`bashke check`: is the wall whole, and are the settings safe? `bashke serve` asks the same and refuses to start."""

import argparse
import os
import sys

from django.conf import settings
from django.db import OperationalError, connection

from bashke.ground.access.wall import holes

from ..configuration import Mode


def problems() -> list[str]:
    """Every hole and every unsafe setting, as a sentence each."""
    found = holes()
    if settings.LOGIN != "web":
        found.append(f"bashke_{settings.LOGIN} may enter more than one municipality: pages are served by bashke_web alone (BASHKE_LOGIN)")
    return found + unsafe_settings() + fragile()


def fragile() -> list[str]:
    """What lets the database forget, after a crash, what somebody was already told is done; and keys that a broken load left aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY 1"
        )
        found = [f"{name} is off: after a crash what was answered could be lost" for (name,) in cursor.fetchall()]
        cursor.execute("SELECT to_regnamespace('aside') IS NOT NULL")
        if cursor.fetchone() == (True,):
            found.append("The loading of the demo country was broken off and its foreign keys are laid aside: run `bashke demo` to its end")
    return found


def unsafe_settings() -> list[str]:
    """What production must not run with."""
    found = []
    if settings.MODE is Mode.PRODUCTION:
        if not settings.SESSION_COOKIE_SECURE:
            found.append("BASHKE_PUBLIC_URL does not begin with https://: sessions would travel in the clear")
        if settings.DEMO_MODE:
            found.append("demo mode lets anybody sign in as anybody")
        if os.environ.get("BASHKE_SMS") == "console":
            found.append("BASHKE_SMS=console writes numbers and messages into the log; it is for trying out only")
        if os.environ.get("BASHKE_EMAIL") == "console":
            found.append("BASHKE_EMAIL=console writes addresses and messages into the log; it is for trying out only")
        if not os.environ.get("BASHKE_SMS_URL") and os.environ.get("BASHKE_SMS") != "file":
            found.append("BASHKE_SMS_URL is missing: nobody would get a message. Set BASHKE_SMS=file if messages are handed over otherwise")
    return found


def run(arguments: argparse.Namespace) -> int:
    try:
        found = problems()
    except OperationalError as away:
        print(f"The database cannot be reached: {away}", file=sys.stderr)
        return 1
    for problem in found:
        print(problem, file=sys.stderr)
    print("The wall is whole." if not found else f"{len(found)} problems: not serving like this.")
    return 1 if found else 0
