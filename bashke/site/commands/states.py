"""`bashke states`: print the state tables and the roles to docs/states/, so that the pages cannot drift from the rules."""

import argparse
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bashke.ground.access.permissions import ROLES, Permission
from bashke.ground.notices import rules as notices
from bashke.person.bookings import rules as bookings
from bashke.person.casework import rules as casework
from bashke.person.delivery import rules as delivery
from bashke.person.exports import rules as exports
from bashke.person.incidents import rules as incidents
from bashke.person.people import rules as people
from bashke.person.protection import rules as protection
from bashke.person.referrals import rules as referrals
from bashke.person.registers import rules as registers
from bashke.person.requests import rules as requests
from bashke.person.rights import rules as rights

from ..configuration import PACKAGE

DOCS = PACKAGE.parent / "docs" / "states"


def pages() -> dict[str, str]:
    """File name → text, for every table of states and for the roles."""
    tables: dict[str, tuple[str, Mapping[Any, set[Any]]]] = {
        "pair.md": ("Two records that may be one person", people.NEXT),
        "request.md": ("A request", requests.NEXT),
        "case.md": ("A case", casework.NEXT_CASE),
        "need.md": ("A need in the ledger", casework.NEXT_NEED),
        "plan.md": ("A plan", casework.NEXT_PLAN),
        "visit.md": ("An appointment", casework.NEXT_VISIT),
        "referral.md": ("A referral", referrals.NEXT),
        "enrolment.md": ("An enrolment", delivery.NEXT),
        "booking.md": ("An emergency place", bookings.NEXT),
        "incident.md": ("An incident", incidents.NEXT),
        "register.md": ("A register on its way in", registers.NEXT),
        "export.md": ("An export", exports.NEXT),
        "emergency-opening.md": ("An emergency opening", protection.NEXT),
        "way-back.md": ("The way back of a protected file", protection.NEXT_RETURN),
        "data-request.md": ("What a person asks about her data", rights.NEXT),
        "erasure.md": ("A file whose time is over", rights.NEXT_ERASING),
        "notice.md": ("A notice", notices.NEXT),
    }
    made = {name: _diagram(title, table) for name, (title, table) in tables.items()}
    lines = ["# Roles and permissions", "", "Printed by `bashke states` from `bashke/ground/access/permissions.py`. Do not edit.", ""]
    for role in ROLES.values():
        lines += [f"## {role.name} (`{role.code}`, {role.kind})", "", role.description, ""]
        lines += [f"- {permission}" for permission in Permission if permission in role.permissions] + [""]
    return made | {"roles.md": "\n".join(lines).rstrip() + "\n"}


def _diagram(title: str, table: Mapping[StrEnum, set[Any]]) -> str:
    first = next(iter(table))
    lines = [f"# {title}", "", "Printed by `bashke states` from the rules. Do not edit.", "", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {first}")
    for state, following in table.items():
        lines += [f"    {state} --> {other}" for other in type(first) if other in following]
        if not following:
            lines.append(f"    {state} --> [*]")
    return "\n".join([*lines, "```", ""])


def run(arguments: argparse.Namespace) -> int:
    stale = []
    for name, text in pages().items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not arguments.check:
                path.write_text(text, encoding="utf-8")
    if arguments.check and stale:
        print(f"Stale: {', '.join(stale)}. Run `bashke states` and commit.", file=sys.stderr)
        return 1
    return 0
