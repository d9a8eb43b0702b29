"""What stands on each list, and where each export stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.models import Post
from bashke.ground.access.permissions import ROLES, Permission, may
from bashke.ground.access.rules import Actor
from bashke.ground.law.queries import figure, label
from bashke.person.casework.models import Case, Need
from bashke.person.casework.queries.words import NEED, NEXT_STEP
from bashke.person.casework.rules import LIVE, CaseStatus
from bashke.person.people.queries import CANDIDATES, search
from bashke.person.referrals.models import Referral
from bashke.person.requests.models import Request
from bashke.person.requests.rules import Status as RequestStatus

from .models import Export
from .rules import Listing, Status, status_of

Text = str | Promise
LISTS: dict[str, Text] = {
    Listing.REQUESTS: _("Requests that wait for an answer"),
    Listing.CASES: _("My open cases"),
    Listing.NEEDS: _("Needs without an answer"),
    Listing.REFERRALS: _("Referrals that were sent"),
    Listing.PEOPLE: _("People found by name"),
}
STATUS: dict[str, tuple[Text, str]] = {
    Status.WAITING: (_("waits for a second person"), "amber"),
    Status.READY: (_("ready to download"), "green"),
    Status.REJECTED: (_("not agreed"), "red"),
    Status.OVER: (_("removed after a day"), ""),
}


@dataclass(frozen=True)
class Listed:
    """One list as plain texts: the heads, the rows, and for each row whom it names (the request, before anybody knows who she is)."""

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    people: list[UUID]


def listed(actor: Actor, listing: str, *, most: int, given_name: str = "", family_name: str = "") -> Listed:
    """The rows this actor may see, at most one more than `most`. A constant number of queries. Raises NotAllowed for an empty search."""
    if listing == Listing.PEOPLE:
        return _people(actor, given_name, family_name)
    return BUILDERS[listing](actor, most + 1)


def second_above(on: datetime) -> int:
    """Above how many people a second person must agree."""
    return figure("export.second_person_above", localdate(on)).value


def most_rows(on: datetime) -> int:
    """How many rows one export may have."""
    return figure("export.most_rows", localdate(on)).value


def status(export: Export, now: datetime) -> Status:
    """Where an export stands; the decision was read with it."""
    decision = getattr(export, "decision", None)
    return status_of(
        second_needed=export.second_needed, approved=decision.approved if decision else None, until=export.until, now=now
    )  # fmt: skip


def ledger(actor: Actor) -> QuerySet[Export]:
    """Every export of the municipality with its decision and who was involved."""
    rows = Export.objects.visible_to(actor).select_related("asked_by", "decision__by")
    return rows.prefetch_related("handovers")


def mine(actor: Actor) -> QuerySet[Export]:
    """What this worker asked for."""
    return ledger(actor).filter(asked_by=actor.worker)


def to_decide(actor: Actor, now: datetime) -> QuerySet[Export]:
    """What others asked for and this worker may decide, the oldest first: the head of the directorate, what no other supervisor could."""
    rows = ledger(actor).filter(second_needed=True, decision=None, until__gt=now).exclude(asked_by=actor.worker)
    if not leads(actor):
        others = supervisors(actor, now).exclude(worker=OuterRef("asked_by"))
        rows = rows.exclude(Exists(others))
    return rows.order_by("asked_at", "pk")


def leads(actor: Actor) -> bool:
    """A supervisor: she makes lists herself. The head of the directorate opens no file and makes none."""
    return may(actor, Permission.EXPORT_MAKE)


def supervisors(actor: Actor, now: datetime) -> QuerySet[Post]:
    """The posts of this municipality whose holders agree to the lists of others."""
    roles = [role.code for role in ROLES.values() if {Permission.EXPORT_MAKE, Permission.EXPORT_APPROVE} <= role.permissions]
    return Post.objects.visible_to(actor).on(localdate(now)).filter(role__in=roles, worker__is_active=True)


def _requests(actor: Actor, most: int) -> Listed:
    rows = Request.objects.visible_to(actor).filter(status=RequestStatus.RECEIVED, file=None).select_related("unit", "responsible")
    heads = (_("Name"), _("Received"), _("Answer by"), _("What is needed"), _("Urgency"), _("Administrative unit"))
    return _made(heads, rows.order_by("answer_due_at", "pk")[:most], lambda row: row.person_id or row.pk, lambda row: (
        row.name, _when(row.received_at), _when(row.answer_due_at), ", ".join(label("domain", code) for code in row.domains),
        label("triage_class", row.urgency) if row.urgency else "", row.unit.name if row.unit else "",
    ))  # fmt: skip


def _cases(actor: Actor, most: int) -> Listed:
    rows = (
        Case.objects.visible_to(actor)
        .filter(worker=actor.worker, file=None)
        .exclude(status=CaseStatus.CLOSED)
        .select_related("person__unit")
    )
    heads = (_("Name"), _("Opened"), _("Urgency"), _("Next step"), _("By"), _("Administrative unit"))
    return _made(heads, rows.order_by("due_at", "pk")[:most], lambda row: row.person_id, lambda row: (
        row.person.name, _when(row.opened_at), label("triage_class", row.urgency), str(NEXT_STEP.get(row.next_step, "")), _when(row.due_at),
        row.person.unit.name if row.person.unit else "",
    ))  # fmt: skip


def _needs(actor: Actor, most: int) -> Listed:
    rows = Need.objects.visible_to(actor).filter(status__in=LIVE, case__file=None).select_related("case__person__unit", "case__worker")
    heads = (
        _("Name"),
        _("Need"),
        _("Step of the ladder"),
        _("Where it stands"),
        _("Since"),
        _("Why not met"),
        _("Social worker"),
        _("Administrative unit"),
    )
    return _made(heads, rows.order_by("since", "pk")[:most], lambda row: row.person_id, lambda row: (
        row.case.person.name, label("domain", row.domain), str(row.rung), str(NEED[row.status]), _when(row.since),
        label("unmet_reason", row.unmet_reason) if row.unmet_reason else "", row.case.worker.name,
        row.case.person.unit.name if row.case.person.unit else "",
    ))  # fmt: skip


def _referrals(actor: Actor, most: int) -> Listed:
    rows = (
        Referral.objects.visible_to(actor).filter(case__file=None).select_related("service", "provider").prefetch_related("provider__names")
    )
    heads = (_("Name"), _("Need"), _("Service"), _("Provider"), _("Sent"), _("Answer by"), _("Where it stands"), _("Answered"), _("Reason"))
    return _made(heads, rows.order_by("-sent_at", "pk")[:most], lambda row: row.person_id, lambda row: (
        row.person_name, row.domain_name, row.service.name, row.provider.name, _when(row.sent_at), _when(row.due_at), row.status_name,
        _when(row.answered_at), row.reason_name,
    ))  # fmt: skip


def _people(actor: Actor, given_name: str, family_name: str) -> Listed:
    found = [hit.person for hit in search(actor, given_name, family_name, limit=CANDIDATES)]
    heads = (_("Name"), _("Father's name"), _("Born"), _("Administrative unit"))
    return _made(heads, found, lambda row: row.pk, lambda row: (
        row.name, row.father_name, row.birth_date.isoformat() if row.birth_date else "", row.unit.name if row.unit else "",
    ))  # fmt: skip


BUILDERS: dict[str, Callable[[Actor, int], Listed]] = {
    Listing.REQUESTS: _requests, Listing.CASES: _cases, Listing.NEEDS: _needs, Listing.REFERRALS: _referrals,
}  # fmt: skip


def _made(
    heads: tuple[Text, ...], rows: Iterable[Any], person: Callable[[Any], UUID], texts: Callable[[Any], tuple[str, ...]]
) -> Listed:  # fmt: skip
    found = list(rows)
    return Listed(tuple(str(head) for head in heads), [texts(row) for row in found], [person(row) for row in found])


def _when(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
