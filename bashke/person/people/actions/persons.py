"""Persons added and corrected; consents given and withdrawn; enquiries sent to whoever holds an identity, and answered."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.institutions.models import Institution
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import due
from bashke.ground.law.rules import NotAllowed
from bashke.ground.territory.models import Unit
from bashke.ground.territory.rules import sort_key

from .. import queries
from ..models import Consent, Enquiry, EnquiryTarget, Person, SearchToken
from ..rules import (
    EnquiryStatus,
    Given,
    Sex,
    Share,
    check_birth_date,
    check_consent,
    check_withdrawal,
    checked_personal_number,
    home_of,
    kept_tokens,
    signer,
    whole_identity,
)

CHANGEABLE = frozenset({
    "given_name", "family_name", "father_name", "birth_date", "sex", "personal_number", "phone", "address", "unit", "unit_id", "language",
})  # fmt: skip
ONCE = "personal_number_once_in_a_municipality"
SORT_KEY_LENGTH = 260


@transaction.atomic
def add_person(
    *, by: Actor, at: datetime, given_name: str, family_name: str, birth_date: date | None = None, sex: str = Sex.UNKNOWN,
    personal_number: str | None = None, phone: str = "", address: str = "", unit: Unit | None = None, language: str = "sq",
    father_name: str = "", synthetic: bool = False,
) -> Person:  # fmt: skip
    """A new person of the worker's municipality, and everything under which she can be found.

    Search before: one human being is kept once. Without a personal number the identity is provisional, which bars nobody.
    """
    person = Person(
        municipality_id=home_of(by), unit=unit, given_name=given_name.strip(), family_name=family_name.strip(),
        father_name=father_name.strip(), birth_date=birth_date, sex=sex, personal_number=checked_personal_number(personal_number),
        phone=phone, address=address, language=language, created_at=at, synthetic=synthetic,
    )  # fmt: skip
    keep(person, localdate(at), new=True)
    record(Verb.PERSON_ADDED, person, person=person.pk, municipality=person.municipality_id)
    return person


@transaction.atomic
def correct_person(*, by: Actor, at: datetime, person: Person, **changes: Any) -> Person:
    """Correct what is known of a person; what stood there before is kept in her history."""
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))} that may be corrected.")
    person = Person.objects.visible_to(by).select_for_update().get(pk=person.pk)
    for name, value in changes.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    person.personal_number = checked_personal_number(person.personal_number)
    keep(person, localdate(at), new=False)
    record(Verb.PERSON_CORRECTED, person, person=person.pk, municipality=person.municipality_id, reason=", ".join(sorted(changes)))
    return person


@transaction.atomic
def give_consent(
    *, by: Actor, at: datetime, person: Person, recipient: Institution | int, purpose: str, fields: Iterable[Share],
    given: Given = Given.SPOKEN, until: date | None = None, onward: bool = False,
) -> Consent:  # fmt: skip
    """Record what a person agreed to share, field by field, with one institution and for one purpose.

    The wall shows that institution a referral only while its consent holds (Law 124/2024; `until` None: while the service runs).
    """
    check_consent(purpose=purpose, until=until, today=localdate(at))
    consent = Consent.objects.create(
        municipality_id=home_of(by), person=person, recipient_id=getattr(recipient, "pk", recipient), purpose=purpose.strip(),
        fields=sorted(set(fields)), onward=onward, given=given, given_at=at, recorded_by_id=signer(by), valid_until=until,
        synthetic=person.synthetic,
    )  # fmt: skip
    record(Verb.CONSENT_GIVEN, consent, person=person.pk, municipality=consent.municipality_id, reason=", ".join(consent.fields))
    return consent


@transaction.atomic
def withdraw_consent(*, by: Actor, at: datetime, consent: Consent) -> Consent:
    """She takes it back, with her code or through a worker. From the next click on, the recipient finds nothing."""
    consent = Consent.objects.visible_to(by).select_for_update(of=("self",)).get(pk=consent.pk)
    check_withdrawal(consent.withdrawn_at is not None)
    consent.withdrawn_at, consent.withdrawn_by_id = at, by.worker
    consent.save(update_fields=["withdrawn_at"] if by.kind is Kind.PERSON else ["withdrawn_at", "withdrawn_by"])
    record(Verb.CONSENT_WITHDRAWN, consent, person=consent.person_id, municipality=consent.municipality_id)
    return consent


def send_enquiry(
    *, by: Actor, at: datetime, given_name: str, family_name: str, birth_date: date | None, personal_number: str | None, reason: str
) -> Enquiry:
    """Ask whoever holds exactly this identity to get in touch. Who that is, the asker learns only from the answer.

    Whether somebody holds it is a look across the wall, so it is in the journal even when the enquiry is then refused.
    """
    if not reason.strip():
        raise NotAllowed("Say why you ask: the other municipality and the person will read it.")
    number = checked_personal_number(personal_number)
    marks = whole_identity(given_name, family_name, birth_date, number)
    if not marks:
        raise NotAllowed("Give the personal number, or the full name with the full date of birth: a name alone asks about nobody.")
    with transaction.atomic():
        known = queries.known_elsewhere(by, given_name, family_name, birth_date, number)
    if not known:
        raise NotAllowed("No other municipality knows a person with exactly this identity.")
    with transaction.atomic():
        return _send(by, at, marks, reason.strip())


@transaction.atomic
def answer_enquiry(*, by: Actor, at: datetime, enquiry: Enquiry, answer: str) -> Enquiry:
    """The holder answers: get in touch, or nothing to add. The person finds question and answer in her own file's journal."""
    if not answer.strip():
        raise NotAllowed("Write an answer.")
    target = EnquiryTarget.objects.filter(enquiry=enquiry, municipality=by.municipality).first()
    if target is None:
        raise NotAllowed("Only the municipality that was asked can answer.")
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if enquiry.status == EnquiryStatus.ANSWERED:
        raise NotAllowed("This enquiry was answered by %(name)s.", name=enquiry.answered_by_name)
    enquiry.status, enquiry.answer = EnquiryStatus.ANSWERED, answer.strip()
    enquiry.answered_by_name, enquiry.answered_at = by.worker_name, at
    enquiry.save(update_fields=["status", "answer", "answered_by_name", "answered_at"])
    record(Verb.ENQUIRY_ANSWERED, enquiry, person=target.person_id, municipality=by.municipality, reason=enquiry.reason)
    return enquiry


