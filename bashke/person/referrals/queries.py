"""Who must answer, what was answered, and which service to ask next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from bashke.ground.access.kept import first
from bashke.ground.access.rules import Actor, Kind
from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import km
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import near
from bashke.ground.directory.rules import Freshness, StepFree
from bashke.person.casework.models import Case, Need
from bashke.person.people.rules import age_on

from .models import Referral
from .rules import Status, is_late

PAGE = 50


@dataclass(frozen=True)
class Proposal:
    """A service that could answer a need: how far, how many free places (None: no fixed number), and why it stands here."""

    service: Service
    km: float | None
    free: int | None
    reasons: tuple[str, ...]


def proposals(need: Need, actor: Actor, without: Iterable[int] = ()) -> list[Proposal]:
    """Open services that answer the need and take people of the municipality: a free place first, then the nearest.

    Services that were asked for this need and said no, or were silent, are left out; `without` leaves out more.
    """
    person = need.person
    tried = {*without, *tried_services(need, actor)}
    age = age_on(person.birth_date, localdate())
    hits = near(need.municipality_id, person.unit_id, [need.domain], age=age)
    found = [hit for hit in hits if hit.service.pk not in tried]
    found.sort(key=lambda hit: (hit.free == 0, hit.km is None, hit.km or 0.0, hit.service.pk))
    return [
        Proposal(
            hit.service, hit.km, hit.free,
            _elsewhere(hit.service, need.municipality_id) + _reasons(hit.service, hit.km, hit.free, hit.freshness, person.language),
        )
        for hit in found
    ]  # fmt: skip


def tried_services(need: Need, actor: Actor) -> list[int]:
    """Services that hold a referral for this need now, declined one, or let one run late."""
    asked = Referral.objects.visible_to(actor).filter(need=need)
    no_more = Q(status__in=[Status.SENT, Status.DECLINED]) | Q(status=Status.WITHDRAWN, escalated_at__isnull=False)
    return list(asked.filter(no_more).values_list("service_id", flat=True).distinct())


def follows(need: Need, actor: Actor, now: datetime) -> Referral | None:
    """The newest referral of this need, when it was declined, taken back or is late: what is sent now follows it."""
    last = Referral.objects.visible_to(actor).filter(need=need).select_related("service", "consent").order_by("-sent_at").first()
    if last is None:
        return None
    status = Status(last.status)
    return last if status in (Status.DECLINED, Status.WITHDRAWN) or is_late(status, last.due_at, now) else None


def shown(actor: Actor) -> QuerySet[Referral]:
    """What this actor may see, with everything a line about it says."""
    related = ("service", "provider", "municipality", "sent_by", "answered_by")
    return Referral.objects.visible_to(actor).select_related(*related).prefetch_related("provider__names")


@dataclass(frozen=True)
class Counts:
    """The numbers in the navigation: how many wait for an answer, how many of them are late."""

    waiting: int
    late: int


def counts(actor: Actor, now: datetime) -> Counts:
    """One query, for every page of a provider."""
    waiting = Referral.objects.visible_to(actor).filter(status=Status.SENT)
    return Counts(**waiting.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))))


def inbox(actor: Actor, after: Referral | None = None) -> QuerySet[Referral]:
    """Referrals that wait for an answer, the most overdue first."""
    rows = shown(actor).filter(status=Status.SENT).order_by("due_at", "pk")
    return rows if after is None else rows.filter(Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, pk__gt=after.pk))


def answered(actor: Actor, after: Referral | None = None) -> QuerySet[Referral]:
    """Referrals that have their answer or were withdrawn, the newest first."""
    rows = shown(actor).exclude(status=Status.SENT).order_by("-sent_at", "pk")
    return rows if after is None else rows.filter(Q(sent_at__lt=after.sent_at) | Q(sent_at=after.sent_at, pk__gt=after.pk))


def page(rows: QuerySet[Referral]) -> tuple[list[Referral], Referral | None]:
    """One page, and the row after which the next begins (None on the last page)."""
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None


def of_case(case: Case, actor: Actor) -> list[Referral]:
    """Every referral of a case, newest first, for the case page and the person's page."""
    return first(None, _of_case, actor, case.pk)


def _of_case(actor: Actor, case: UUID) -> QuerySet[Referral]:
    return shown(actor).filter(case=case).order_by("-sent_at", "pk")


def open_ends(case: Case) -> list[str]:
    """What referrals still owe a case: for its closure."""
    waiting = Referral.objects.filter(case=case, status=Status.SENT).select_related("service").order_by("sent_at", "pk")
    return [gettext("%(service)s: a referral is waiting for an answer.") % {"service": row.service.name} for row in waiting]


def enter_by_link(token: str) -> Actor | None:
    """Become, for the running transaction, whoever may read and answer this one referral; None for a link that does not work.

    Used, expired, ended, taken back or made up: the caller cannot tell which.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.enter_link(%s)", (token,))
        provider = cursor.fetchone()[0]
    return None if provider is None else Actor(kind=Kind.PROVIDER, institution=provider, role="link")


def use_link(token: str) -> bool:
    """Spend the link: true once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.use_link(%s)", (token,))
        return bool(cursor.fetchone()[0])


def _elsewhere(service: Service, home: str) -> tuple[str, ...]:
    """A service in another municipality that declared it takes people from hers is said to be one; one of the county too."""
    ours = (gettext("Of the county"),) if service.of_county else ()
    if service.municipality_id == home:
        return ours
    return (
        *ours,
        gettext("In %(place)s, and takes people from here") % {"place": service.municipality.name},
    )


def _reasons(service: Service, distance: float | None, free: int | None, fresh: Freshness, language: str) -> tuple[str, ...]:
    said = [gettext("No fixed number of places") if free is None else _places(free)]
    if distance is not None:
        said.append(gettext("%(km)s away") % {"km": km(distance, page_language())})
    if service.fee_lek == 0:
        said.append(gettext("Free of charge"))
    if service.step_free == StepFree.YES:
        said.append(gettext("Step-free access"))
    if language not in service.languages and service.languages:
        said.append(gettext("Does not list the person's language"))
    if fresh is Freshness.STALE:
        said.append(gettext("Details not confirmed for a long time"))
    return tuple(said)


def _places(free: int) -> str:
    if free == 0:
        return gettext("No free place: waiting list")
    return ngettext("%(count)s free place", "%(count)s free places", free) % {"count": free}
