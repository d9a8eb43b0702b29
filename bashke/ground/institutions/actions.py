"""Adding institutions and renaming them."""

from datetime import date

from django.db import transaction

from .models import Institution, InstitutionName
from .rules import Kind


@transaction.atomic
def add_institution(
    *, kind: Kind, name_sq: str, name_en: str, valid_from: date, municipality: str | None = None,
    phone: str = "", address: str = "", source: str = "", synthetic: bool = False,
) -> Institution:  # fmt: skip
    """A new institution with its first name; `municipality` is a LAU code."""
    made = Institution.objects.create(kind=kind, municipality_id=municipality, phone=phone, address=address, synthetic=synthetic)
    rename(institution=made, name_sq=name_sq, name_en=name_en, valid_from=valid_from, source=source)
    return made


@transaction.atomic
def rename(*, institution: Institution, name_sq: str, name_en: str, valid_from: date, source: str = "") -> InstitutionName:
    """A new name from a day on; papers dated before keep the old one."""
    name, _ = InstitutionName.objects.update_or_create(
        institution=institution, valid_from=valid_from, defaults={"name_sq": name_sq, "name_en": name_en, "source": source}
    )
    return name
