"""The people a visitor of the demo meets, made by the cast through the real actions. All synthetic.

In Shkodër: Ana Marku has just asked and waits in the queue, so that a visitor can walk her whole way. Mirela has a plan and waits
for Ilir's answer; Agim is with Ilir; Elira waits for a place; Shpresa's closure and Liri's urgency wait for Drita; Bujar meets
silence; Pal is overdue; Zef and Teuta are to be met these days; Lule and Hana wait for Ilir too; Sokol was refused. In Korçë Vera works
with Niko, and holds the Gjergj who also asks in Shkodër.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from bashke.ground.access.models import Post
from bashke.ground.access.queries import as_municipality, as_post
from bashke.ground.access.rules import Actor
from bashke.ground.directory.models import Service
from bashke.ground.journal.actions import record
from bashke.ground.journal.rules import Verb
from bashke.ground.law.queries import terms
from bashke.ground.law.rules import TIRANE, end_of
from bashke.ground.territory.models import Unit
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Need, Plan
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement, AssessmentKind, GoalDraft, NeedStatus, Place
from bashke.person.delivery import actions as delivery
from bashke.person.delivery.models import Enrolment
from bashke.person.people import actions as people
from bashke.person.people.models import Person
from bashke.person.referrals import actions as referrals
from bashke.person.referrals.models import Referral
from bashke.person.requests import actions as requests
from bashke.person.requests.models import Request
from bashke.person.requests.rules import ForWhom

from .asked import tell_data_requests, tell_what_is_over
from .cast import KORCE, SHKODER
from .guests import GOALS, GUESTS, TRIED, Guest
from .happened import tell_incidents
from .meetings import tell_meetings
from .months import tell_months
from .pouring import step_out
from .protected import tell_protected
from .shelter import tell_stays
from .team import tell_team
from .together import tell_together

SATURDAY = 5
FIRST = "ana"


@dataclass(frozen=True)
class Telling:
    """The present of the stories, and the codes that were given in them."""

    now: datetime
    codes: dict[str, str] = field(default_factory=dict)

    def back(self, days: int, hour: int = 10) -> datetime:
        """In office hours so many days ago; a weekend's work was done on the Friday before. Today: two hours ago."""
        if days == 0:
            return self.now - timedelta(hours=2)
        day = self.now.date() - timedelta(days=days)
        day -= timedelta(days=max(day.weekday() - SATURDAY + 1, 0))
        return datetime.combine(day, time(hour), tzinfo=TIRANE)


@transaction.atomic
def tell(now: datetime) -> list[dict[str, str]]:
    """Every story, once, and the codes a visitor may try, each with who holds it and how far she is. Told before: fresh codes."""
    told = Telling(now.astimezone(TIRANE))
    with as_municipality(SHKODER):
        before = Request.objects.filter(key=GUESTS[FIRST].press).exists()
    step_out()
    if before:
        _fresh_codes(told)
    else:
        for story in (_ana, _mirela, _agim, _elira, _shpresa, _liri, _bujar, _pal, _sokol, _niko, _gjergj, _more, _silence):
            story(told)
        tell_team(_acting, told.now)
        tell_protected(_acting, told.now)
        tell_stays(_acting, told.now)
        tell_incidents(_acting, told.now)
        tell_data_requests(_acting, told.now)
        tell_what_is_over(_acting, told.now)
        tell_together(_acting, told.now)
        tell_meetings(_acting, told.now)
        tell_months(_acting, told.now)
    return [{"about": name, "sq": sq, "en": en, "code": told.codes[key]} for key, (name, sq, en) in TRIED.items()]


# --- the stories ------------------------------------------------------------------------------------------------


def _ana(told: Telling) -> None:
    """Asked this morning, and nobody has looked yet. A visitor is her next social worker."""
    _ask("ana", told)
    _ask("fatime", told)  # asked days ago and met silence


