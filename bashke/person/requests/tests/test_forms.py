"""The steps of asking: what is wrong is said in a sentence, what is right fits `actions.ask`."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from bashke.ground.territory.models import Unit
from bashke.person.requests.actions import ask
from bashke.person.requests.forms import CheckForm, ContactForm, NeedsForm, PlaceForm, WhoForm

from .conftest import MONDAY

WHO = {"for_whom": "self", "given_name": "Ana", "family_name": "Marku", "birth_date": "1991-05-04"}
OTHER = {"asker_name": "Lule Doda", "asker_relation": "fqinja", "asker_phone": "069 20 00 202", "permission_given": "on"}


def said(form, field):
    assert not form.is_valid()
    return " ".join(form.errors[field])


def test_the_answers_of_the_steps_are_what_ask_takes(acting, cast):
    with acting(None) as public:
        unit = Unit.objects.filter(municipality=cast.shkoder).first()
        steps = [
            NeedsForm({"domains": ["food", "housing"], "words": "Na pikon çatia."}),
            PlaceForm({"municipality": cast.shkoder, "unit": unit.pk}),
            WhoForm(WHO),
            ContactForm({"phone": "0692000101"}),
            CheckForm({"key": uuid4()}),
        ]
        answers = {}
        for form in steps:
            assert form.is_valid(), form.errors
            answers |= form.cleaned_data
        request = ask(by=public, at=MONDAY, channel="web", **answers).request
        assert (request.unit, request.phone, request.domains) == (unit, "+355692000101", ["food", "housing"])


def test_asking_for_another_takes_who_asks_and_the_permission(acting, cast):
    form = ContactForm(OTHER, for_whom="other")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["permission_given"] is True
    assert "asker_name" not in ContactForm(for_whom="self").fields


@pytest.mark.parametrize("missing", ["asker_name", "permission_given"])
def test_asking_for_another_without_name_or_permission_is_told(missing):
    assert said(ContactForm({k: v for k, v in OTHER.items() if k != missing}, for_whom="other"), missing)


def test_at_least_one_need_is_chosen(db):
    assert said(NeedsForm({"words": "x"}), "domains")
    assert said(NeedsForm({"domains": ["gold"]}), "domains")


def test_needs_are_said_as_people_say_them_in_both_languages(db):
    choices = NeedsForm().fields["domains"].choices
    assert len(choices) == 12
    with translation.override("en"):
        assert "I do not have a safe place to live" in [str(text) for _, text in choices]
    with translation.override("sq"):
        assert "Nuk kam një vend të sigurt për të jetuar" in [str(text) for _, text in choices]


def test_a_story_has_an_end(db):
    assert said(NeedsForm({"domains": ["food"], "words": "a" * 3001}), "words")


def test_a_place_outside_albania_or_nowhere_is_told(acting):
    with acting(None):
        assert said(PlaceForm({}), "municipality")
        assert said(PlaceForm({"municipality": "XX999"}), "municipality")


def test_an_area_of_another_municipality_is_told(acting, cast):
    with acting(None):
        elsewhere = Unit.objects.filter(municipality=cast.korce).first()
        assert said(PlaceForm({"municipality": cast.shkoder, "unit": elsewhere.pk}), "unit")
        assert said(PlaceForm({"municipality": cast.shkoder, "unit": elsewhere.pk}, municipality=cast.shkoder), "unit")
        assert said(PlaceForm({"municipality": cast.shkoder, "unit": "x"}), "unit")


def test_who_is_not_sure_of_the_area_leaves_it_open(acting, cast):
    with acting(None):
        form = PlaceForm({"municipality": cast.shkoder, "unit": ""})
        assert form.is_valid()
        assert form.cleaned_data == {"municipality": cast.shkoder, "unit": None}


def test_places_come_in_two_queries_grouped_by_municipality(acting, cast, django_assert_num_queries):
    with acting(None), django_assert_num_queries(2):
        groups = PlaceForm().fields["unit"].choices
        assert len(groups) == 62
    with acting(None):
        known = PlaceForm(municipality=cast.shkoder).fields["unit"].choices
        assert 1 < len(known) < 20


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"for_whom": ""}, "for_whom"),
        ({"for_whom": "enemy"}, "for_whom"),
        ({"given_name": " "}, "given_name"),
        ({"given_name": "12"}, "given_name"),
        ({"given_name": "a" * 61}, "given_name"),
        ({"family_name": "??"}, "family_name"),
        ({"birth_date": "1991-13-04"}, "birth_date"),
        ({"birth_date": "1850-01-01"}, "birth_date"),
        ({"birth_date": (localdate() + timedelta(days=2)).isoformat()}, "birth_date"),
    ],
)
def test_what_is_wrong_about_a_person_is_told_beside_it(wrong, field):
    assert said(WhoForm(WHO | wrong), field)


def test_one_name_is_enough_to_ask():
    assert WhoForm({"for_whom": "self", "given_name": "  Ana   Maria "}).is_valid()


@pytest.mark.parametrize("typed", ["069", "nuk kam", "+1 22", "069200001x1"])
def test_a_number_nobody_can_call_is_told(typed):
    assert "069 20 00 011" in said(ContactForm({"phone": typed}), "phone")


def test_some_way_to_reach_the_person_is_needed():
    assert said(ContactForm({}), "phone")
    assert ContactForm({"how_to_reach": "Pranë shkollës, shtëpia e kuqe"}).is_valid()
    assert said(ContactForm({"asker_name": "Lule", "permission_given": "on"}, for_whom="other"), "asker_phone")


@pytest.mark.parametrize("key", ["", "x", "1234"])
def test_a_page_without_its_key_is_opened_again(key):
    assert said(CheckForm({"key": key}), "key")
