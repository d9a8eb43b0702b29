"""The work of several with her: who is in her plan, what they noted and proposed, what they decided together."""

from django.utils.translation import gettext_lazy as _

from bashke.person.casework.models import Conference, Decision, Dissent, GoalProposal, Minutes, PlanMember, ProgressNote

from . import said
from .part import Field, Part, Why

TOGETHER: tuple[Part, ...] = (
    Part(
        "members",
        _("Who works with you beside your social worker"),
        PlanMember,
        (
            Field("invited_at", _("When"), said.moment),
            Field("discipline", _("For what"), said.term("discipline")),
            Field("institution", _("With whom"), take=lambda row: row.institution.name),
            Field("purpose", _("What was asked")),
            Field("basis", _("Why they may know of you"), said.term("sharing_basis")),
            Field("status", _("How far it is"), said.member),
            Field("joined_at", _("Begun"), said.moment),
            Field("ended_at", _("Ended"), said.moment),
            Field("ended_words", _("Why it ended")),
        ),
        "invited_at",
        joins=("institution",),
        out={Why.STAFF: "worker invited_by", Why.INSIDE: "id case municipality person consent person_name person_phone"},
    ),
    Part(
        "progress",
        _("What they noted"),
        ProgressNote,
        (
            Field("at", _("When"), said.moment),
            Field("action", _("What"), take=lambda row: row.action.what),
            Field("words", _("What was written")),
            Field("done", _("Said to be done"), said.yes),
        ),
        "at",
        joins=("action",),
        out={Why.STAFF: "by", Why.INSIDE: "id member case municipality person"},
    ),
    Part(
        "proposals",
        _("Goals they proposed"),
        GoalProposal,
        (
            Field("at", _("When"), said.moment),
            Field("statement", _("Goal")),
            Field("what", _("What")),
            Field("due_on", _("By"), said.day),
            Field("status", _("How far it is"), said.proposal),
            Field("answered_at", _("Answered"), said.moment),
            Field("answer_words", _("How it was answered")),
        ),
        "at",
        out={Why.STAFF: "by answered_by", Why.INSIDE: "id member case municipality person"},
    ),
    Part(
        "conferences",
        _("Conferences about your case"),
        Conference,
        (
            Field("at", _("When"), said.moment),
            Field("place", _("Where")),
            Field("question", _("Which question")),
            Field("status", _("How far it is"), said.conference),
            Field("person_invited", _("You were invited"), said.yes),
            Field("why_not", _("If not, why")),
        ),
        "at",
        out={Why.STAFF: "chair called_by", Why.INSIDE: "id case municipality person called_at planned_version"},
    ),
    Part(
        "minutes",
        _("What was said there"),
        Minutes,
        (
            Field("at", _("Signed"), said.moment),
            Field("version", _("Number")),
            Field("text", _("What was written")),
            Field("why", _("Why it was corrected")),
        ),
        "at",
        out={Why.STAFF: "by", Why.INSIDE: "id conference case municipality person present"},
    ),
    Part(
        "decisions",
        _("What was decided there"),
        Decision,
        (
            Field("domain", _("For what"), said.term("domain")),
            Field("what", _("What")),
            Field("owner", _("Who"), said.owner),
            Field("owner_name", _("Name")),
            Field("due_on", _("By"), said.day),
        ),
        "due_on",
        out={Why.INSIDE: "id minutes conference case municipality person number version need discipline"},
    ),
    Part(
        "dissents",
        _("Who did not agree there"),
        Dissent,
        (Field("at", _("When"), said.moment), Field("words", _("What was written"))),
        "at",
        out={Why.STAFF: "by", Why.INSIDE: "id conference case municipality person"},
    ),
)
