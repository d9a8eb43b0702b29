"""The entries and the seals. Who, when and in which transaction are written by the database, not by us."""

from typing import TypeVar

import pghistory
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now

from bashke.ground.access.permissions import Permission, may
from bashke.ground.access.rules import Actor, Kind

M = TypeVar("M", bound=models.Model)


def history(model: type[M]) -> type[M]:
    """Keep what a row looked like before each change, by trigger: nothing that writes can forget it. Who changed it is in the journal."""
    track = pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), context_field=None)
    tracked: type[M] = track(model)
    return tracked


class Guard(Func):
    """A field of the signed context, as a column default."""

    template = "guard.%(function)s()"


class ClockTimestamp(Func):
    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class Transaction(Func):
    template = "pg_current_xact_id()::text::bigint"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> "EntryQuerySet":
        """A person sees the entries about her own file; workers those of the files of their municipality."""
        if actor.kind is Kind.PERSON:
            return self.filter(person__in=[about for about in (actor.person, actor.request) if about])
        if actor.kind is Kind.MUNICIPALITY and may(actor, Permission.CASE_VIEW):
            return self.filter(municipality=actor.municipality)
        return self.none()


class Entry(models.Model):
    """One act: by whom (database default), which verb, on which row, about which person, why."""

    id = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField(db_default=Transaction())
    at = models.DateTimeField(db_default=ClockTimestamp())
    kind = models.CharField(max_length=20, db_default=Guard(function="kind", output_field=models.CharField()))
    worker = models.UUIDField(null=True, db_default=Guard(function="worker", output_field=models.UUIDField()))
    post = models.BigIntegerField(null=True, db_default=Guard(function="post", output_field=models.BigIntegerField()))
    role = models.CharField(max_length=30, null=True, db_default=Guard(function="role", output_field=models.CharField()))
    institution = models.BigIntegerField(null=True, db_default=Guard(function="institution", output_field=models.BigIntegerField()))
    verb = models.CharField(max_length=40)  # of rules.Verb; no choices here, or every new verb would be a migration
    subject = models.CharField(max_length=80)  # "casework.Case:<id>"
    person = models.UUIDField(null=True)  # before anybody knows who she is, her request stands for her
    municipality = models.CharField(max_length=5, null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], condition=Q(person__isnull=False), name="journal_of_person"),
            models.Index(fields=["municipality", "-id"], name="journal_of_municipality"),
            models.Index(fields=["xid"], name="journal_xid"),
        ]


class Seal(models.Model):
    """A batch of entries and the chain so far: head = sha256(previous head ‖ root ‖ number ‖ rows)."""

    number = models.BigIntegerField(primary_key=True)
    upto_xid = models.BigIntegerField()
    rows = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    head = models.BinaryField()
    at = models.DateTimeField(db_default=Now())
