"""Who she is, what she asked and agreed to, and what was written to her: every field, or the reason why it stays out."""

from django.utils.translation import gettext_lazy as _

from bashke.ground.notices.models import Notice
from bashke.person.conversations.models import Message
from bashke.person.people.models import Consent, ContactWish, Membership, Person
from bashke.person.requests.models import Appeal, Request, Triage
from bashke.person.requests.rules import ForWhom

from . import said
from .part import Field, Part, Why


def _own_words(request: Request) -> str:
    """What somebody else wrote about her may show who it was."""
    return request.words if request.for_whom == ForWhom.SELF else ""


HERS: tuple[Part, ...] = (
    Part(
        "person",
        _("Who you are"),
        Person,
        (
            Field("given_name", _("Given name")),
            Field("family_name", _("Family name")),
            Field("father_name", _("Father's name")),
            Field("birth_date", _("Date of birth"), said.day),
            Field("sex", _("Sex"), said.sex),
            Field("personal_number", _("Personal number")),
            Field("phone", _("Phone")),
            Field("address", _("Address")),
            Field("unit", _("Administrative unit"), take=lambda row: row.unit.name if row.unit else ""),
            Field("language", _("Language of letters and messages"), said.language),
            Field("created_at", _("Written down on"), said.moment),
        ),
        "created_at",
        path="pk",
        joins=("unit",),
        out={Why.INSIDE: "id municipality sort_key same_as synthetic"},
    ),
    Part(
        "wish",
        _("How you want to be reached"),
        ContactWish,
        (
            Field("reach", _("How"), said.reach),
            Field("days", _("On which days"), said.days),
            Field("since", _("From (hour)")),
            Field("until", _("Until (hour)")),
            Field("never_with_others", _("Never in front of others"), said.yes),
            Field("notices", _("Text messages that there is news"), said.yes),
            Field("spoken", _("Language you speak best"), said.spoken),
            Field("interpreter", _("Interpreter"), said.yes),
            Field("words", _("In your words")),
            Field("at", _("When"), said.moment),
        ),
        "at",
        out={Why.STAFF: "by", Why.INSIDE: "person municipality"},
    ),
    Part(
        "homes",
        _("Households you lived in"),
        Membership,
        (
            Field("place", _("As what"), said.term("household_place")),
            Field("since", _("Since"), said.day),
            Field("until", _("Until"), said.day),
        ),
        "entered_at",
        out={Why.OTHERS: "household", Why.STAFF: "entered_by", Why.INSIDE: "id municipality person entered_at synthetic"},
    ),
    Part(
        "consents",
        _("What you agreed to share"),
        Consent,
        (
            Field("given_at", _("When"), said.moment),
            Field("recipient", _("With whom"), take=lambda row: row.recipient.name),
            Field("purpose", _("For what")),
            Field("fields", _("What"), said.shares),
            Field("onward", _("Also with the next service that fits"), said.yes),
            Field("given", _("How you agreed"), said.given),
            Field("valid_until", _("Until"), said.day),
            Field("withdrawn_at", _("Taken back"), said.moment),
        ),
        "given_at",
        joins=("recipient",),
        out={Why.STAFF: "recorded_by withdrawn_by", Why.INSIDE: "id municipality person synthetic"},
    ),
    Part(
        "requests",
        _("Your requests"),
        Request,
        (
            Field("received_at", _("When"), said.moment),
            Field("domains", _("What is needed"), said.domains),
            Field("words", _("In your words"), take=_own_words),
            Field("name", _("Name")),
            Field("father_name", _("Father's name")),
            Field("birth_date", _("Date of birth"), said.day),
            Field("phone", _("Phone")),
            Field("how_to_reach", _("How to reach you")),
            Field("language", _("Language of letters and messages"), said.language),
            Field("spoken", _("Language you speak best"), said.spoken),
            Field("urgency", _("Urgency"), said.term("triage_class")),
            Field("status", _("How far it is"), said.request),
            Field("answer_due_at", _("Answer by"), said.moment),
            Field("decide_due_at", _("Decide by"), said.moment),
            Field("contact_due_at", _("First contact by"), said.moment),
            Field("answered_at", _("Answered"), said.moment),
            Field("refusal_reason", _("Why it was refused"), said.term("refusal_reason")),
            Field("refusal_words", _("What you were told")),
        ),
        "received_at",
        out={
            Why.OTHERS: "asker_name asker_phone asker_relation asker_office permission_given without_permission channel for_whom",
            Why.STAFF: "responsible",
            Why.INSIDE: "id municipality unit given_name family_name tracks key person file escalated_at synthetic",
        },
    ),
    Part(
        "urgencies",
        _("How urgent it was judged"),
        Triage,
        (
            Field("at", _("When"), said.moment),
            Field("flags", _("Signs that were seen"), said.terms_of("red_flag")),
            Field("chosen", _("Urgency"), said.term("triage_class")),
            Field("reason", _("Why less urgent than the signs"), said.term("override_down_reason")),
        ),
        "at",
        path="request__person",
        out={Why.STAFF: "by second", Why.INSIDE: "id request municipality file sets worst status second_at"},
    ),
    Part(
        "appeals",
        _("Your appeals"),
        Appeal,
        (
            Field("received_at", _("When"), said.moment),
            Field("words", _("In your words")),
            Field("refusal_words", _("What you were told")),
            Field("decide_due_at", _("Decide by"), said.moment),
            Field("decided_at", _("Decided"), said.moment),
            Field("decision_words", _("What was decided")),
        ),
        "received_at",
        path="request__person",
        out={
            Why.STAFF: "taken_by refused_by decided_by",
            Why.INSIDE: "id request municipality late refused_at refusal_reason status",
        },
    ),
    Part(
        "messages",
        _("Messages"),
        Message,
        (
            Field("at", _("When"), said.moment),
            Field("from", _("Who wrote"), said.side, lambda row: "office" if row.worker_id else "you"),
            Field("words", _("What was written")),
            Field("settled_words", _("How it was answered")),
        ),
        "at",
        out={
            Why.STAFF: "worker answered_by",
            Why.INSIDE: "id municipality request person asker key status due_at answered_at escalated_at read_at",
        },
    ),
    Part(
        "notices",
        _("Text messages we sent you"),
        Notice,
        (
            Field("created_at", _("When"), said.moment),
            Field("recipient", _("To")),
            Field("text", _("What was written")),
        ),
        "created_at",
        out={Why.INSIDE: "id municipality person request channel language template sealed status not_before attempts"},
    ),
)
