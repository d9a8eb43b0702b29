"""Saving the filters of a list."""

from typing import Annotated

from pydantic import Field

from bashke.person.searches.rules import FILTERS, LONGEST_NAME, Listing

from .fields import Taken, Yes

MOST = max(len(filters) for filters in FILTERS.values())


class NewSearch(Taken):
    """`filters` are those of the list's own address: `{"status": "received", "late": "true"}`. Whose rows it finds is asked anew by each reader."""

    listing: Listing
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    filters: Annotated[dict[str, str], Field(max_length=MOST)]
    shared: Yes = False