def _mirela(told: Telling) -> None:
    """A plan she agreed to; one need declined once; another waits for Ilir. Her code shows who opened her file."""
    case = _case("mirela", told, ladder={"child_wellbeing": 1, "income": 2, "documents": 2, "social_ties": 3})
    _at_home(case, told, "Endri", date(told.now.year - 6, 3, 14), "m", place="child", kind="child")
    _at_home(case, told, "Dile", date(told.now.year - 61, 9, 2), "f", place="parent", kind="parent", since=date(told.now.year - 1, 10, 1))
    _plan(case, told.back(32), "Për djalin po, gjithçka. Vetëm mos më nxirrni nga puna.")
    to_luan = _refer(case, "income", "Rights office", told.back(20), "Këshillim për pagesën e aftësisë së kufizuar të djalit.")
    with _acting("luan") as luan:
        words = "Këtë e bën zyra e shërbimit social; ne këshillojmë vetëm për banesat."
        referrals.decline(by=luan, at=told.back(17), referral=Referral.objects.get(pk=to_luan), reason="outside_profile", words=words)
    purpose = "Vend në qendrën ditore për djalin gjashtë vjeç, që nuk flet; logoped nëse ka."
    _refer(case, "child_wellbeing", "Day centre for children", told.back(1), purpose)
    for name, reason in (("drita", "shqyrtim i ngarkesës së ekipit"), ("besa", "")):
        with _acting(name) as by:
            record(Verb.FILE_OPENED, Case.objects.get(pk=case), person=_person_of(case), municipality=by.municipality, reason=reason)


def _agim(told: Telling) -> None:
    """Comes to Ilir's counselling every week but one."""
    case = _case("agim", told, ladder={"social_ties": 1})
    _plan(case, told.back(64), "Vij, por jo të enjteve: të enjten shkoj te varri.")
    referral = _refer(case, "social_ties", "Family counselling", told.back(60), "Shoqëri dhe bisedë një herë në javë.")
    enrolment = _accept(referral, told, 56, words="E presim të martën.")
    with _acting("ilir") as ilir:
        delivery.enrol(by=ilir, at=told.back(52), enrolment=Enrolment.objects.get(pk=enrolment), on=told.back(52).date())
        for number, days in enumerate((45, 38, 31, 24, 17, 10, 3)):
            mine, held = [Enrolment.objects.select_related("service").get(pk=enrolment)], told.back(days)
            present, absent = ([], mine) if number == 3 else (mine, [])
            topic = ("Njohje", "Bisedë", "Lojë domino", "Bisedë", "Letër për vëllain", "Dalje në park", "Bisedë")[number]
            delivery.record_session(
                by=ilir, at=held + timedelta(hours=2), service=mine[0].service, held_on=held.date(), minutes=60, topic=topic,
                present=present, absent=absent, key=uuid5(NAMESPACE_URL, f"agim/{number}"),
            )  # fmt: skip
    with _acting("besa") as besa:
        casework.review(
            by=besa, at=told.back(21), case=Case.objects.get(pk=case), summary="Vjen çdo javë dhe ka filluar të flasë me të tjerët.",
            own_words="Më bën mirë. Do të vij edhe dimrit.", next_due=end_of(told.now.date()),
        )  # fmt: skip


def _elira(told: Telling) -> None:
    """Accepted, and waiting for a day to begin; yesterday a place was offered to whoever is first in the line."""
    case = _case("elira", told, ladder={"child_wellbeing": 2})
    _plan(case, told.back(18), "Po, sa më shpejt.")
    referral = _refer(
        case, "child_wellbeing", "Day centre for children", told.back(12), "Vend në qendrën ditore gjatë orarit të punës së nënës."
    )
    _accept(referral, told, 8)
    with _acting("ilir") as ilir:
        delivery.offer_next(by=ilir, at=told.back(1), service=Service.objects.get(name_en="Day centre for children"))


def _shpresa(told: Telling) -> None:
    """Everything is done; the closure waits for Drita's signature."""
    case = _case("shpresa", told, ladder={"documents": 1, "income": 2})
    _plan(case, told.back(108), "Po, vetëm mos vonohet.")
    with _acting("besa") as besa:
        for domain, days in (("documents", 60), ("income", 20)):
            need = Need.objects.get(case=case, domain=domain)
            casework.move_need(by=besa, at=told.back(days), need=need, to=NeedStatus.MET, words="U krye.", rung=4)
        outcome = "Letërnjoftimi u mor dhe ndihma ekonomike po paguhet. Shpresa tha se ia del vetë."
        casework.propose_closure(by=besa, at=told.back(1), case=Case.objects.get(pk=case), reason="goals_met", outcome=outcome)


def _liri(told: Telling) -> None:
    """Judged less urgent than her red flag; Drita must look at it too."""
    request = _ask("liri", told)
    with _acting("besa") as besa:
        requests.set_urgency(
            by=besa, at=told.back(1, 11), request=Request.objects.get(pk=request), flags=["eviction_soon"], chosen="soon",
            reason="danger_passed",
        )  # fmt: skip


