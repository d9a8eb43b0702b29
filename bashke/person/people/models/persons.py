"""Persons, search tokens, consents, and enquiries between municipalities."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bashke.ground.access.rules import Actor, Kind
from bashke.ground.journal.models import history

from ..rules import EnquiryStatus, Given, Likeness, PairStatus, Reach, SafeTimes, Sex, Share, consent_holds

SHARED = {
    Share.NAME: _("Name"), Share.AGE: _("Age"), Share.PHONE: _("Telephone"), Share.LANGUAGE: _("Language"),
    Share.SAFETY: _("A note on safety"),
}  # fmt: skip
GIVEN = {
    Given.SPOKEN: _("Said so, in a talk or on the telephone"),
    Given.SIGNED: _("Signed a paper"),
    Given.GUARDIAN: _("Given by whoever may decide for the person"),
}


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """Workers see people of their municipality; a person herself; a provider nobody here (its referral carries what it may know)."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(pk=actor.person) if actor.person else self.none()


@history
class Person(models.Model):
    """One human being, once. Without a personal number the identity is provisional, which bars nobody from help."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    father_name = models.CharField(max_length=60, blank=True)  # his given name, as every paper of the civil status names a person
    sort_key = models.CharField(max_length=260)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=[(s, s) for s in Sex], default=Sex.UNKNOWN)
    personal_number = models.CharField(max_length=10, null=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="sq")
    # Another record of the same human being, which stands for both. The database lets it be no double itself: migration 0005.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="doubles", db_index=False, db_constraint=False)
    created_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)
    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "personal_number"], name="personal_number_once_in_a_municipality"),
            models.UniqueConstraint(fields=["municipality", "id"], name="person_is_of_one_municipality"),  # what a search token points at
            models.CheckConstraint(condition=~Q(given_name="") & ~Q(family_name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=Q(birth_date=None) | Q(birth_date__gte="1900-01-01"), name="person_is_born_in_living_memory"),
            models.CheckConstraint(
                condition=Q(personal_number=None) | Q(personal_number__regex=r"^[A-Z][0-9]{8}[A-Z]$"), name="personal_number_has_its_form"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "sort_key", "id"], name="person_list"),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="doubles_of"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def full_name(self) -> str:
        """As lists of people tell namesakes apart: Arben (Petrit) Hoxha."""
        return f"{self.given_name} ({self.father_name}) {self.family_name}" if self.father_name else self.name

    @property
    def is_provisional(self) -> bool:
        return self.personal_number is None

    @property
    def one(self) -> UUID:
        """The record that stands for this human being: this one, or the one it was put together with."""
        return self.same_as_id or self.pk


def of_one(person: Person | UUID, path: str = "person") -> Q:
    """Rows about one human being, under whichever of her records they were written; `path` leads from the row to the record.

    A UUID is that of the record which stands for her (`Person.one`).
    """
    one = person.one if isinstance(person, Person) else person
    records = Person.objects.filter(Q(pk=one) | Q(same_as=one))
    return Q(**{f"{path}__in": records.values("pk")})  # not joined: an "or" over two tables is answered by no index


class ContactWishQuerySet(models.QuerySet["ContactWish"]):
    def visible_to(self, actor: Actor) -> "ContactWishQuerySet":
        """Whoever may call her, and she herself."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


class ContactWish(models.Model):
    """How a person wants to be reached, when it is safe, and what must not be done. Asked once; hers to change at any time."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="wish")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    reach = models.CharField(max_length=6, choices=[(r, r) for r in Reach], default=Reach.ANY)
    days = ArrayField(models.PositiveSmallIntegerField())  # Monday 1 … Sunday 7
    since = models.PositiveSmallIntegerField()  # full hours in Tirana
    until = models.PositiveSmallIntegerField()
    never_with_others = models.BooleanField(default=False)
    notices = models.BooleanField(default=True)  # text messages that there is news
    spoken = models.CharField(max_length=10, default="sq")  # a code of `spoken_language`
    interpreter = models.BooleanField(default=False)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")  # nobody: she herself
    objects = ContactWishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=F("until"), until__lte=24), name="safe_hours_run_forward"),
            models.CheckConstraint(condition=Q(days__len__gt=0), name="some_day_is_safe"),
        ]

    @property
    def times(self) -> SafeTimes:
        return SafeTimes(frozenset(self.days), self.since, self.until)


class SearchToken(models.Model):
    """A piece of identity a search may hit: `n:` name sound, `f:` father's, `b:` birth date, `i:` number, `x:` whole identity, hashed."""

    pk = models.CompositePrimaryKey("municipality_id", "token", "person_id")
    # The database checks both at once, with one key to a person of this municipality: migration 0004.
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    token = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens", db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["token"], condition=Q(token__startswith="x:"), name="whole_identities")]  # noqa: S106


