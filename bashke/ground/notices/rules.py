"""What may be sent, in which words, and what becomes of it. No database, no clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers

from bashke.ground.law.rules import NotAllowed, Text


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"  # printed and handed over


class Status(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    OPTED_OUT = "opted_out"


NEXT: dict[Status, set[Status]] = {
    Status.QUEUED: {Status.SENT, Status.FAILED, Status.OPTED_OUT},
    Status.FAILED: {Status.QUEUED},
    Status.SENT: set(),
    Status.OPTED_OUT: set(),
}
MOST_ATTEMPTS = 5


WORDS: dict[Status, Text] = {
    Status.QUEUED: Text("në radhë", "waiting"),
    Status.SENT: Text("i dërguar", "sent"),
    Status.FAILED: Text("i dështuar", "failed"),
    Status.OPTED_OUT: Text("i padëshiruar", "not wanted"),
}


def check_move(current: Status, wanted: Status) -> None:
    if wanted not in NEXT[current]:
        raise NotAllowed("A notice that is %(now)s cannot become %(wanted)s.", now=WORDS[current], wanted=WORDS[wanted])


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after a failure: 1, 2, 4, 8 minutes; None when it is time to give up and tell a worker."""
    return None if attempts >= MOST_ATTEMPTS else now + timedelta(minutes=2 ** (attempts - 1))