def _bujar(told: Telling) -> None:
    """Referred to help at home; the provider is silent past its time."""
    case = _case("bujar", told, ladder={"disability_support": 1, "food": 2, "health": 3})
    _plan(case, told.back(22), "Mirë, po gruan mos e lodhni.")
    _refer(case, "disability_support", "Help at home", told.back(15), "Ndihmë çdo mëngjes për ngritje, larje dhe veshje.")


def _pal(told: Telling) -> None:
    """Registered, but nobody has met him, and the time for it is over."""
    request = _ask("pal", told)
    _register("pal", request, told)


def _sokol(told: Telling) -> None:
    """Refused with a reason, in words, and with a way to appeal."""
    request = _ask("sokol", told)
    with _acting("besa") as besa:
        row = Request.objects.get(pk=request)
        requests.set_urgency(by=besa, at=told.back(11), request=row, flags=[])
        words = (
            "Banesa juaj i plotëson kushtet e ligjit, prandaj nuk mund të hapim një rast për ndërrimin e saj. Mund të ankoheni pa pagesë."
        )
        requests.refuse(by=besa, at=told.back(11, 12), request=row, reason="not_eligible", words=words)


def _niko(told: Telling) -> None:
    """Vera's own case in Korçë: assessed, the plan is a draft."""
    case = _case("niko", told, ladder={"health": 2, "social_ties": 1}, worker="vera")
    _plan(case, told.back(3), "", worker="vera", agree=False)


def _gjergj(told: Telling) -> None:
    """Known in Korçë. Now he asks in Shkodër, where a search says only: known elsewhere, ask."""
    _case("gjergj", told, ladder={"income": 2, "health": 2}, worker="vera")
    _ask("gjergj-again", told)


def _more(told: Telling) -> None:
    """Two whom Besa must meet these days, and two more who wait for Ilir's answer."""
    for key, flag in (("zef", "no_vital_medicine"), ("teuta", "carer_exhausted")):
        _register(key, _ask(key, told), told, flags=(flag,))
    lule = _case("lule", told, ladder={"social_ties": 2, "documents": 2})
    _plan(lule, told.back(25), "Po, por jo në mëngjes herët.")
    _refer(lule, "social_ties", "Family counselling", told.back(3), "Bisedë dhe shoqëri, pasdite.")
    hana = _case("hana", told, ladder={"education": 2})
    _plan(hana, told.back(20), "Po, dua të lexoj si motra.")
    _refer(hana, "education", "Day centre for children", told.back(4), "Ndihmë me leximin pas shkollës, tri herë në javë.")


def _silence(told: Telling) -> None:
    """The jobs look: what is late goes to the supervisor, and the person is told."""
    for lau in (SHKODER, KORCE):
        with as_municipality(lau) as machine:
            requests.escalate_late(by=machine, at=told.now)
            referrals.escalate_late(by=machine, at=told.now)
        step_out()


# --- the steps --------------------------------------------------------------------------------------------------


@contextmanager
def _acting(username: str) -> Iterator[Actor]:
    """In the context of one of the cast; afterwards the jobs' login again."""
    post = Post.objects.select_related("worker", "institution").get(worker__username=username)
    with as_post(post) as actor:
        yield actor
    step_out()


def _ask(key: str, told: Telling) -> UUID:
    """The request as it came in; what came by the web was written by nobody of the office."""
    guest = GUESTS[key]
    with as_municipality(guest.municipality) as machine:
        asked = requests.ask(
            by=machine, at=told.back(guest.days, 8), municipality=guest.municipality, unit=_unit(guest), channel=guest.channel,
            for_whom=ForWhom.OTHER if guest.asker[0] else ForWhom.SELF, domains=guest.domains, words=guest.words,
            given_name=guest.given_name, family_name=guest.family_name, birth_date=guest.birth_date, phone=guest.phone,
            asker_name=guest.asker[0], asker_relation=guest.asker[1], asker_phone=guest.asker[2], permission_given=bool(guest.asker[0]),
            key=guest.press, synthetic=True,
        )  # fmt: skip
    step_out()
    told.codes[key] = asked.code
    return asked.request.pk


