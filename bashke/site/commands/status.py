"""`bashke status`: one screen, and 1 when something needs a hand; for people and, with --json, for programs."""

import argparse
import json
from typing import Any

from django.utils import timezone

from ..condition import Condition, condition


def run(arguments: argparse.Namespace) -> int:
    found = condition(timezone.now())
    print(json.dumps({"facts": found.facts, "needs_a_hand": found.needs}, indent=1) if arguments.json else screen(found))
    return 1 if found.needs else 0


def screen(found: Condition) -> str:
    lines = [
        f"{part.replace('_', ' '):12} {', '.join(_said(name, value) for name, value in facts.items())}"
        for part, facts in found.facts.items()
    ]
    if not found.needs:
        return "\n".join([*lines, "", "All is well."])
    return "\n".join([*lines, "", "Needs a hand:", *(f"  - {sentence}" for sentence in found.needs)])


def _said(name: str, value: Any) -> str:
    if name.endswith("bytes"):
        name, value = (
            name.removesuffix("_bytes").replace("bytes", "size"),
            "–" if value is None else f"{value / 1e6:,.0f} MB".replace(",", " "),
        )
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, float):
        value = f"{value:.0%}"
    elif isinstance(value, dict):
        value = ", ".join(f"{key} {times}" for key, times in value.items()) or "–"
    return f"{name.replace('_', ' ')} {'–' if value is None else value}"
