"""More than one works on Mirela's plan, made by the cast through the real actions. All synthetic.

Ilir works with her son as psychologist with Mirela's consent, and proposes a goal; Drita looks after child protection;
Luan's service is asked for health and has not joined yet. They met twice; the minutes of the second time are missing.
Besa stays the owner throughout.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.institutions.models import Institution
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Need, PlanAction, PlanMember
from bashke.person.casework.rules import ActionDraft, ActionOwner, Agreement

from .cast import SHKODER

Acting = Callable[[str], AbstractContextManager[Actor]]
NAME = {"person__given_name": "Mirela", "person__family_name": "Hoti", "municipality": SHKODER}
TALK = "Flet me djalin dhe me nënën një herë në javë"
DAYS = "Djali provon qendrën ditore tri ditë në javë"
SCHOOL = "Sqaron me shkollën ndihmësin për djalin"


def tell_together(acting: Acting, now: datetime) -> None:
    """Asked, joined, agreed anew with the person, noted, proposed."""

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    with acting("ilir") as ilir:
        centre = _seat(ilir)
    with acting("luan") as luan:
        home = _seat(luan)
    with acting("besa") as besa:
        case = Case.objects.visible_to(besa).get(**NAME)
        talks = _ask(besa, ago(26), case, "psychology", centre, "Takime javore me djalin, që të flasë me të tjerët.")
        child = _ask(
            besa, ago(26), case, "child_protection", _seat(besa), "Të shohim bashkë nëse djali është mirë në shtëpi.",
            worker=Worker.objects.get(username="drita"), basis="own_office",
        )  # fmt: skip
        _ask(besa, ago(1), case, "health", home, "Kontroll i dëgjimit të djalit para dimrit.")
    with acting("ilir") as ilir:
        casework.join(by=ilir, at=ago(25), member=talks)
    with acting("drita") as drita:
        casework.join(by=drita, at=ago(25), member=child)
    _agreed(acting, now, case)
    _confer(acting, now, case, [talks])
    with acting("ilir") as ilir:
        action = PlanAction.objects.visible_to(ilir).get(what=TALK)
        casework.note_progress(
            by=ilir, at=ago(10), member=talks, action=action, words="Dy takime. Djali vizaton dhe tregon me gisht çfarë do."
        )
        casework.propose_goal(
            by=ilir, at=ago(2), member=talks, statement="Djali luan me fëmijë të tjerë", what="Grup loje të premteve në qendër",
            due_on=(now + timedelta(days=40)).date(),
        )  # fmt: skip


def _seat(actor: Actor) -> Institution:
    found: Institution = Institution.objects.get(posts__pk=actor.post)  # type: ignore[misc]
    return found


def _ask(besa: Actor, at: datetime, case: Case, discipline: str, institution: Institution, purpose: str, **more: object) -> PlanMember:
    whom = {"discipline": discipline, "institution": institution, "purpose": purpose, "basis": "consent", **more}
    return casework.invite(by=besa, at=at, case=case, asked=casework.Asked(**whom))  # type: ignore[arg-type]


def _confer(acting: Acting, now: datetime, case: Case, members: list[PlanMember]) -> None:
    """Two weeks ago they met, and Ilir did not quite agree; the day before yesterday they met again, and nobody wrote the minutes yet."""
    held_at = (now - timedelta(days=14)).replace(hour=9, minute=0, second=0, microsecond=0)
    with acting("besa") as besa:
        drita = Worker.objects.get(username="drita")
        first = casework.call_conference(by=besa, at=held_at - timedelta(days=3), case=case, call=casework.Call(
            question="A fillon djali në qendrën ditore apo në kopsht?", at=held_at, place="Bashkia Shkodër, zyra 3", members=members,
            colleagues=[drita], others=["Edukatorja e kopshtit"],
        ))  # fmt: skip
        need = Need.objects.get(case=case, domain="child_wellbeing")
        draft = ActionDraft(DAYS, ActionOwner.WORKER, "Besa Gjoka", (now + timedelta(days=9)).date())
        casework.sign_minutes(
            by=besa, at=held_at + timedelta(hours=2), conference=first, decisions=[casework.Decided(need, draft)],
            present=list(first.seats.values_list("pk", flat=True)),
            text="Nëna do që djali të jetë me fëmijë të tjerë. Qendra ditore ka logoped, kopshti jo. U vendos të provohet qendra tri ditë në javë.",
        )  # fmt: skip
    with acting("ilir") as ilir:
        words = "Tri ditë janë shumë për fillim. Do të nisja me dy."
        casework.disagree(by=ilir, at=held_at + timedelta(hours=5), conference=first, words=words)
    with acting("besa") as besa:
        again = (now - timedelta(days=2)).replace(hour=11, minute=0, second=0, microsecond=0)
        casework.call_conference(by=besa, at=again - timedelta(days=4), case=case, call=casework.Call(
            question="Si po shkon prova në qendër?", at=again, members=members, colleagues=[drita],
        ))  # fmt: skip


def _agreed(acting: Acting, now: datetime, case: Case) -> None:
    """The actions of the two disciplines, which Mirela agreed to."""
    at = now - timedelta(days=24)
    with acting("besa") as besa:
        need = Need.objects.get(case=case, domain="child_wellbeing")
        lines = [
            casework.Line(need, "", 0, ActionDraft(what, ActionOwner.TEAM, name, (now + timedelta(days=days)).date(), discipline))
            for what, name, days, discipline in ((TALK, "Ilir Prifti", 6, "psychology"), (SCHOOL, "Drita Leka", 12, "child_protection"))
        ]
        plan = casework.add_to_plan(by=besa, at=at, case=case, lines=lines)
        casework.agree_plan(by=besa, at=at, plan=plan, how=Agreement.SPOKEN, own_words="Po, vetëm ngadalë me djalin.")