def _register(key: str, request: UUID, told: Telling, worker: str = "besa", flags: tuple[str, ...] = ()) -> UUID:
    """The worker judges the urgency, finds or adds the person, and opens the case a day after the request came."""
    guest, at = GUESTS[key], told.back(max(GUESTS[key].days - 1, 1), 9)
    with _acting(worker) as by:
        row = Request.objects.get(pk=request)
        requests.set_urgency(by=by, at=at, request=row, flags=flags)
        household = people.add_household(by=by, unit=_unit(guest), address=f"Lagjja 3, nr. 14, {guest.unit}", synthetic=True)
        person = people.add_person(
            by=by, at=at, given_name=guest.given_name, family_name=guest.family_name, father_name=guest.father,
            birth_date=guest.birth_date, sex=guest.sex, personal_number=guest.number, phone=guest.phone, address=household.address,
            unit=_unit(guest), synthetic=True,
        )  # fmt: skip
        people.join(by=by, at=at, household=household, person=person, place="head")
        row.refresh_from_db()
        return casework.open_case(by=by, at=at + timedelta(minutes=20), person=person, request=row).pk


def _at_home(
    case: UUID, told: Telling, name: str, born: date, sex: str, *, place: str, kind: str, since: date | None = None, worker: str = "besa"
) -> None:  # fmt: skip
    """Somebody of the person's family lives with her."""
    with _acting(worker) as by:
        person = Person.objects.get(pk=_person_of(case))
        at = told.back(20)
        other = people.add_person(
            by=by, at=at, given_name=name, family_name=person.family_name, birth_date=born, sex=sex, address=person.address, unit=person.unit,
            synthetic=True,
        )  # fmt: skip
        home = person.memberships.select_related("household").get().household
        people.bring_in(by=by, at=at, person=person, other=other, household=home, place=place, since=since, kind=kind)


def _case(key: str, told: Telling, ladder: dict[str, int], worker: str = "besa") -> UUID:
    """Asked, registered, met at home and assessed within ten days."""
    case = _register(key, _ask(key, told), told, worker)
    whole = {row.code: 4 for row in terms("domain")} | ladder
    answers = {row.code: "no_difficulty" for row in terms("washington_question")}
    with _acting(worker) as by:
        casework.assess(
            by=by, at=told.back(GUESTS[key].days - 7), case=Case.objects.get(pk=case), kind=AssessmentKind.FULL, place=Place.HOME,
            ladder=whole, functioning=answers, wishes=GUESTS[key].words.split(".")[0] + ".", notes="Vizitë në banesë.",
        )  # fmt: skip
    return case


def _plan(case: UUID, at: datetime, own_words: str, worker: str = "besa", *, agree: bool = True) -> None:
    """A goal and an action for every need, agreed two days later unless it stays a draft."""
    with _acting(worker) as by:
        row = Case.objects.select_related("person").get(pk=case)
        goals = [
            GoalDraft(need, GOALS[need.domain], need.rung + 2, [
                ActionDraft("Flet me ofruesin dhe rregullon vendin", ActionOwner.WORKER, by.worker_name, at.date() + timedelta(days=28)),
                ActionDraft("Sjell dokumentet që kërkohen", ActionOwner.PERSON, row.person.name, at.date() + timedelta(days=21)),
            ])
            for need in row.needs.order_by("domain")
        ]  # fmt: skip
        plan = casework.write_plan(by=by, at=at, case=row, own_words=own_words, goals=goals)
        if agree:
            casework.agree_plan(
                by=by, at=at + timedelta(hours=3), plan=Plan.objects.get(pk=plan.pk), how=Agreement.SIGNED, own_words=own_words
            )


def _refer(case: UUID, domain: str, service: str, at: datetime, purpose: str) -> UUID:
    with _acting("besa") as besa:
        need = Need.objects.get(case=case, domain=domain)
        row = Service.objects.get(name_en=service, provider__synthetic=True, municipality=SHKODER, provider__in=_cast_providers())
        return referrals.send(by=besa, at=at, need=need, service=row, purpose=purpose).pk


def _accept(referral: UUID, told: Telling, days: int, words: str = "") -> UUID:
    with _acting("ilir") as ilir:
        referrals.accept(by=ilir, at=told.back(days), referral=Referral.objects.get(pk=referral), words=words)
        return Enrolment.objects.get(referral=referral).pk


def _cast_providers() -> list[int]:
    return list(Post.objects.filter(worker__username__in=("ilir", "luan")).values_list("institution", flat=True))


def _person_of(case: UUID) -> UUID:
    return Person.objects.get(cases=case).pk


def _unit(guest: Guest) -> Unit:
    return Unit.objects.get(municipality=guest.municipality, name=guest.unit)


def _fresh_codes(told: Telling) -> None:
    """The loading was interrupted after the stories: Besa hands over new codes."""
    with _acting("besa") as besa:
        for key in TRIED:
            request = Request.objects.get(key=GUESTS[key].press)
            told.codes[key] = requests.issue_code(by=besa, at=told.now, request=request, whole_file=True)
