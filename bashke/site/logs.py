"""What is written to the log: in production one JSON object a line, and never a name, a code, a token or a query.

A log is read by more people than a file, and kept elsewhere. So nothing that came from outside is repeated in it: of an error
its type, its SQLSTATE and the places in the code it passed; of a library's message its own words and the numbers filled in.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from .configuration import PACKAGE, Mode

request_id: ContextVar[str] = ContextVar("request_id", default="")
OURS = "bashke"
FRAMES = 12  # the innermost places of an error's way through our code; of libraries only where it ended
HOLE = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
WORD = re.compile(r"[a-z_]{1,40}")


class Discreet(logging.Formatter):
    """One JSON object for one record, made of what is known to be harmless and of nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "fields", {}) if _is_ours(record) else _of_a_library(record)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class ServerLogger(Logger):
    """gunicorn's own messages go the way of all others."""

    access_log_enabled = False  # each answer has its line from `watching`

    def setup(self, cfg: Config) -> None:
        self.cfg = cfg
        self.loglevel = self.LOG_LEVELS.get(cfg.loglevel.lower(), logging.INFO)
        self.error_log.setLevel(self.loglevel)
        self.error_log.propagate = True


def configuration(mode: Mode) -> dict[str, Any]:
    """For logging.config.dictConfig: JSON lines in production, plain lines where all people are invented."""
    live = mode is Mode.PRODUCTION
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "discreet": {"()": "bashke.site.logs.Discreet"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet" if live else "plain"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "bashke": {"level": "INFO" if live else "WARNING"},
            "django.request": {"level": "ERROR"},  # every answer has its own line; this one would name the page
        },
    }


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS


def _message(record: logging.LogRecord) -> str:
    """Our own sentences whole. Of others the template with its numbers; a sentence that came ready-made may hold anything."""
    if _is_ours(record):
        return record.getMessage()
    if not record.args or not isinstance(record.msg, str):
        return ""
    values = iter(record.args if isinstance(record.args, tuple) else ())
    return HOLE.sub(lambda _: str(value) if isinstance(value := next(values, None), int | float) else "…", record.msg)


def _of_a_library(record: logging.LogRecord) -> dict[str, Any]:
    """Where it was said, and for the queue which job: its number and the name of its task."""
    told: dict[str, Any] = {"said_by": f"{record.module}:{record.lineno}"}
    action, job = getattr(record, "action", None), getattr(record, "job", None)
    if isinstance(action, str) and WORD.fullmatch(action):
        told["action"] = action
    if isinstance(job, dict):
        told |= {"job": job.get("id"), "task": job.get("task_name")}
    return told


def _error(error: BaseException) -> dict[str, Any]:
    """Type, SQLSTATE and places. Never the error's own words: a database repeats in them what somebody typed."""
    kinds: list[str] = []
    states: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < FRAMES:
        kinds.append(type(cause).__name__)
        state = getattr(cause, "sqlstate", None)
        states += [state] if isinstance(state, str) else []
        cause = cause.__cause__ or cause.__context__
    way = traceback.extract_tb(error.__traceback__)
    seen = [frame for frame in way if Path(frame.filename).is_relative_to(PACKAGE)][-FRAMES:] + way[-1:]
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in seen]
    return {"type": kinds[0], "because": kinds[1:], "sqlstate": states[0] if states else None, "at": places}


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE.parent).as_posix()
    return "/".join(path.parts[-3:])
