"""Papers of a case: the individual plan to sign and keep, and the letter that says why the work ended and what came of it.

Duty: Law 121/2016 on social care services (the plan is the person's too); Law 44/2015, Code of Administrative Procedure
(an end of help against her wish is a decision with reasons and a way to appeal).
"""

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bashke.ground.design.queries import page_language
from bashke.ground.design.rules import date_long
from bashke.ground.institutions.papers import letterhead
from bashke.ground.institutions.queries import office_of
from bashke.ground.law.queries import anchors, appeal_routes, label, term
from bashke.ground.papers.rules import Block, Facts, Heading, Lead, Notice, Paper, Points, Quote, Signatures, Table, Words
from bashke.person.requests.papers import PROTOCOL, appeal_blocks

from .models import Closure, Goal, Need, Plan
from .queries.conferences import Held
from .queries.words import NEED
from .rules import ActionOwner, NeedStatus, PlanStatus

OWNER_WORDS: dict[str, str | Promise] = {
    ActionOwner.WORKER: gettext_lazy("your social worker"),
    ActionOwner.PERSON: gettext_lazy("you yourself"),
    ActionOwner.FAMILY: gettext_lazy("your family"),
    ActionOwner.PROVIDER: gettext_lazy("the service"),
    ActionOwner.TEAM: gettext_lazy("somebody of your team"),
}
WIDTHS = (5, 4, 3)


def plan(held: Plan, *, printed_on: date) -> Paper:
    """The plan with its goals and who does what by when; a draft says so and has lines to sign on. Goals and actions prefetched."""
    agreed = held.agreed_at is not None
    names = (held.person.name, _("%(name)s, social worker") % {"name": held.case.worker.name})
    blocks: list[Block] = [Words(_standing(held))]
    if held.own_words:
        blocks += [Heading(_("In your own words")), Quote(held.own_words)]
    for number, goal in enumerate(held.goals.all(), start=1):
        blocks += _goal(number, goal)
    yours = _("You may ask to change it at any time, and nothing in it is done without you.")
    blocks.append(Notice(_("This plan is yours"), yours))
    if not agreed or held.agreed_how == "signed":
        blocks.append(Signatures(names))
    return Paper(
        title=_("Individual plan, version %(number)s") % {"number": held.version}, sender=letterhead(office_of(held.municipality_id)),
        recipient=(held.person.name,), date=_said(printed_on), blocks=tuple(blocks),
        foot=_("Everyone who opens your file is written down, and you can see it with your code."),
    )  # fmt: skip


def closure_letter(closure: Closure, needs: list[Need]) -> Paper:
    """Why the work on a case ended, what came of each need, how to appeal or ask again. Only for a signed closure."""
    case = closure.case
    ended_at = case.closed_at or closure.signed_at or closure.asked_at
    reason = term("closure_reason", closure.reason)
    routes = appeal_routes(ended_at, closure.municipality_id) if reason.extra.get("appeal") else []
    blocks: list[Block] = [
        Words(_("The work on your case, which began on %(began)s, ended on %(ended)s.") % {"began": _said(case.opened_at), "ended": _said(ended_at)}),
        Facts(((_("Why"), str(reason.label), ""), (_("Your social worker"), case.worker.name, ""))),
        Heading(_("What came of it")), Quote(closure.outcome),
    ]  # fmt: skip
    if needs:
        rows = tuple((label("domain", need.domain), _came(need)) for need in needs)
        blocks += [Heading(_("Your needs, and where each of them stands")), Table((_("Need"), _("Where it stands")), rows, (1, 1))]
    if case.follow_up_due_at:
        asks = _("By %(day)s the social worker asks how you are doing.") % {"day": _said(case.follow_up_due_at)}
        blocks.append(Words(asks))
    blocks.append(
        Notice(
            _("If you need help again"),
            _("Ask again at any time, at the office or online. You need not explain everything from the beginning."),
        )
    )
    blocks += appeal_blocks(routes)
    return Paper(
        title=_("The work on your case has ended"), sender=letterhead(office_of(closure.municipality_id)), recipient=(case.person.name,),
        date=_said(ended_at), reference=str(PROTOCOL), blocks=tuple(blocks),
        foot=_("Everyone who opens your file is written down, and you can see it with your code."),
    )  # fmt: skip


