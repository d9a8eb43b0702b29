"""The verbs of a referral: send, accept, decline, withdraw, and what silence brings.

The municipality sends and withdraws, the provider answers, the job escalates. The need moves with each step, so the
ledger is never filled in twice; the person hears of each step in neutral words.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.db.models import Q

from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.directory.rules import serves_age
from bashke.ground.journal.actions import record, record_many
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due, terms
from bashke.ground.law.rules import TIRANE, TriageClass
from bashke.ground.notices.actions import tell
from bashke.person.casework.actions import move_need
from bashke.person.casework.actions.cases import lock_open
from bashke.person.casework.models import Case, Goal, Need
from bashke.person.casework.rules import NeedStatus, PlanStatus
from bashke.person.people.actions import give_consent
from bashke.person.people.models import Consent, Person
from bashke.person.people.rules import USUALLY_SHARED, Given, Share, age_on, signer

from . import rules
from .models import SHARED, Link, Referral
from .rules import Status

WITHDRAWN_WORDS = "consent withdrawn"

# What an acceptance starts: each is called as `follow(by=…, at=…, referral=…)` in the same transaction. Delivery fills it.
AFTER_ACCEPT: list[Callable[..., None]] = []
# What ends when a consent was withdrawn after the acceptance: called as `stop(by=…, at=…, referral=…)` by the municipality. Delivery fills it.
AFTER_WITHDRAWAL: list[Callable[..., None]] = []


@transaction.atomic
def send(
    *, by: Actor, at: datetime, need: Need, service: Service, purpose: str, agreed: bool = True, after: Referral | None = None,
    shared: Iterable[Share] = USUALLY_SHARED, safety_note: str = "", given: Given = Given.SPOKEN, until: date | None = None,
    onward: bool = False,
) -> Referral:  # fmt: skip
    """Ask one service to answer one need. Copies the fields the person agreed to share, and no more, under her consent.

    `until` None: the consent lasts as long as the service. `onward`: she also agreed to the next service that fits.
    """
    rules.check_agreement(agreed)
    rules.check_purpose(purpose)
    case = lock_open(Case(pk=need.case_id), by)
    if after is not None:
        _follow(by, at, need, after)
    need = Need.objects.visible_to(by).select_for_update(of=("self",)).get(pk=need.pk)
    rules.check_need(NeedStatus(need.status))
    person, day = case.person, at.astimezone(TIRANE).date()
    age = age_on(person.birth_date, day)
    _check_service(service, need, age)
    consent = give_consent(
        by=by, at=at, person=person, recipient=service.provider_id, purpose=purpose, fields=shared, given=given, until=until, onward=onward,
    )  # fmt: skip
    clock = "referral.answer_emergency" if case.urgency == TriageClass.EMERGENCY else "referral.answer"
    referral = Referral.objects.create(  # type: ignore[misc]
        municipality_id=need.municipality_id, case=case, need=need, person=person, service=service, provider_id=service.provider_id,
        consent=consent, **_slice(person, age, _shared(case, consent), safety_note),
        domain=need.domain, target_rung=_target(need), purpose=purpose.strip(), agreed_at=at, sent_by_id=by.worker, sent_at=at,
        due_at=due(clock, at, need.municipality_id), after=after, synthetic=person.synthetic,
    )  # fmt: skip
    move_need(by=by, at=at, need=need, to=NeedStatus.REFERRED, referral=referral, due_at=referral.due_at)
    record(Verb.REFERRAL_SENT, referral, person=referral.person_id, municipality=referral.municipality_id)
    _tell(referral, "referral_sent", at, phone=person.phone, by=referral.due_at)
    return referral


@transaction.atomic
def send_on(*, by: Actor, at: datetime, referral: Referral, service: Service) -> Referral:
    """One press: the same question with the same slice to the next service, after a no, silence or a withdrawal.

    Needs a consent given for the next service too; it is recorded anew for the new recipient, with the same last day.
    """
    earlier = Referral.objects.visible_to(by).select_related("consent", "need").get(pk=referral.pk)
    if (consent := earlier.consent) is None:
        raise rules.one_service_only()
    rules.check_onward(consent.onward, consent.holds_on(at.astimezone(TIRANE).date()))
    return send(
        by=by, at=at, need=earlier.need, service=service, purpose=earlier.purpose, after=earlier, safety_note=earlier.safety_note,
        shared=[Share(field) for field in earlier.shared], given=Given(consent.given), until=consent.valid_until, onward=True,
    )  # fmt: skip


@transaction.atomic
def make_link(*, by: Actor, at: datetime, referral: Referral, phone: str = "") -> tuple[Link, str]:
    """A one-time link for a provider without an account, and its token in the open: shown once, kept by us only as a hash.

    A mobile `phone` gets it through the outbox. Links made before for this referral stop working.
    """
    lock_open(Case(pk=referral.case_id), by)
    referral = _locked(by, referral)
    rules.check_waits(Status(referral.status))
    Link.objects.filter(referral=referral, used_at=None, expires_at__gt=at).update(expires_at=at)
    token = token_urlsafe(rules.TOKEN_BYTES)
    sent = tell(
        municipality=referral.municipality_id, phone=phone, language="sq", template="referral_link", at=at, code=token, by=referral.due_at
    )
    link = Link.objects.create(
        municipality_id=referral.municipality_id, referral=referral, token_hash=sha256(token.encode()).digest(),
        sent_to=sent.recipient if sent else "", made_by_id=signer(by), made_at=at, expires_at=due("referral.link", at),
    )  # fmt: skip
    record(Verb.LINK_MADE, referral, person=referral.person_id, municipality=referral.municipality_id)
    return link, token


@transaction.atomic
def accept(*, by: Actor, at: datetime, referral: Referral, words: str = "", name: str = "") -> Referral:
    """The service takes the person: the need waits for a place, and delivery opens an enrolment. `name` of who answers by a link."""
    referral = _locked(by, referral)
    rules.check_move(Status(referral.status), Status.ACCEPTED)
    rules.check_still_asked(NeedStatus(referral.need.status))
    _answer(referral, by, at, name, status=Status.ACCEPTED, answer_words=words.strip())
    move_need(by=by, at=at, need=referral.need, to=NeedStatus.WAITING, referral=referral)
    for follow in AFTER_ACCEPT:
        follow(by=by, at=at, referral=referral)
    record(Verb.REFERRAL_ACCEPTED, referral, person=referral.person_id, municipality=referral.municipality_id)
    _tell(referral, "referral_accepted", at)
    return referral


@transaction.atomic
def decline(*, by: Actor, at: datetime, referral: Referral, reason: str, words: str = "", name: str = "") -> Referral:
    """The service says no, for a listed reason. The need goes back to the worker, and the provider forgets the telephone."""
    rules.check_reason(reason, (term.code for term in terms("decline_reason", at.astimezone(TIRANE).date())))
    referral = _locked(by, referral)
    rules.check_move(Status(referral.status), Status.DECLINED)
    phone = referral.person_phone
    _back_to_the_worker(by, at, referral)  # first: the wall closes the need to a provider that declined
    _answer(referral, by, at, name, status=Status.DECLINED, answer_words=words.strip(), decline_reason=reason, person_phone="")
    record(Verb.REFERRAL_DECLINED, referral, person=referral.person_id, municipality=referral.municipality_id, reason=reason)
    _tell(referral, "referral_declined", at, phone=phone)
    return referral


@transaction.atomic
def withdraw(*, by: Actor, at: datetime, referral: Referral, words: str = "") -> Referral:
    """The municipality no longer asks: from now on the provider finds nothing. `words` say why, for the file."""
    lock_open(Case(pk=referral.case_id), by)
    referral = _locked(by, referral)
    rules.check_move(Status(referral.status), Status.WITHDRAWN)
    referral.status, referral.answer_words, referral.person_phone = Status.WITHDRAWN, words.strip(), ""
    referral.save(update_fields=["status", "answer_words", "person_phone"])
    _back_to_the_worker(by, at, referral)
    record(Verb.REFERRAL_WITHDRAWN, referral, person=referral.person_id, municipality=referral.municipality_id, reason=words.strip()[:300])
    return referral


def withdraw_all(by: Actor, at: datetime, case: Case) -> None:
    """The person no longer wants help: no service is asked any more. For casework, when a case ends at her wish."""
    for referral in Referral.objects.visible_to(by).filter(case=case, status=Status.SENT).order_by("pk"):
        withdraw(by=by, at=at, referral=referral)


@transaction.atomic
def close(*, by: Actor, referral: Referral, on: date) -> None:
    """The service is over: the provider keeps its own register and no longer reads what was shared. Called by delivery."""
    Referral.objects.filter(pk=referral.pk, over_on=None).update(over_on=on)


@transaction.atomic
def follow_consents(*, by: Actor, at: datetime) -> int:
    """Carry out what withdrawn consents mean for the municipality's work; the wall has closed already. Returns how many referrals ended.

    What waited for an answer is withdrawn; what was running ends. A consent whose last day has passed takes back what still waits,
    and lets a running service go on: it only no longer reads what was shared, until the person is asked again.
    """
    shared = Referral.objects.visible_to(by).filter(SHARED)
    ended = shared.filter(
        Q(consent__withdrawn_at__isnull=False) | Q(status=Status.SENT, consent__valid_until__lt=at.astimezone(TIRANE).date())
    )
    found = list(ended.select_for_update(of=("self",), skip_locked=True).order_by("sent_at", "pk"))
    for referral in found:
        if referral.status == Status.SENT:
            withdraw(by=by, at=at, referral=referral, words=WITHDRAWN_WORDS)
        else:
            for stop in AFTER_WITHDRAWAL:
                stop(by=by, at=at, referral=referral)
            close(by=by, referral=referral, on=at.astimezone(TIRANE).date())
    return len(found)


@transaction.atomic
def escalate_late(*, by: Actor, at: datetime) -> int:
    """The job of one municipality: mark every referral that met silence, once. The supervisor's board shows them; the person is told."""
    silent = (
        Referral.objects.visible_to(by)
        .filter(status=Status.SENT, due_at__lt=at, escalated_at=None)
        .select_related("person")
        .order_by("due_at")
    )
    late = list(silent.select_for_update(of=("self",), skip_locked=True))
    Referral.objects.filter(pk__in=[referral.pk for referral in late]).update(escalated_at=at)
    record_many([(Verb.REFERRAL_ESCALATED, referral, referral.person_id, referral.municipality_id, "") for referral in late])
    for referral in late:
        _tell(referral, "referral_late", at, phone=referral.person.phone)
    return len(late)


