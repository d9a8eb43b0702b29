"""Workers, their secrets, their posts and the tokens of their programs."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from .permissions import ROLES
from .rules import Actor

M = TypeVar("M", bound=models.Model)


def fresh_salt() -> str:
    return get_random_string(24)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def visible_to(self, actor: Actor) -> "WorkerQuerySet":
        """Colleagues in one's own institution; names of others appear only beside the work they share."""
        return self.filter(posts__institution=actor.institution).distinct() if actor.is_staff else self.none()


class WorkerManager(BaseUserManager["Worker"]):
    def get_queryset(self) -> WorkerQuerySet:
        return WorkerQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> WorkerQuerySet:
        return self.get_queryset().visible_to(actor)


class Worker(AbstractBaseUser):
    """A person who works in social care and signs in: one account each, never shared.

    The password hash lives in `Credential`, a table only the sign-in pages can read, so that a fault on any other
    page cannot give it away.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(_("username"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("work e-mail"), blank=True)
    by_email = models.BooleanField(default=False, db_default=False)  # she wants her notices at her work address too
    phone = models.CharField(_("work phone"), max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    session_salt = models.CharField(max_length=24, default=fresh_salt)
    synthetic = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = WorkerManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(username=""), name="worker_has_a_name")]

    def __str__(self) -> str:
        return self.name

    _fresh_hash: str | None = None

    @property
    def password(self) -> str:  # type: ignore[override]
        if self._fresh_hash is not None:
            return self._fresh_hash
        return Credential.objects.filter(worker=self).values_list("password", flat=True).first() or "!"

    @password.setter
    def password(self, value: str) -> None:
        self._fresh_hash = value

    def set_password(self, raw_password: str | None) -> None:
        self._fresh_hash = make_password(raw_password)
        self.session_salt = fresh_salt()  # every other session of this worker ends

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps a new password hash in its own table."""
        fields = kwargs.get("update_fields")
        if fields is not None and "password" in fields:
            kwargs["update_fields"] = [f for f in fields if f != "password"] + ["session_salt"]
        super().save(*args, **kwargs)
        if self._fresh_hash is not None:
            Credential.objects.update_or_create(worker=self, defaults={"password": self._fresh_hash})

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac("bashke.ground.access", self.session_salt, secret=secret, algorithm="sha256").hexdigest()


class Credential(models.Model):
    """The password hash of one worker; read by the sign-in pages and by nobody else."""

    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="credential")
    password = models.CharField(max_length=128)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> "PostQuerySet":
        """Posts of one's own institution."""
        return self.filter(institution=actor.institution) if actor.is_staff else self.none()

    def on(self, day: Any) -> "PostQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Post(models.Model):
    """Who holds which role where, from when to when."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="posts", db_index=False)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="posts", db_index=False)
    role = models.CharField(_("role"), max_length=30)
    kind = models.CharField(max_length=20)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="post_ends_after_it_begins"),
            models.CheckConstraint(
                condition=models.Q(*[Q(role=r.code, kind=r.kind) for r in ROLES.values()], _connector=Q.OR),
                name="post_role_is_known_and_of_its_kind",
            ),
            models.UniqueConstraint(fields=["worker", "institution", "role", "valid_from"], name="post_is_given_once"),
        ]
        indexes = [models.Index(fields=["institution", "role"])]

    def __str__(self) -> str:
        return f"{self.role} @ {self.institution_id}"

    @property
    def role_name(self) -> str:
        return ROLES[self.role].name


class OwnQuerySet(models.QuerySet[M]):
    """Rows of one worker, which no colleague sees."""

    def visible_to(self, actor: Actor) -> "OwnQuerySet[M]":
        return self.filter(worker=actor.worker) if actor.is_staff else self.none()


class Token(models.Model):
    """A key with which a worker's own program works as she does, on one post, until a day. Kept only as a hash.

    Written by guard.make_token. `salt` is the worker's of that moment: a new password ends every token.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="tokens")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    token_hash = models.BinaryField(max_length=32, unique=True)
    salt = models.CharField(max_length=24)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)  # the day in Albania; written by guard.begin, once a day
    objects = OwnQuerySet["Token"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="token_ends_after_it_begins"),
        ]

    def opens_at(self, at: datetime, salt: str) -> bool:
        """Does it still open anything? `salt` is the worker's now."""
        return self.ended_at is None and self.expires_at > at and self.salt == salt


class Answer(models.Model):
    """What a program was answered to one key, so that the same question again gets the same answer and does nothing twice.

    `mark` is a hash of the question. `sealed` is the answer, encrypted; None where nothing is kept of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()
    mark = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    kept_until = models.DateTimeField()
    objects = OwnQuerySet["Answer"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="one_key_one_answer")]
        indexes = [models.Index(fields=["kept_until"], name="answer_over")]
