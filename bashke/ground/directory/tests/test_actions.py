"""Services kept right by who answers for them; the wall, and what the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from bashke.ground.directory import actions
from bashke.ground.directory.models import Cover, Service
from bashke.ground.directory.queries import freshness_of, near
from bashke.ground.directory.rules import Freshness
from bashke.ground.institutions.models import Institution
from bashke.ground.journal.models import Entry
from bashke.ground.law.queries import figure
from bashke.ground.law.rules import NotAllowed
from bashke.ground.notices.models import Notice
from bashke.ground.territory.models import Municipality

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
UNCONFIRMED = figure("service.unconfirmed", TODAY).value


def new(by, cast, **changes):
    values = {
        "provider": Institution.objects.get(pk=cast.ilir.institution), "type": "day", "name_sq": "Klubi i të rinjve", "name_en": "Youth club",
        "municipality": cast.shkoder, "domains": ["work", "social_ties"], "covers": [cast.shkoder, cast.korce], "places": 20,
    } | changes  # fmt: skip
    return actions.add_service(by=by, at=NOW, **values)


def test_a_provider_adds_a_service_confirmed_today(acting, cast):
    with acting("ilir") as ilir:
        service = new(ilir, cast)
        assert service.confirmed_on == TODAY
        assert set(service.covers.values_list("municipality_id", flat=True)) == {cast.shkoder, cast.korce}
    with acting("drita"):
        assert Entry.objects.get(subject=f"directory.Service:{service.pk}").verb == "service changed"


def test_a_provider_adds_no_service_in_anothers_name(acting, cast):
    with acting("ilir") as ilir, pytest.raises(NotAllowed, match="Only its provider"):
        new(ilir, cast, provider=Institution.objects.get(pk=cast.luan.institution))


def test_a_service_must_take_somebodys_people(acting, cast):
    with acting("ilir") as ilir, pytest.raises(NotAllowed, match="at least one municipality"):
        new(ilir, cast, covers=[])


def test_saving_changes_confirms_them(acting, day_centre):
    with acting("ilir") as ilir:
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on=TODAY - timedelta(days=200), chased_on=TODAY - timedelta(days=20))
        service = actions.change_service(by=ilir, at=NOW, service=day_centre, hours="09:00–15:00", places=15)
        assert (service.hours, service.places, service.confirmed_on, service.chased_on) == ("09:00–15:00", 15, TODAY, None)


def test_a_municipality_that_corrects_a_service_does_not_confirm_it_for_the_provider(acting, day_centre):
    with acting("drita") as drita:
        before = day_centre.confirmed_on
        assert actions.change_service(by=drita, at=NOW + timedelta(days=9), service=day_centre, hours="Mbyllur").confirmed_on == before


def test_covers_are_replaced_as_a_whole(acting, cast, day_centre):
    for who in ("ilir", "drita"):
        with acting(who) as by:
            actions.change_service(by=by, at=NOW, service=day_centre, covers=[cast.korce])
            assert [row.municipality_id for row in Cover.objects.filter(service=day_centre)] == [cast.korce]
            actions.change_service(by=by, at=NOW, service=day_centre, covers=[cast.shkoder])


def test_places_cannot_be_fewer_than_people(acting, day_centre):
    with acting("ilir") as ilir:
        actions.take_place(day_centre)
        actions.take_place(day_centre)
        with pytest.raises(NotAllowed, match="now: 2"):
            actions.change_service(by=ilir, at=NOW, service=day_centre, places=1)


def test_only_what_may_change_changes(acting, day_centre):
    with acting("ilir") as ilir, pytest.raises(TypeError, match="taken"):
        actions.change_service(by=ilir, at=NOW, service=day_centre, taken=0)


def test_the_last_place_is_taken_once_and_comes_back(acting, day_centre):
    with acting("ilir") as ilir:
        actions.change_service(by=ilir, at=NOW, service=day_centre, places=1)
        assert actions.take_place(day_centre).free == 0
        with pytest.raises(NotAllowed, match=r"taken \(1\)"):
            actions.take_place(day_centre)
        assert actions.free_place(day_centre).free == 1
        assert actions.free_place(day_centre).taken == 0


def test_another_provider_cannot_touch_the_service(acting, day_centre):
    with acting("luan") as luan:
        for verb in (
            lambda: actions.change_service(by=luan, at=NOW, service=day_centre, hours="x"),
            lambda: actions.confirm(by=luan, at=NOW, service=day_centre),
            lambda: actions.take_place(day_centre),
        ):
            with pytest.raises(Service.DoesNotExist):
                verb()


def test_a_municipality_elsewhere_cannot_touch_the_service(acting, day_centre):
    with acting("vera") as vera:
        assert Service.objects.filter(pk=day_centre.pk).exists(), "everybody reads"
        assert Service.objects.filter(pk=day_centre.pk).update(hours="x") == 0
        with pytest.raises(Service.DoesNotExist):
            actions.confirm(by=vera, at=NOW, service=day_centre)


def test_the_public_reads_and_never_writes(acting, day_centre):
    with acting(None):
        assert Service.objects.count() == 5
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Service.objects.filter(pk=day_centre.pk).update(hours="x")


def test_a_provider_is_asked_once_about_a_service_nobody_confirmed(acting, day_centre):
    with acting("drita") as drita:
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on=TODAY - timedelta(days=UNCONFIRMED + 1))
        assert actions.chase_unconfirmed(by=drita, at=NOW) == 1
        assert actions.chase_unconfirmed(by=drita, at=NOW + timedelta(days=1)) == 0
        notice = Notice.objects.get(template="service_unconfirmed")
        assert (notice.recipient, notice.person) == ("+355692000011", None)
        assert day_centre.name_sq in notice.text
        day_centre.refresh_from_db()
        assert freshness_of(day_centre, TODAY) is Freshness.CHASED
        assert freshness_of(day_centre, TODAY + timedelta(days=15)) is Freshness.STALE


def test_a_confirmed_service_is_asked_about_again_only_after_it_goes_silent_again(acting, day_centre):
    with acting("ilir") as ilir:
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on=date(2026, 1, 1), chased_on=date(2026, 5, 1))
        actions.confirm(by=ilir, at=NOW, service=day_centre)
    with acting("drita") as drita:
        Service.objects.exclude(pk=day_centre.pk).filter(municipality=drita.municipality).update(confirmed_on=date(2027, 6, 1))
        assert actions.chase_unconfirmed(by=drita, at=NOW + timedelta(days=UNCONFIRMED)) == 0
        assert actions.chase_unconfirmed(by=drita, at=NOW + timedelta(days=UNCONFIRMED + 1)) == 1


def test_a_closed_service_is_not_chased(acting, day_centre):
    with acting("drita") as drita:
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on=date(2026, 1, 1), is_open=False)
        assert actions.chase_unconfirmed(by=drita, at=NOW) == 0


def test_another_municipality_chases_its_own_services_only(acting, day_centre):
    with acting("drita"):
        Service.objects.filter(pk=day_centre.pk).update(confirmed_on=date(2026, 1, 1))
    with acting("vera") as vera:
        assert actions.chase_unconfirmed(by=vera, at=NOW) == 0


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("service_is_not_overfull", {"places": 3, "taken": 4}),
        ("service_ages_in_order", {"age_from": 10, "age_to": 9}),
        ("service_is_in_albania", {"latitude": 48.2, "longitude": 16.4}),
        ("service_is_in_albania", {"latitude": 41.0, "longitude": None}),
        ("service_answers_a_need", {"domains": []}),
    ],
)
def test_the_database_refuses_a_service_that_cannot_be(acting, day_centre, constraint, broken):
    with acting("ilir"), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Service.objects.filter(pk=day_centre.pk).update(**broken)


def test_a_municipality_is_covered_once(acting, cast, day_centre):
    with acting("ilir"), pytest.raises(IntegrityError, match="a_municipality_is_covered_once"), transaction.atomic():
        Cover.objects.create(service=day_centre, municipality_id=cast.shkoder)


def test_a_service_of_the_county_is_found_from_every_municipality_of_it_and_from_no_other(acting, cast):
    with acting("ilir") as ilir:
        service = new(ilir, cast, covers=[cast.shkoder], of_county=True, places=1)
    with acting(None):
        county = set(Municipality.objects.filter(county=Municipality.objects.get(pk=cast.shkoder).county_id).values_list("lau", flat=True))
        assert len(county) > 2
        found = {lau for lau in county | {cast.korce} if service.pk in {hit.service.pk for hit in near(lau)}}
        assert found == county
        assert [hit.free for hit in near(min(county - {cast.shkoder})) if hit.service.pk == service.pk] == [1]  # with its capacity


def test_the_provider_opens_its_service_to_the_county_by_itself(acting, cast, client_as):
    with acting("ilir") as ilir:
        service = new(ilir, cast, covers=[cast.korce])
    page = reverse("directory:edit", args=[service.pk])
    assert client_as("ilir").post(page, {"is_open": "yes", "places": "20", "step_free": "yes", "of_county": "on"}).status_code == 302
    with acting("ilir"):
        covers = set(service.covers.values_list("municipality_id", flat=True))
        assert {cast.korce, cast.shkoder} < covers  # whom it took before it takes still
    with acting("luan"):
        assert not Service.objects.filter(pk=service.pk).update(of_county=False)  # another's
