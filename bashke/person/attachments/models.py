"""Documents of a case, and what is in them, apart: lists never touch the contents."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor
from bashke.ground.access.rules import Kind as Asker
from bashke.person.casework.models.cases import FileQuerySet

from .rules import Kind


class AttachmentQuerySet(FileQuerySet["Attachment"]):
    def visible_to(self, actor: Actor) -> "AttachmentQuerySet":
        """A worker as every row of the file; the person what is hers, while it is there and her file is not protected."""
        rows = super().visible_to(actor)
        return rows if actor.kind is Asker.MUNICIPALITY else rows.filter(hers=True, removed_at=None, case__file=None)  # type: ignore[return-value]


class Attachment(models.Model):
    """One document: what it is called and what it is, who added it, and who removed it and why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="attachments", db_index=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=[(kind, kind) for kind in Kind])
    about = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes, as kept
    hers = models.BooleanField(default=False, db_default=False)  # she handed it in, or it was made for her: she reads it with her code
    added_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=200, blank=True)
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_why="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_why=""),
                name="a_removal_is_recorded_whole",
            ),
            models.CheckConstraint(condition=~Q(about="") & ~Q(name=""), name="a_document_says_what_it_is"),
        ]
        indexes = [models.Index(fields=["case", "-added_at"], name="attachment_of_case")]


class Content(models.Model):
    """What is in a document: encrypted, bound to the document's id and municipality."""

    FILE = "attachment__case__file"
    attachment = models.OneToOneField(Attachment, models.PROTECT, primary_key=True, related_name="content")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # the wall asks whose it is
    sealed = models.BinaryField()
