"""What a person finds near her."""

from datetime import date

import pytest

from bashke.ground.directory.actions import add_service, change_service
from bashke.ground.directory.models import Service
from bashke.ground.directory.queries import look, near, own_services
from bashke.ground.institutions.models import Institution
from bashke.ground.territory.models import Unit

from .test_actions import NOW


def names(found):
    return [row.service.name_en for row in found]


def test_services_come_nearest_first(acting, cast):
    with acting(None):
        found = near(cast.shkoder)
        assert len(found) == 5
        assert [row.km for row in found] == sorted(row.km for row in found)


def test_only_services_that_take_the_persons_municipality_are_found(acting, cast):
    with acting(None):
        assert near(cast.korce) == []


def test_needs_narrow_what_is_found_and_any_of_them_is_enough(acting, cast):
    with acting(None):
        assert set(names(near(cast.shkoder, domains=["food"]))) == {"Help at home", "72-hour emergency shelter"}
        assert set(names(near(cast.shkoder, domains=["food", "education"]))) > {"Day centre for children"}


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"step_free": True}, {"Day centre for children", "Family counselling", "Help at home"}),
        ({"free_of_charge": True, "type": "information_counselling"}, {"Family counselling", "Rights office"}),
        ({"type": "in_home"}, {"Help at home"}),
        ({"language": "en"}, set()),
    ],
)
def test_wishes_narrow_what_is_found(acting, cast, wish, found):
    with acting(None):
        assert set(names(near(cast.shkoder, **wish))) == found


def test_a_full_service_is_found_unless_a_place_is_wished_for(acting, cast, day_centre):
    with acting("ilir"):
        Service.objects.filter(pk=day_centre.pk).update(places=2, taken=2)
    with acting(None):
        full = next(row for row in near(cast.shkoder) if row.service == day_centre)
        assert full.free == 0
        wished = near(cast.shkoder, with_place=True)
        assert day_centre not in [row.service for row in wished]
        assert "Family counselling" in names(wished), "places that are not counted are not full"


def test_a_closed_service_is_not_found(acting, cast, day_centre):
    with acting("ilir") as ilir:
        change_service(by=ilir, at=NOW, service=day_centre, is_open=False)
        assert day_centre in [row.service for row in own_services(ilir)]
    with acting(None):
        assert day_centre not in [row.service for row in near(cast.shkoder)]


def test_age_is_a_wish_too(acting, cast, day_centre):
    with acting("ilir"):
        Service.objects.filter(pk=day_centre.pk).update(age_from=3, age_to=12)
    with acting(None):
        assert day_centre in [row.service for row in near(cast.shkoder, age=7)]
        assert day_centre not in [row.service for row in near(cast.shkoder, age=40)]


def test_distance_is_counted_from_the_unit_and_from_the_seat_when_the_unit_is_unknown(acting, cast):
    with acting(None):
        far = Unit.objects.filter(municipality=cast.shkoder, lat__isnull=False).exclude(name="Shkodër").order_by("-lat").first()
        assert near(cast.shkoder, far.pk)[0].km > near(cast.shkoder)[0].km
        elsewhere = Unit.objects.filter(municipality=cast.korce).first()
        assert [row.km for row in near(cast.shkoder, elsewhere.pk)] == [row.km for row in near(cast.shkoder)]


def test_a_service_without_a_point_stands_at_its_unit_or_at_the_seat(acting, cast):
    with acting("ilir") as ilir:
        service = add_service(
            by=ilir, at=NOW, provider=Institution.objects.get(pk=ilir.institution), type="day", name_sq="Pa pikë", name_en="No point",
            municipality=cast.shkoder, domains=["work"], covers=[cast.shkoder],
        )  # fmt: skip
    with acting(None):
        assert look(service, cast.shkoder).km == pytest.approx(0, abs=0.01)
        assert look(service).km is None


def test_the_number_of_queries_does_not_grow_with_the_services(acting, cast, django_assert_num_queries):
    with acting(None):
        unit = Unit.objects.filter(municipality=cast.shkoder).first()
        near(cast.shkoder, unit.pk)
        with django_assert_num_queries(3):
            found = near(cast.shkoder, unit.pk)
            assert [row.service.provider.name for row in found]
            assert [row.service.municipality.name for row in found]


def test_a_provider_sees_its_own_services_only(acting):
    with acting("ilir") as ilir:
        assert set(names(own_services(ilir))) == {"Day centre for children", "Family counselling"}


def test_freshness_is_that_of_the_day_asked_for(acting, cast):
    with acting(None):
        assert {row.freshness for row in near(cast.shkoder)} == {"fresh"}
        assert {row.freshness for row in near(cast.shkoder, on=date(2030, 1, 1))} == {"chased"}