def _check_service(service: Service, need: Need, age: int | None) -> None:
    rules.check_service(
        is_open=service.is_open,
        covers=service.covers.filter(municipality=need.municipality_id).exists(),
        domain=need.domain,
        domains=service.domains,
        serves_age=serves_age(age, service.age_from, service.age_to),
    )


def _follow(by: Actor, at: datetime, need: Need, after: Referral) -> None:
    """The earlier referral makes room: a silent one is withdrawn, so that two services never hold one need."""
    after = _locked(by, after)
    status = Status(after.status)
    late = rules.is_late(status, after.due_at, at)
    rules.check_follows(same_need=after.need_id == need.pk, status=status, late=late)
    if late:
        withdraw(by=by, at=at, referral=after)


def _locked(by: Actor, referral: Referral) -> Referral:
    """The row as it is now. Raises NotAllowed when the wall has closed it to a provider meanwhile."""
    try:
        return Referral.objects.visible_to(by).select_for_update(of=("self",)).get(pk=referral.pk)
    except Referral.DoesNotExist as closed:
        raise rules.gone() from closed


def _shared(case: Case, consent: Consent) -> set[Share]:
    """What she agreed to; of a protected file the register's telephone stays here, whoever may pick it up."""
    return {Share(field) for field in consent.fields} - ({Share.PHONE} if case.file_id else set())


