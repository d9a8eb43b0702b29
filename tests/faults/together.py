"""More than one works on a plan: places in every state, what a member notes and proposes."""

from typing import Any
from uuid import UUID

from bashke.ground.access.models import Worker
from bashke.ground.access.rules import Actor
from bashke.ground.institutions.models import Institution
from bashke.person.casework import actions as casework
from bashke.person.casework.models import Case, Need, PlanAction, PlanMember
from bashke.person.casework.rules import ActionDraft, ActionOwner

from .acting import as_worker, later


def ask_into(by: Actor, case: UUID, discipline: str, institution: int | None, **more: Any) -> PlanMember:
    whom = {
        "discipline": discipline,
        "institution": Institution.objects.get(pk=institution),
        "purpose": "Talks.",
        "basis": "consent",
    } | more
    return casework.invite(by=by, at=later(4), case=Case.objects.get(pk=case), asked=casework.Asked(**whom))


def joined(worker: Any, supervisor: Any, luan: Any, case: UUID) -> None:
    """Luan's institution works on the plan as psychologist and is asked for health too; the supervisor joined for child protection; one ended."""

    def ask(discipline: str, institution: int | None, **more: Any) -> PlanMember:
        return ask_into(by, case, discipline, institution, **more)

    with as_worker(luan) as its:
        theirs = its.institution
    with as_worker(worker) as by:
        talks, _health, ended = ask("psychology", theirs), ask("health", theirs), ask("education", theirs)
        leads = ask("child_protection", by.institution, basis="own_office", worker=Worker.objects.get(pk=supervisor.worker))
        casework.end_membership(by=by, at=later(5), member=ended, words="No longer needed.")
    with as_worker(luan) as by:
        casework.join(by=by, at=later(5), member=talks)
        action = PlanAction.objects.visible_to(by).get(goal__plan__case=case)
        casework.note_progress(by=by, at=later(6), member=talks, action=action, words="We met twice.")
        first, _second = (
            casework.propose_goal(by=by, at=later(6), member=talks, statement=goal, what="A group.", due_on=later(60).date())
            for goal in ("She has friends", "She sleeps")
        )
    with as_worker(supervisor) as by:
        casework.join(by=by, at=later(5), member=leads)
        casework.propose_goal(by=by, at=later(6), member=leads, statement="A calm home", what="A talk with both.", due_on=later(60).date())
    with as_worker(worker) as by:
        casework.accept_goal(by=by, at=later(7), proposal=first, need=Need.objects.get(case=case, domain="housing"), target=3)


def looks_in(by: Actor, member: PlanMember) -> None:
    """A colleague takes her place, notes and proposes as a member of another institution does."""
    casework.join(by=by, at=later(11), member=member)
    watch = PlanAction.objects.get(goal__plan__case=member.case_id, goal__plan__status="agreed", discipline=member.discipline)
    casework.note_progress(by=by, at=later(12), member=member, action=watch, words="Nobody was hurt.")
    casework.propose_goal(by=by, at=later(12), member=member, statement="A calm home", what="A talk.", due_on=later(60).date())


def confer(worker: Any, luan: Any, case: UUID) -> None:
    """One that is called, one whose minutes are signed and corrected and with which two disagree, one that was called off."""
    with as_worker(worker) as by:
        here = Case.objects.get(pk=case)
        members = list(PlanMember.objects.visible_to(by).filter(case=case, discipline="psychology", status="joined"))
        called, held, off = (
            casework.call_conference(
                by=by, at=later(6), case=here,
                call=casework.Call(question="Can she stay?", at=later(days), place="Room 3", members=members, others=["The teacher"],
                                   person_invited=days != 7, why_not="She is ill."),
            )
            for days in (90, 7, 80)
        )  # fmt: skip
        casework.call_off_conference(by=by, at=later(6), conference=off)
        need = Need.objects.get(case=case, domain="housing")
        for why in ("", "A name was wrong."):
            decided = [
                casework.Decided(need, ActionDraft("Look in", owner, name, later(60).date(), discipline))
                for owner, name, discipline in ((ActionOwner.TEAM, "Luan", "psychology"), (ActionOwner.WORKER, "Besa", ""))
            ]
            present = list(held.seats.values_list("pk", flat=True))
            casework.sign_minutes(by=by, at=later(8), conference=held, text="She may stay.", present=present, decisions=decided, why=why)
        casework.disagree(by=by, at=later(8), conference=held, words="Too soon.")
        casework.plan_decisions(by=by, at=later(8), conference=held)
    with as_worker(luan) as by:
        casework.disagree(by=by, at=later(8), conference=held, words="Not enough.")
    assert called.pk != held.pk


def works_along(worker: Any, luan: Any, case: UUID) -> None:
    """One place, one note and one proposal: what another team must not know of once the file is protected."""
    with as_worker(luan) as its:
        theirs = its.institution
    with as_worker(worker) as by:
        talks = ask_into(by, case, "psychology", theirs)
    with as_worker(luan) as by:
        casework.join(by=by, at=later(5), member=talks)
        action = PlanAction.objects.visible_to(by).get(goal__plan__case=case)
        casework.note_progress(by=by, at=later(6), member=talks, action=action, words="She is calmer.")
        casework.propose_goal(by=by, at=later(6), member=talks, statement="She sleeps", what="A group.", due_on=later(60).date())