class PairQuerySet(models.QuerySet["Pair"]):
    def visible_to(self, actor: Actor) -> "PairQuerySet":
        """Workers of the municipality that keeps both; the database leaves out records with a file that is closed to the worker."""
        return self.filter(municipality=actor.municipality) if actor.kind is Kind.MUNICIPALITY else self.none()


class Pair(models.Model):
    """Two records that may be one person: how that came up, who proposed it, what was decided, and what it takes to undo it exactly."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    first = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)  # the smaller id: a pair is kept once
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=[(s, s) for s in PairStatus], default=PairStatus.FOUND)
    likeness = models.CharField(max_length=12, choices=[(k, k) for k in Likeness], blank=True)
    reasons = ArrayField(models.CharField(max_length=30), default=list)  # queries.SAME and queries.UNLIKE say them in words
    found_at = models.DateTimeField()
    stays = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken = ArrayField(models.CharField(max_length=30), default=list)  # fields in which the other record's word holds
    why = models.TextField(blank=True)
    proposed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposer_decides = models.BooleanField(default=False)  # a supervisor proposed it: then any worker may be the second
    decided_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    before = models.JSONField(null=True)  # what both records said when they were put together: {"stays": …, "other": …}
    synthetic = models.BooleanField(default=False)
    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_kept_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_is_two_records_in_order"),
            models.CheckConstraint(condition=Q(stays=None) | Q(stays=F("first")) | Q(stays=F("second")), name="one_of_the_pair_stays"),
            models.CheckConstraint(
                condition=~Q(status__in=[PairStatus.PROPOSED, PairStatus.MERGED])
                | Q(stays__isnull=False, proposed_by__isnull=False) & ~Q(why=""),
                name="a_proposal_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=PairStatus.MERGED)
                | Q(decided_by__isnull=False, before__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="two_people_put_records_together",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PairStatus.DIFFERENT, PairStatus.SPLIT]) | Q(decided_by__isnull=False) & ~Q(decided_why=""),
                name="keeping_apart_says_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "status", "-found_at"], name="pairs_to_judge"),
        ]

    @property
    def other(self) -> Person:
        """The record that points to the one that stays."""
        return self.second if self.stays_id == self.first_id else self.first


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor) -> "ConsentQuerySet":
        """The municipality that recorded it and the person who gave it. The recipient has the referral that rests on it."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality)
        return self.filter(person=actor.person) if actor.person else self.none()


class Consent(models.Model):
    """What one person agreed to share, with whom, what for and until when. Nothing is taken back but by `withdrawn_at`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", db_index=False)
    recipient = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    purpose = models.TextField()
    fields = ArrayField(models.CharField(max_length=10, choices=[(s, s) for s in Share]), default=list)
    onward = models.BooleanField(default=False)  # also to the next service that fits, when this one cannot help
    given = models.CharField(max_length=10, choices=[(g, g) for g in Given])
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    valid_until = models.DateField(null=True)  # None: as long as the service runs
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")  # None: she herself
    synthetic = models.BooleanField(default=False)
    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="consent_says_its_purpose"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_runs_forward"),
            models.CheckConstraint(condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False), name="consent_withdrawal_is_whole"),
        ]
        indexes = [
            models.Index(fields=["person", "-given_at"], name="consent_of_person"),
            models.Index(fields=["municipality"], condition=Q(withdrawn_at__isnull=False), name="consent_withdrawn"),
        ]

    @property
    def fields_name(self) -> str:
        return ", ".join(str(SHARED[Share(code)]).lower() for code in self.fields) or "–"

    @property
    def how_given(self) -> str:
        return str(GIVEN[Given(self.given)])

    def holds_on(self, today: date) -> bool:
        return consent_holds(withdrawn=self.withdrawn_at is not None, until=self.valid_until, today=today)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, actor: Actor) -> "EnquiryQuerySet":
        """The municipality that asked, and the one that was asked."""
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        asked = EnquiryTarget.objects.filter(municipality=actor.municipality).values("enquiry")
        return self.filter(Q(from_municipality=actor.municipality) | Q(pk__in=asked))


class Enquiry(models.Model):
    """One municipality asks whoever holds this identity to get in touch. It learns who that is only from the answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    from_municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=[(s, s) for s in EnquiryStatus], default=EnquiryStatus.OPEN)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=EnquiryStatus.OPEN, answered_at=None) | Q(status=EnquiryStatus.ANSWERED, answered_at__isnull=False),
                name="enquiry_answer_is_whole",
            )
        ]


class EnquiryTarget(models.Model):
    """Who was asked, and about whom: seen by the holder only. Written by guard.send_enquiry, which finds it."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, primary_key=True, related_name="target")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