def _target(need: Need) -> int | None:
    """Where the plan that holds wants to lead this need; None without one."""
    goals = Goal.objects.filter(need=need, plan__status=PlanStatus.AGREED).order_by("-plan__version")
    found: int | None = goals.values_list("target", flat=True).first()
    return found


def _slice(person: Person, age: int | None, shared: set[Share], safety_note: str) -> dict[str, Any]:
    """What of the person goes along: the fields she agreed to; the others stay empty."""
    return {
        "shared": sorted(shared),
        "person_name": person.name if Share.NAME in shared else "",
        "person_age": age if Share.AGE in shared else None,
        "person_phone": person.phone if Share.PHONE in shared else "",
        "person_language": person.language if Share.LANGUAGE in shared else "",
        "safety_note": safety_note.strip() if Share.SAFETY in shared else "",
    }


def _answer(referral: Referral, by: Actor, at: datetime, name: str, **answer: str) -> None:
    """A worker answers with her account; whoever holds a link writes a name."""
    if by.worker is None:
        rules.check_name(name)
        answer["answered_name"] = name.strip()
    for field, value in answer.items():
        setattr(referral, field, value)
    referral.answered_by_id, referral.answered_at = by.worker, at
    referral.save(update_fields=["answered_by", "answered_at", *answer])


def _back_to_the_worker(by: Actor, at: datetime, referral: Referral) -> None:
    """Unless the municipality has answered the need in another way meanwhile: then its answer stands."""
    if referral.need.status == NeedStatus.REFERRED:
        move_need(by=by, at=at, need=referral.need, to=NeedStatus.PLANNED, referral=referral)


def _tell(referral: Referral, template: str, at: datetime, *, phone: str | None = None, **values: Any) -> None:
    """A neutral sentence: it names neither the need nor the service, because others may read the telephone."""
    tell(
        municipality=referral.municipality_id, person=referral.person_id, phone=referral.person_phone if phone is None else phone,
        language=referral.person_language or "sq", template=template, at=at, **values,
    )  # fmt: skip
