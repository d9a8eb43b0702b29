"""The `bashke` command. `bashke --help` lists what it can do; each task is a module in `commands/`."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import django

from . import configuration
from .postgres import PostgresError


def main() -> None:
    arguments = _parser().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bashke.site.settings")
    os.environ.setdefault("BASHKE_LOGIN", arguments.login)
    if arguments.mode:
        os.environ.setdefault("BASHKE_MODE", arguments.mode)
    try:
        sys.exit(arguments.run(arguments))
    except (configuration.ConfigurationError, PostgresError) as broken:
        sys.exit(f"bashke: {broken}")
    except KeyboardInterrupt:
        sys.exit(130)


def _task(name: str, needs_django: bool) -> Callable[[argparse.Namespace], int | None]:
    """A task's module is loaded when it runs, after the environment is set: settings are read once."""

    def run(arguments: argparse.Namespace) -> int | None:
        if needs_django:
            django.setup()
        return import_module(f"bashke.site.commands.{name}").run(arguments)  # type: ignore[no-any-return]

    return run


MODULES = {"import": "register"}  # a word of the language cannot name a module
Task = Callable[..., argparse.ArgumentParser]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bashke", description="Bashkë: the open-source social-care system of a country.")
    parser.add_argument("--mode", choices=list(configuration.Mode), help="how to run; BASHKE_MODE in the environment wins")
    tasks = parser.add_subparsers(title="tasks", required=True, metavar="TASK")

    def task(name: str, text: str, *, login: str = "web", mode: str | None = None, needs_django: bool = True) -> argparse.ArgumentParser:
        made = tasks.add_parser(name, help=text, description=text)
        made.set_defaults(run=_task(MODULES.get(name, name.replace("-", "_")), needs_django), login=login)
        if mode:
            made.set_defaults(mode=mode)
        return made

    _demo_tasks(task)
    _serving_tasks(task)
    _keeping_tasks(task)
    _building_tasks(task)
    _people_tasks(task)
    return parser


def _demo_tasks(task: Task) -> None:
    demo = task("demo", "start a whole synthetic country on this machine and print where to find it", mode="demo", needs_django=False)
    demo.add_argument("--people", type=int, default=20_000, help="how many synthetic people (default 20,000)")
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    demo.add_argument("--once", action="store_true", help="stop as soon as the first page answers")
    task("demo-clean", "remove the demo country and its database", mode="demo", needs_django=False)


def _serving_tasks(task: Task) -> None:
    task("provision", "make a database ready: logins, tables, walls, reference data; safe to run again", needs_django=False)
    serve = task("serve", "check the wall and serve pages on a port (behind a reverse proxy in production)")
    serve.add_argument("--bind", default="127.0.0.1:8000")
    serve.add_argument("--workers", type=int, default=2)
    task("restart", "let the running server take up new code and settings; requests in hand are finished, none is lost")
    task("jobs", "run the queue: escalation, reminders, messages, sealing, freshness, counts", login="job")
    task("check", "look for holes in the wall and for settings that are not safe; ends with 1 when there are any")
    status = task("status", "one screen: is everything well? Ends with 1 when something needs a hand", login="job")
    status.add_argument("--json", action="store_true", help="the same for a program")
    journal = task("journal", "verify or seal the journal", login="job")
    journal.add_argument("what", choices=["verify", "seal"])
    journal.add_argument("--head", help="with verify: a head you published before; end with 1 when the chain no longer holds it")


def _keeping_tasks(task: Task) -> None:
    backup = task("backup", "keep the database and its secrets; with `drill`, bring the newest backup back for trial", needs_django=False)
    backup.add_argument("what", nargs="?", choices=["now", "drill"], default="now")
    backup.add_argument("--keep", type=_one_or_more, default=7, help="how many backups to keep (default 7); older ones are removed")
    backup.add_argument("--without-secrets", action="store_true", help="leave var/secrets.json out, when it is kept elsewhere")
    restore = task("restore", "bring the database back, proven in a new place first; the old one stays beside it", needs_django=False)
    restore.add_argument(
        "--to", metavar="TIME", help="as it was then, for example '2026-03-01 14:05:00' (Albanian time); default: the newest"
    )
    restore.add_argument("--keep-apart", action="store_true", help="leave the restored database beside the one in use")
    database = task("database", "start or stop our own PostgreSQL", needs_django=False)
    database.add_argument("what", choices=["start", "stop"])


def _one_or_more(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("at least one backup is kept")
    return int(text)


def _building_tasks(task: Task) -> None:
    task("assets", "build style sheet, scripts and fonts from the locked npm packages", needs_django=False)
    task("messages", "gather the words of every package into its catalogues, and compile them", needs_django=False)
    states = task("states", "write docs/states/ from the rules; with --check, end with 1 when a page is stale", needs_django=False)
    states.add_argument("--check", action="store_true")


def _people_tasks(task: Task) -> None:
    staff = task("staff", "add a worker with a post and print the invitation link", login="job")
    staff.add_argument("username")
    staff.add_argument("name")
    staff.add_argument("--role", required=True)
    staff.add_argument("--institution", type=int, required=True, help="number of the institution; `bashke institutions` lists them")
    bring = task(
        "import", "read a municipality's own register (CSV or XLSX) and list every problem; nobody is added without --write", login="job"
    )
    bring.add_argument("what", choices=["people"])
    bring.add_argument("file", type=Path)
    bring.add_argument("--municipality", metavar="LAU", required=True, help="for example AL154 for Shkodër")
    bring.add_argument(
        "--column", action="append", default=[], metavar="FIELD=HEADING", help="where a heading was not recognised; again for more"
    )
    writing = bring.add_mutually_exclusive_group()
    writing.add_argument("--dry-run", action="store_true", help="only list the problems (this is what happens anyway)")
    writing.add_argument("--write", action="store_true", help="add everybody who is ready, or nobody")
    bring.add_argument("--leave-out", action="store_true", help="with --write: add the others although rows have problems")
    bring.add_argument("--language", choices=["sq", "en"], default="sq", help="of the sentences about rows (default sq)")
    duplicates = task("duplicates", "look for people who are in a municipality's register twice; a person decides each", login="job")
    duplicates.add_argument("--municipality", metavar="LAU", required=True, help="for example AL154 for Shkodër")
    duplicates.add_argument("--threads", type=int, default=1, help="how many processors it may use (default 1)")
    retention = task("retention", "list the files whose time is over, and by which rule; erases nothing", login="job")
    retention.add_argument("--municipality", metavar="LAU", required=True, help="for example AL154 for Shkodër")
    retention.add_argument("--most", type=int, default=100, help="how many lines it prints (default 100)")
    institutions = task("institutions", "list institutions, or add a provider", login="job")
    institutions.add_argument("--add", metavar="NAME_SQ")
    institutions.add_argument("--english", metavar="NAME_EN")
    institutions.add_argument("--municipality", metavar="LAU")
    institutions.add_argument("--public", action="store_true")


if __name__ == "__main__":
    main()
