"""Setting a paper, and handing it over. Writes no table; who prints a person's paper writes the journal in the same breath."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from bashke.ground.design.build import BUILT
from bashke.ground.design.queries import LANGUAGE_NAMES, page_language

from .rules import Code, Paper, values

HERE = Path(__file__).resolve().parent
FONTS = BUILT / "paper-fonts"
SECONDS = 20  # wall clock; a paper takes about a tenth of a second
NOWHERE = "http://127.0.0.1:9"  # where the typesetter's traffic would go if it ever tried: the port where nobody listens


class NotPrinted(RuntimeError):
    """The typesetter did not deliver; says why without a word of the paper."""


def hand_over(request: HttpRequest, compose: Callable[[], Paper], name: str | Promise) -> HttpResponse:
    """The paper as a PDF in the language asked for (`?language=en`), else in that of the page. `compose` speaks the active language.

    `name` becomes the name of the file. It says which paper it is and nothing about the person.
    """
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGE_NAMES else page_language()
    with override(language):
        made = pressed(compose())
        title = slugify(f"bashke {name}")
    headers = {
        "Content-Disposition": f'inline; filename="{title}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def pressed(paper: Paper) -> bytes:
    """The paper as PDF/UA-1 in the active language. Raises NotPrinted, or PaperTooLong before anything is started."""
    ready = replace(paper, language=page_language(), demo=_demo(), page=_("Page {n} of {m}"))
    content = values(ready)
    for block, made in zip(content["blocks"], paper.blocks, strict=True):
        if isinstance(made, Code):
            block["picture"] = _picture(made.qr) if made.qr else ""
    return _run(content)


def _run(content: dict[str, Any]) -> bytes:
    if not any(FONTS.glob("*.ttf")):
        raise NotPrinted("The fonts of the papers are not built: run `bashke assets`.")
    command = [sys.executable, "-I", str(HERE / "press.py"), str(HERE / "typst"), str(FONTS)]
    quiet = {"PATH": os.defpath, "RAYON_NUM_THREADS": "1", "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE}
    try:
        done = subprocess.run(
            command, input=json.dumps(content).encode(), capture_output=True, timeout=SECONDS, cwd=HERE / "typst", env=quiet, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NotPrinted(f"A paper was not set within {SECONDS} seconds.") from late
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise NotPrinted(f"The typesetter ended with {done.returncode}.")
    return done.stdout


def _picture(text: str) -> str:
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, light="#fff", xmldecl=False)
    return drawn.getvalue().decode()


def _demo() -> str:
    return _("Demonstration: all people and all data on this paper are synthetic.") if settings.DEMO_MODE else ""
