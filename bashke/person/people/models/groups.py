"""What a person says of herself for the counts: kept apart from everything, and gone when she takes it back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind

from .persons import Person


class OwnWordQuerySet(models.QuerySet["OwnWord"]):
    def visible_to(self, actor: Actor) -> "OwnWordQuerySet":
        """She herself. A worker who asks finds out when it was said, and never what: the database gives her no more columns."""
        if actor.kind is Kind.MUNICIPALITY:
            return self.filter(municipality=actor.municipality).only("person_id", "at")
        return self.filter(person=actor.person) if actor.person else self.none()


class OwnWord(models.Model):
    """Her own answer. The row is her explicit consent too (Law 124/2024, special categories): it is written only when she agreed, and
    taking the consent back deletes both. No history is kept of it.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+", db_index=False)
    groups = ArrayField(models.CharField(max_length=12))  # codes of `own_group`
    at = models.DateTimeField()  # when she agreed to be counted, and answered
    by = models.ForeignKey("access.Worker", models.PROTECT, null=True, related_name="+", db_index=False)  # nobody: she herself
    synthetic = models.BooleanField(default=False)
    objects = OwnWordQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(groups__len__gt=0), name="her_own_word_says_something")]
