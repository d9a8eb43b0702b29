"""A search that was saved: whose it is, its list, its filters. It names nobody but the worker, and holds no result."""

from urllib.parse import urlencode
from uuid import uuid4

from django.db import models
from django.db.models import Q

from bashke.ground.access.rules import Actor, Kind

from .rules import LONGEST_NAME, Listing


class SearchQuerySet(models.QuerySet["Search"]):
    def visible_to(self, actor: Actor) -> "SearchQuerySet":
        """Her own, and what a colleague of her municipality shares."""
        if actor.kind is not Kind.MUNICIPALITY:
            return self.none()
        return self.filter(Q(worker=actor.worker) | Q(shared=True), municipality=actor.municipality)


class Search(models.Model):
    """The filters of one list. What they find is asked anew by whoever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("territory.Municipality", models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.Worker", models.PROTECT, related_name="+", db_index=False)
    listing = models.CharField(max_length=8, choices=[(one, one) for one in Listing])
    name = models.CharField(max_length=LONGEST_NAME)
    filters = models.JSONField()
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    objects = SearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "municipality", "listing", "name"], name="one_search_of_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_search_has_a_name"),
        ]

    @property
    def query(self) -> str:
        """Its filters as they stand in the address of the list."""
        return urlencode(self.filters)
