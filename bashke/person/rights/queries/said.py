"""What stands in a copy as codes and dates, said in the language of the page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bashke.ground.design.queries import LANGUAGE_NAMES, page_language
from bashke.ground.design.rules import date_long
from bashke.ground.law.queries import label
from bashke.person.casework.queries import words
from bashke.person.delivery.models import OUTCOME
from bashke.person.delivery.rules import WORDS as ENROLMENT
from bashke.person.people.forms import DAYS, REACHES
from bashke.person.people.models import GIVEN, SHARED
from bashke.person.people.rules import Sex
from bashke.person.referrals.rules import WORDS as REFERRAL
from bashke.person.requests.rules import WORDS as REQUEST

Say = Callable[[Any], str]


def day(value: str) -> str:
    return date_long(date.fromisoformat(value), page_language())


def moment(value: str) -> str:
    when = localtime(datetime.fromisoformat(value))
    return f"{date_long(when, page_language())}, {when:%H:%M}"


def yes(value: bool) -> str:
    return _("yes") if value else _("no")


def term(kind: str) -> Say:
    """A code of one typology."""
    return lambda code: label(kind, code)


def terms_of(kind: str) -> Say:
    return lambda codes: "; ".join(label(kind, code) for code in codes)


def _from(table: Mapping[Any, Any]) -> Say:
    known = {str(code): text for code, text in table.items()}
    return lambda code: str(known.get(code, code))


domains = terms_of("domain")
spoken = term("spoken_language")
reach, given = _from(dict(REACHES)), _from(GIVEN)
request, referral, enrolment, outcome = _from(REQUEST), _from(REFERRAL), _from(ENROLMENT), _from(OUTCOME)
case, need, plan, step, closure = _from(words.CASE), _from(words.NEED), _from(words.PLAN), _from(words.NEXT_STEP), _from(words.CLOSURE)
assessment, place, owner, agreement = _from(words.ASSESSMENT_KIND), _from(words.PLACE), _from(words.OWNER), _from(words.AGREEMENT)
member, proposal, conference = _from(words.MEMBER), _from(words.PROPOSAL), _from(words.CONFERENCE)
visit, visit_kind = _from(words.VISIT), _from(words.VISIT_KIND)
language = _from(LANGUAGE_NAMES)


def sex(value: str) -> str:
    return {str(Sex.FEMALE): _("Female"), str(Sex.MALE): _("Male")}.get(value, _("Not told"))


def side(value: str) -> str:
    return _("The office") if value == "office" else _("You")


def days(value: Iterable[int]) -> str:
    names = dict(DAYS)
    return ", ".join(str(names[one]) for one in value)


def shares(value: Iterable[str]) -> str:
    names = {str(code): text for code, text in SHARED.items()}
    return ", ".join(str(names[one]) for one in value)


def ladder(value: Mapping[str, int]) -> str:
    return "; ".join(f"{label('domain', code)}: {rung}" for code, rung in value.items())


def by_domain(value: Mapping[str, str]) -> str:
    return "; ".join(f"{label('domain', code)}: {text}" for code, text in value.items() if text)


def functioning(value: Mapping[str, str]) -> str:
    return "; ".join(f"{label('washington_question', question)} {label('washington_answer', answer)}" for question, answer in value.items())