def _send(by: Actor, at: datetime, marks: list[str], reason: str) -> Enquiry:
    enquiry = Enquiry(
        from_municipality_id=home_of(by), asked_by_id=signer(by), asked_at=at, due_at=due("enquiry.answer", at), reason=reason
    )
    enquiry.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.send_enquiry(%s, %s)", (enquiry.pk, marks))
        if not cursor.fetchone()[0]:
            raise NotAllowed("No other municipality knows a person with exactly this identity.")
    record(Verb.ENQUIRY_SENT, enquiry, municipality=by.municipality, reason=reason)
    return enquiry


def keep(person: Person, today: date, *, new: bool) -> None:
    """Write the row and its tokens. The first of two who add one personal number wins; the second is told."""
    if not person.given_name or not person.family_name:
        raise NotAllowed("Give both names. Where a person has only one, write it twice.")
    check_birth_date(person.birth_date, today)
    person.sort_key = sort_key(f"{person.family_name} {person.given_name}")[:SORT_KEY_LENGTH]
    try:
        with transaction.atomic():
            person.save(force_insert=new)
    except IntegrityError as error:
        if ONCE in str(error):
            raise NotAllowed("A person with this personal number is already in your municipality. Search for the number.") from error
        raise
    if not new:
        SearchToken.objects.filter(person=person).delete()
    SearchToken.objects.bulk_create(tokens_of(person))


def tokens_of(person: Person) -> list[SearchToken]:
    """Everything under which a person can be found, as rows."""
    tokens = kept_tokens(person.given_name, person.family_name, person.birth_date, person.personal_number, person.father_name)
    return [SearchToken(municipality_id=person.municipality_id, token=token, person_id=person.pk) for token in tokens]
