"""The referral sheet (fletë-referim): what one service is asked to do for one person, and the answer that comes back on it.

Duty: Law 121/2016 on social care services. It carries the slice the person agreed to share, and nothing more.
"""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long, date_weekday, phone_number
from bashke.ground.institutions.papers import letterhead
from bashke.ground.institutions.queries import office_of
from bashke.ground.papers.rules import Block, Boxes, Facts, Heading, Lead, Notice, Paper, Quote, Signatures
from bashke.person.people.rules import Share
from bashke.person.requests.papers import PROTOCOL

from .models import Referral
from .rules import Status

SHARED = frozenset({Status.SENT, Status.ACCEPTED})  # a service that does not take the person keeps no telephone number of hers


def sheet(referral: Referral) -> Paper:
    """The sheet as it stands today: with lines for the answer while it is waited for, with the answer once it came."""
    service, provider = referral.service, referral.provider
    sent = date_long(localtime(referral.sent_at).date(), page_language())
    return Paper(
        title=_("Referral sheet"), sender=letterhead(office_of(referral.municipality_id)), date=sent,
        reference=str(PROTOCOL), recipient=tuple(line for line in (service.name, provider.name, provider.address) if line),
        blocks=(
            Lead(_("Need: %(domain)s") % {"domain": referral.domain_name}), Heading(_("What you are asked to do")), Quote(referral.purpose),
            Heading(_("The person")), Facts(_person(referral)),
            Heading(_("Who asks")), Facts(_asker(referral)),
            Notice(_("Shared with the person's agreement"), _agreement(referral)),
            Heading(_("The answer")), *_answer(referral),
        ),
        foot=_("For the service named above and for nobody else. Every opening of this sheet is written down, and the person sees it."),
    )  # fmt: skip


def _person(referral: Referral) -> tuple[tuple[str, str, str], ...]:
    """The fields the person agreed to; one she did not share has no line."""
    age = str(referral.person_age) if referral.person_age is not None else _("not known")
    rows = [(_("Name"), referral.who, "")]
    if Share.AGE in referral.shared:
        rows.append((_("Age"), age, ""))
    if referral.person_language:
        rows.append((_("Language"), referral.language_name, ""))
    if referral.status in SHARED and referral.person_phone:
        rows.append((_("Telephone"), phone_number(referral.person_phone), ""))
    if referral.status in SHARED and referral.safety_note:
        rows.append((_("For safety"), referral.safety_note, ""))
    return (*rows, (_("Lives in"), referral.municipality.name, ""))


def _asker(referral: Referral) -> tuple[tuple[str, str, str], ...]:
    worker = referral.sent_by
    rows = [(_("Social worker"), worker.name, phone_number(worker.phone) if worker.phone else "")]
    if referral.status == Status.SENT:
        due = localtime(referral.due_at)
        hour = f", {due:%H:%M}" if referral.in_hours else ""
        rows.append((_("Answer by"), f"{date_weekday(due.date(), page_language())}{hour}", ""))
    return tuple(rows)


def _agreement(referral: Referral) -> str:
    day = date_long(localtime(referral.agreed_at).date(), page_language())
    return _("The person agreed on %(day)s that this sheet is sent to this service. Use it only to answer.") % {"day": day}


def _answer(referral: Referral) -> tuple[Block, ...]:
    if referral.status == Status.SENT:
        choices = (_("Accepted. The person can come from: ____________"), _("Declined, because: ____________________________"))
        return (Boxes(choices), Signatures((_("For the service"), _("Date"))))
    rows = [(_("Answer"), referral.status_name, "")]
    if referral.decline_reason:
        rows.append((_("Reason"), referral.reason_name, ""))
    if referral.answered_at:
        day = date_long(localtime(referral.answered_at).date(), page_language())
        rows.append((_("Answered by"), referral.answerer, day))
    words: tuple[Block, ...] = (Quote(referral.answer_words),) if referral.answer_words else ()
    return (Facts(tuple(rows)), *words)