# Every text in both languages. Neutral: whoever reads over a shoulder learns that an office answers, never which help was asked
# for, from whom, or why. `{where}` is the address of the portal and is filled for every text; `{code}` is kept encrypted until sent.
TEXTS: dict[str, Text] = {
    "news": Text(
        "Bashkë: ka një lajm për ju. Shiheni me kodin tuaj: {where}",
        "Bashkë: there is news for you. See it with your code: {where}",
    ),
    "request_received": Text(
        "Bashkë: kërkesa juaj u mor. Do t'ju përgjigjemi deri më {by}. Kodi juaj: {code}. Ndiqeni këtu: {where}",
        "Bashkë: your request has arrived. You will hear from us by {by}. Your code: {code}. Follow it here: {where}",
    ),
    "stay_booked": Text(
        "Bashkë: po vjen dikush te ju. Shiheni kush dhe kur: {where}",
        "Bashkë: somebody is on the way to you. See who and when: {where}",
    ),
    "stay_ends": Text(
        "Bashkë: një afat prej disa orësh mbaron më {by}. Shiheni te dita juaj: {where}",
        "Bashkë: a limit of a few hours ends on {by}. See it in your day: {where}",
    ),
    "incident": Text(
        "Bashkë: ka diçka që duhet parë deri më {by}. Shiheni te ekipi: {where}",
        "Bashkë: there is something to look at by {by}. See it under the team: {where}",
    ),
    "request_registered": Text(
        "Bashkë: kërkesa juaj u regjistrua. Shihni me kodin tuaj kush ju ndjek dhe çfarë vjen më pas: {where}",
        "Bashkë: your request was registered. See with your code who is responsible and what is next: {where}",
    ),
    "request_refused": Text(
        "Bashkë: për kërkesën tuaj ka një vendim. Arsyen dhe rrugët e ankimit i shihni me kodin tuaj: {where}. "
        "Mund të ankoheni pa pagesë deri më {by}.",
        "Bashkë: there is a decision on your request. See the reason and how to appeal with your code: {where}. "
        "You may appeal free of charge until {by}.",
    ),
    "appeal_received": Text(
        "Bashkë: ankimi juaj u mor. Dikush tjetër e shqyrton dhe ju përgjigjet deri më {by}. Shihni me kodin tuaj: {where}",
        "Bashkë: your appeal has arrived. Somebody else looks at it and answers by {by}. See with your code: {where}",
    ),
    "request_reopened": Text(
        "Bashkë: kërkesa juaj u rihap. Do t'ju përgjigjemi deri më {by}. Shihni me kodin tuaj: {where}",
        "Bashkë: your request was opened again. You will hear from us by {by}. See with your code: {where}",
    ),
    "refusal_stands": Text(
        "Bashkë: për ankimin tuaj ka një vendim. Arsyen e shihni me kodin tuaj: {where}. Në gjykatë mund të shkoni deri më {by}.",
        "Bashkë: there is a decision on your appeal. See the reason with your code: {where}. You may go to court until {by}.",
    ),
    "worker_changed": Text(
        "Bashkë: tani ju ndjek dikush tjetër nga zyra jonë. Kush, e shihni me kodin tuaj: {where}",
        "Bashkë: somebody else of our office is with you now. See who with your code: {where}",
    ),
    "request_withdrawn": Text(
        "Bashkë: kërkesa juaj u tërhoq. Mund të na drejtoheni përsëri kur të doni: {where}",
        "Bashkë: your request was withdrawn. You may come to us again whenever you want: {where}",
    ),
    "request_late": Text(
        "Bashkë: përgjigjja jonë po vonohet dhe përgjegjësi në bashki u njoftua. Na falni. Shihni me kodin tuaj: {where}",
        "Bashkë: our answer is late and the supervisor at the municipality was told. We are sorry. See with your code: {where}",
    ),
    "plan_agreed": Text(
        "Bashkë: marrëveshja juaj u ruajt. Mund ta lexoni e ta printoni me kodin tuaj: {where}",
        "Bashkë: what you agreed was saved. Read and print it with your code: {where}",
    ),
    "referral_sent": Text(
        "Bashkë: u bë një hap i ri për ju. Përgjigjja pritet deri më {by}. Shihni me kodin tuaj: {where}",
        "Bashkë: a new step was taken for you. The answer is due by {by}. See with your code: {where}",
    ),
    "referral_accepted": Text(
        "Bashkë: hapi juaj i ardhshëm u pranua. Shihni me kodin tuaj çfarë vjen më pas: {where}",
        "Bashkë: your next step was accepted. See with your code what comes next: {where}",
    ),
    "referral_declined": Text(
        "Bashkë: hapi juaj i ardhshëm nuk u pranua dhe bashkia po kërkon një tjetër. Arsyen e shihni me kodin tuaj: {where}",
        "Bashkë: your next step was not accepted and the municipality is looking for another. See the reason with your code: {where}",
    ),
    "referral_late": Text(
        "Bashkë: një përgjigje që prisnit po vonohet dhe përgjegjësi në bashki u njoftua. Shihni me kodin tuaj: {where}",
        "Bashkë: an answer you are waiting for is late and the supervisor at the municipality was told. See with your code: {where}",
    ),
    "referral_link": Text(
        "Bashkë: një bashki ju bën një pyetje. Përgjigjuni deri më {by}: {where}/referrals/link/{code}/",
        "Bashkë: a municipality asks you something. Answer by {by}: {where}/referrals/link/{code}/",
    ),
    "enrolled": Text(
        "Bashkë: vendi juaj është gati nga {by}. Shihni me kodin tuaj ku dhe kur: {where}",
        "Bashkë: your place is ready from {by}. See with your code where and when: {where}",
    ),
    "visit_reminder": Text(
        "Bashkë: ju kujtojmë takimin tuaj më {by}, ora {hour}. Shihni me kodin tuaj: {where}",
        "Bashkë: a reminder of your appointment on {by} at {hour}. See with your code: {where}",
    ),
    "visit_moved": Text(
        "Bashkë: takimi juaj ka një kohë të re: {by}, ora {hour}. Shihni me kodin tuaj: {where}",
        "Bashkë: your appointment has a new time: {by} at {hour}. See with your code: {where}",
    ),
    "visit_called_off": Text(
        "Bashkë: takimi juaj i datës {by} nuk mbahet. Shihni me kodin tuaj çfarë vjen më pas: {where}",
        "Bashkë: your appointment of {by} does not take place. See with your code what comes next: {where}",
    ),
    "place_offered": Text(
        "Bashkë: ka një lajm të mirë për ju. Përgjigjuni deri më {by}. Shihni me kodin tuaj: {where}",
        "Bashkë: there is good news for you. Please answer by {by}. See with your code: {where}",
    ),
    "case_closed": Text(
        "Bashkë: rasti juaj u mbyll. Arsyen dhe rrugët e ankimit i shihni me kodin tuaj: {where}",
        "Bashkë: your case was closed. See the reason and how to appeal with your code: {where}",
    ),
    "case_reopened": Text(
        "Bashkë: rasti juaj u hap përsëri. Shihni me kodin tuaj çfarë vjen më pas: {where}",
        "Bashkë: your case was opened again. See with your code what comes next: {where}",
    ),
    "service_unconfirmed": Text(
        "Bashkë: të dhënat e shërbimit “{service}” nuk janë konfirmuar që nga {by}. Hyni dhe konfirmojini: {where}",
        "Bashkë: the details of “{service}” were last confirmed on {by}. Sign in and confirm them: {where}",
    ),
}

HIDDEN_CODE = "••••-••••-••••-••••"  # stands in the kept text where the code stood in the message


class UnknownTemplate(LookupError):
    """No text has this name: a slip in code, not a refusal to a person."""


def compose(template: str, language: str, values: Mapping[str, str]) -> str:
    """The message in the reader's language. Raises UnknownTemplate, and KeyError when a value is missing."""
    if template not in TEXTS:
        raise UnknownTemplate(template)
    return TEXTS[template].spoken(language).format_map(values)


def clean_phone(text: str) -> str | None:
    """A telephone number as the world writes it, +355692000011; None when no such number can exist. Albania when no country is told."""
    try:
        number = phonenumbers.parse(text, "AL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_sms(phone: str) -> bool:
    """Can a message reach this number? A number that is known to be a fixed line cannot take one."""
    number = phonenumbers.parse(phone, "AL")
    return phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.FIXED_LINE
