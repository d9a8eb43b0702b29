"""What the workers of the demo country are by profession and were trained for; some licences are missing or about to end. Synthetic."""

from datetime import date, datetime, time, timedelta
from random import Random

from bashke.ground.access.models import Post
from bashke.ground.access.queries import as_post
from bashke.ground.institutions.models import Institution
from bashke.ground.law.rules import TIRANE
from bashke.person.casework.models import Qualification, Training

from .pouring import step_out

PROFESSIONS = {"social_worker": 80, "psychologist": 9, "special_teacher": 4, "lawyer": 4, "nurse": 3}
NUMBERED = {"social_worker": "PS", "psychologist": "PL", "nurse": "IN"}  # as a licence might be numbered; these numbers are nobody's
TRAINED = {
    "child_protection": 0.45,
    "domestic_violence": 0.4,
    "trafficking": 0.15,
    "disability_assessment": 0.35,
    "suicide_prevention": 0.12,
}
SHARE_LICENSED, LICENCE_DAYS, TRAINING_DAYS = 0.9, 5 * 365, 3 * 365


def write_down(office: Institution, today: date, rng: Random) -> None:
    """Every social worker and supervisor of one office, by the hand of the supervisor. Two inserts."""
    posts = list(
        Post.objects.filter(institution=office, role__in=("social_worker", "supervisor"))
        .select_related("worker", "institution")
        .order_by("worker__username")
    )
    leads = next(post for post in posts if post.role == "supervisor")
    at = datetime.combine(today - timedelta(days=30), time(9), tzinfo=TIRANE)
    by = {"municipality_id": office.municipality_id, "written_by_id": leads.worker_id, "written_at": at}
    qualifications, trainings = [], []
    for worker in dict.fromkeys(post.worker_id for post in posts):
        profession = rng.choices(list(PROFESSIONS), list(PROFESSIONS.values()))[0]
        prefix = NUMBERED.get(profession) if rng.random() < SHARE_LICENSED else None
        qualifications.append(Qualification(
            worker_id=worker, languages=["sq"], profession=profession, licence=f"{prefix} {rng.randrange(1000, 9999)}" if prefix else "",
            licence_until=today + timedelta(days=rng.randrange(-60, LICENCE_DAYS)) if prefix else None, **by,
        ))  # fmt: skip
        for code, share in TRAINED.items():
            if rng.random() < share:
                done = today - timedelta(days=rng.randrange(20, TRAINING_DAYS + 200))
                until = done + timedelta(days=TRAINING_DAYS) if rng.random() < 0.7 else None
                trainings.append(Training(worker_id=worker, code=code, done_on=done, until=until, **by))
    with as_post(leads):
        Qualification.objects.bulk_create(qualifications)
        Training.objects.bulk_create(trainings)
    step_out()
