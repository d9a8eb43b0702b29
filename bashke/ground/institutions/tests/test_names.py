"""Institutions are renamed; papers keep the name that held on their day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from bashke.ground.institutions.actions import add_institution, rename
from bashke.ground.institutions.models import Institution, InstitutionName
from bashke.ground.institutions.rules import SEATS, Kind, name_on

RENAMED = date(2026, 1, 1)
OLD_SQ, NEW_SQ = "Ministria e Shëndetësisë dhe Mbrojtjes Sociale", "Ministria e Shëndetësisë dhe Mirëqenies Sociale"


@dataclass(frozen=True)
class Named:
    valid_from: date
    name: str


NAMES = [Named(date(2026, 1, 1), "new"), Named(date(2017, 9, 13), "old")]


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2015, 1, 1), "old"), (date(2017, 9, 13), "old"), (date(2025, 12, 31), "old"), (RENAMED, "new"), (date(2030, 1, 1), "new")],
)
def test_a_name_holds_from_its_day_until_the_next_begins(day: date, name: str) -> None:
    found = name_on(NAMES, day)
    assert found is not None
    assert found.name == name


def test_nobody_has_no_name() -> None:
    assert name_on([], date(2026, 1, 1)) is None


def test_every_kind_of_institution_seats_one_kind_of_post() -> None:
    assert set(SEATS) == set(Kind)
    assert (SEATS[Kind.MUNICIPALITY], SEATS[Kind.PROVIDER_PUBLIC], SEATS[Kind.MINISTRY]) == ("municipality", "provider", "nation")


def test_the_ministry_has_its_old_name_on_old_papers_and_its_new_name_on_new_ones(acting: Callable[..., Any]) -> None:
    with acting("genc"):
        ministry = Institution.objects.get(kind=Kind.MINISTRY)
        assert ministry.name_at(RENAMED - timedelta(days=1)) == OLD_SQ
        assert ministry.name_at(RENAMED) == NEW_SQ
        with translation.override("en"):
            assert ministry.name_at(RENAMED - timedelta(days=1)) == "Ministry of Health and Social Protection"
            assert ministry.name_at(RENAMED) == "Ministry of Health and Social Welfare"
        assert ministry.name == ministry.name_at(date.today())
        assert all(name.source for name in ministry.names.all()), "a name says where it was found"


def test_every_municipality_has_one_office(acting: Callable[..., Any]) -> None:
    with acting(None):
        offices = Institution.objects.filter(kind=Kind.MUNICIPALITY)
        assert offices.count() == offices.values("municipality").distinct().count() == 61
        assert offices.get(municipality="AL154").name == "Bashkia Shkodër"


def test_everybody_reads_and_nobody_on_a_page_writes(acting: Callable[..., Any]) -> None:
    for who in (None, "besa", "ilir", "genc"):
        with acting(who):
            assert Institution.objects.count() >= 63
            assert InstitutionName.objects.exists()
            for statement in ("UPDATE institutions_institution SET phone = ''", "DELETE FROM institutions_institutionname"):
                with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
                assert refused.value.__cause__.sqlstate == "42501"


def test_a_new_institution_has_its_first_name(as_job: None) -> None:
    made = add_institution(
        kind=Kind.PROVIDER_NON_PUBLIC, name_sq="Qendra Dritë", name_en="Light Centre", valid_from=date(2026, 3, 1), municipality="AL154"
    )
    assert (made.name_at(date(2026, 3, 1)), str(made.kind), made.seats("provider"), made.seats("municipality")) == (
        "Qendra Dritë", "provider_non_public", True, False,
    )  # fmt: skip


def test_renaming_adds_a_name_and_keeps_the_row(as_job: None) -> None:
    made = add_institution(kind=Kind.PROVIDER_PUBLIC, name_sq="A", name_en="A", valid_from=date(2025, 1, 1), municipality="AL154")
    rename(institution=made, name_sq="B", name_en="B", valid_from=date(2026, 1, 1))
    assert [made.name_at(day) for day in (date(2025, 6, 1), date(2026, 6, 1))] == ["A", "B"]


def test_naming_the_same_day_again_corrects_the_name(as_job: None) -> None:
    made = add_institution(kind=Kind.PROVIDER_PUBLIC, name_sq="A", name_en="A", valid_from=date(2025, 1, 1), municipality="AL154")
    rename(institution=made, name_sq="Ä", name_en="A", valid_from=date(2025, 1, 1))
    assert list(made.names.values_list("name_sq", flat=True)) == ["Ä"]


def test_a_provider_stands_somewhere(as_job: None) -> None:
    with pytest.raises(IntegrityError, match="institution_below_the_nation_has_a_place"):
        add_institution(kind=Kind.PROVIDER_PUBLIC, name_sq="A", name_en="A", valid_from=date(2025, 1, 1))


def test_a_municipality_has_one_office(as_job: None) -> None:
    with pytest.raises(IntegrityError, match="one_office_for_each_municipality"):
        add_institution(kind=Kind.MUNICIPALITY, name_sq="A", name_en="A", valid_from=date(2025, 1, 1), municipality="AL154")


def test_one_name_begins_on_a_day(as_job: None) -> None:
    ministry = Institution.objects.get(kind=Kind.MINISTRY)
    with pytest.raises(IntegrityError, match="one_name_begins_on_a_day"):
        InstitutionName.objects.create(institution=ministry, name_sq="A", name_en="A", valid_from=RENAMED)