def minutes(held: Held) -> Paper:
    """The signed minutes of a conference: the question, who was there, what was said and decided, and who does not agree."""
    called, signed = held.conference, held.minutes[0]
    where = called.place or _("By telephone")
    there, absent = (", ".join(str(seat) for seat, came in held.attendance if came is wanted) or "–" for wanted in (True, False))
    person = _("is invited") if called.person_invited else _("is not invited: %(why)s") % {"why": called.why_not}
    rows = tuple((one.what, one.owner_name, _said(one.due_on)) for one in held.decisions)
    blocks: list[Block] = [
        Lead(called.question),
        Facts((
            (_("When"), _said(called.at), f"{localtime(called.at):%H:%M}"), (_("Where"), where, ""), (_("The person"), person, ""),
            (_("Was there"), there, ""), (_("Was not there"), absent, ""),
        )),
        Heading(_("What was said")), Quote(signed.text), Heading(_("What was decided")),
        Table((_("What is done"), _("Who does it"), _("By when")), rows, WIDTHS) if rows else Words(_("Nothing was decided.")),
    ]  # fmt: skip
    if held.dissents:
        blocks.append(Heading(_("Who does not agree")))
        for one in held.dissents:
            blocks += [Quote(one.words), Words(f"{one.by.name}, {_said(one.at)}")]
    if signed.why:
        blocks.append(Notice(_("Version %(number)s") % {"number": signed.version}, _("Corrected because: %(why)s") % {"why": signed.why}))
    blocks.append(Signatures((_("%(name)s, who led the conference") % {"name": signed.by.name},)))
    return Paper(
        title=_("Minutes of the case conference"), sender=letterhead(office_of(called.municipality_id)), recipient=(called.case.person.name,),
        date=_said(signed.at), reference=str(PROTOCOL), blocks=tuple(blocks),
        foot=_("Everyone who opens your file is written down, and you can see it with your code."),
    )  # fmt: skip


def _standing(held: Plan) -> str:
    if held.agreed_at is None:
        return _("This is a draft. It holds only when you agree to it.")
    told = {"day": _said(held.agreed_at), "worker": held.case.worker.name}
    said = _("Agreed on %(day)s with %(worker)s, social worker.") % told
    return said if held.status == PlanStatus.AGREED else f"{said} {_('A newer plan is being made.')}"


def _goal(number: int, goal: Goal) -> list[Block]:
    steps = anchors(goal.need.domain)
    facts = Facts((
        (_("About"), label("domain", goal.need.domain), ""), (_("Now"), str(steps[goal.baseline]), ""),
        (_("We want to reach"), str(steps[goal.target]), ""),
    ))  # fmt: skip
    rows = tuple((row.what, f"{row.owner_name} ({OWNER_WORDS[row.owner]})", _when(row.due_on, row.done_on)) for row in goal.actions.all())
    doing: list[Block] = (
        [Table((_("What is done"), _("Who does it"), _("By when")), rows, WIDTHS)]
        if rows
        else [Points((_("Nothing is written down yet."),))]
    )
    return [Heading(f"{number}. {goal.statement}"), facts, *doing]


def _when(due_on: date, done_on: date | None) -> str:
    return f"{_said(due_on)}\n{_('Done on %(day)s') % {'day': _said(done_on)}}" if done_on else _said(due_on)


def _came(need: Need) -> str:
    if need.status == NeedStatus.UNMET and need.unmet_reason:
        return f"{NEED[need.status]}. {label('unmet_reason', need.unmet_reason)}."
    return str(NEED[need.status])


def _said(moment: date | datetime) -> str:
    return date_long(localdate(moment) if isinstance(moment, datetime) else moment, page_language())
