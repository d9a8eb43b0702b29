"""Reads about offices: which one answers for a municipality."""

from .models import Institution
from .rules import Kind


def office_of(municipality: str | None) -> Institution | None:
    """The office of a municipality that receives, assesses and refers, with its names."""
    offices = Institution.objects.filter(kind=Kind.MUNICIPALITY, municipality=municipality)
    return offices.select_related("municipality").prefetch_related("names").first()
