"""Searching, opening and correcting people; enquiries between municipalities."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.casework.models import Case
from bashke.person.people.actions import add_person
from bashke.person.people.models import Enquiry, Person

from .conftest import BORN, days_ago

PEOPLE = "/desk/people/"
WHOLE = {"given_name": "Ana", "family_name": "Marku", "birth_date": "1991-05-04"}


def ana_in(acting: Callable[..., Any], worker: str) -> Person:
    with acting(worker) as somebody:
        return add_person(by=somebody, at=days_ago(9), given_name="Ana", family_name="Marku", birth_date=BORN, synthetic=True)


def test_nobody_is_listed_before_something_was_asked(desk: Callable[..., Client], lule: Any) -> None:
    assert "Lule" not in desk("besa").get(PEOPLE).content.decode()


def test_a_search_with_nothing_in_it_says_what_is_missing(desk: Callable[..., Client]) -> None:
    assert "Write a name or a personal number" in desk("besa").get(PEOPLE, {"given_name": ""}).content.decode()


def test_lule_is_found_by_the_sound_of_her_name(desk: Callable[..., Client], lule: Any) -> None:
    page = desk("besa").get(PEOPLE, {"given_name": "Lul", "family_name": "Prëndi"}).content.decode()
    assert reverse("desk:person", args=[lule.person.pk]) in page


def test_the_year_alone_is_enough_where_the_day_is_not_known(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    ana = ana_in(acting, "besa")
    asked = {"given_name": "Ana", "family_name": "Marku"}
    page = desk("besa").get(PEOPLE, asked | {"birth_date_year": str(BORN.year)}).content.decode()
    assert reverse("desk:person", args=[ana.pk]) in page
    assert "same year of birth" in page
    for wrong in ("1066", "91", "2999", "١٩٩١"):
        assert "four digits" in desk("besa").get(PEOPLE, asked | {"birth_date_year": wrong}).content.decode()
    assert "The month is missing." in desk("besa").get(PEOPLE, asked | {"birth_date_day": "4", "birth_date_year": "1991"}).content.decode()


def test_the_fathers_name_is_searched_shown_and_corrected(desk: Callable[..., Client], lule: Any) -> None:
    besa = desk("besa")
    form = {
        "given_name": "Lule",
        "family_name": "Prendi",
        "father_name": "Petrit",
        "birth_date": "2018-06-01",
        "sex": "u",
        "language": "sq",
    }
    besa.post(reverse("desk:correct", args=[lule.person.pk]), form)
    page = besa.get(PEOPLE, {"given_name": "Lule", "father_name": "Petrit"}).content.decode()
    assert "Lule (Petrit) Prendi" in page
    assert "same father" in page
    assert "Petrit" in besa.get(reverse("desk:person", args=[lule.person.pk])).content.decode()
    assert 'value="Petrit"' in besa.get(reverse("desk:correct", args=[lule.person.pk])).content.decode()


def test_vera_finds_nobody_of_shkoder(desk: Callable[..., Client], lule: Any) -> None:
    page = desk("vera").get(PEOPLE, {"given_name": "Lule", "family_name": "Prendi"}).content.decode()
    assert "Nobody like this is known in your municipality." in page


def test_opening_a_person_is_in_the_journal(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    page = desk("besa").get(reverse("desk:person", args=[lule.person.pk])).content.decode()
    assert reverse("desk:case", args=[lule.case.pk]) in page
    with acting("besa") as besa:
        assert Entry.objects.visible_to(besa).filter(verb=Verb.PERSON_OPENED, person=lule.person.pk).count() == 1


def test_vera_cannot_tell_lule_from_nobody(desk: Callable[..., Client], lule: Any) -> None:
    def read(name: str, pk: Any) -> tuple[int, bytes]:
        answer = desk("vera").get(reverse(f"desk:{name}", args=[pk]))
        return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content).replace(str(pk).encode(), b"")

    for name in ("person", "correct"):
        assert read(name, lule.person.pk) == read(name, uuid4())
        assert read(name, lule.person.pk)[0] == 404


def test_a_correction_changes_what_was_changed_and_nothing_else(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    form = {"given_name": "Lule", "family_name": "Prendi", "birth_date": "2018-06-02", "sex": "f", "language": "sq"}
    desk("besa").post(reverse("desk:correct", args=[lule.person.pk]), form)
    with acting("besa") as besa:
        person = Person.objects.visible_to(besa).get(pk=lule.person.pk)
        [entry] = Entry.objects.visible_to(besa).filter(verb=Verb.PERSON_CORRECTED)
    assert person.birth_date == date(2018, 6, 2)
    assert entry.reason == "birth_date, sex"


def test_a_wrong_personal_number_is_said_in_a_sentence(desk: Callable[..., Client], lule: Any) -> None:
    form = {"given_name": "Lule", "family_name": "Prendi", "sex": "f", "language": "sq", "personal_number": "12345"}
    answer = desk("besa").post(reverse("desk:correct", args=[lule.person.pk]), form)
    assert answer.status_code == 422
    assert "a letter, eight digits and a letter" in answer.content.decode()


def test_a_second_case_for_one_person_is_refused(desk: Callable[..., Client], lule: Any, acting: Callable[..., Any]) -> None:
    page = desk("besa").post(reverse("desk:begin", args=[lule.person.pk]), follow=True).content.decode()
    assert "This person has an open case already." in page
    with acting("besa") as besa:
        assert Case.objects.visible_to(besa).count() == 1


def test_besa_asks_korca_and_teuta_answers(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    ana_in(acting, "vera")
    besa = desk("besa")
    besa.post(reverse("desk:enquire"), WHOLE | {"reason": "She came to us today."})
    with acting("besa") as worker:
        enquiry = Enquiry.objects.visible_to(worker).get()
    asked = desk("teuta").get(reverse("desk:enquiries")).content.decode()
    assert "She came to us today." in asked
    assert "Ana Marku" in asked
    desk("teuta").post(reverse("desk:answer", args=[enquiry.pk]), {"answer": "Call Vera Kola."})
    assert "Call Vera Kola." in besa.get(reverse("desk:enquiries")).content.decode()


def test_a_question_about_nobody_is_refused_and_the_reason_stays(desk: Callable[..., Client]) -> None:
    answer = desk("besa").post(reverse("desk:enquire"), WHOLE | {"reason": "She came to us today."})
    assert answer.status_code == 422
    assert "No other municipality knows a person with exactly this identity." in answer.content.decode()
    assert "She came to us today." in answer.content.decode()


def test_a_social_worker_does_not_answer_for_the_municipality(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    ana_in(acting, "besa")
    desk("vera").post(reverse("desk:enquire"), WHOLE | {"reason": "She came to us today."})
    with acting("vera") as vera:
        enquiry = Enquiry.objects.visible_to(vera).get()
    assert "Your supervisor answers." in desk("besa").get(reverse("desk:enquiries")).content.decode()
    assert desk("besa").post(reverse("desk:answer", args=[enquiry.pk]), {"answer": "Yes."}).status_code == 403


def test_a_third_municipality_cannot_answer_what_it_was_not_asked(desk: Callable[..., Client], acting: Callable[..., Any]) -> None:
    ana_in(acting, "vera")
    desk("besa").post(reverse("desk:enquire"), WHOLE | {"reason": "She came to us today."})
    with acting("besa") as besa:
        enquiry = Enquiry.objects.visible_to(besa).get()
    page = desk("drita").post(reverse("desk:answer", args=[enquiry.pk]), {"answer": "We know her."})
    assert page.status_code == 422
    with acting("besa") as besa:
        assert Enquiry.objects.visible_to(besa).get().status == "open"


def test_a_search_asks_the_database_as_often_for_one_hit_as_for_nine(
    desk: Callable[..., Client], make_case: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for letter in "abcdefghi":
        make_case("Lule" + letter)
    besa = desk("besa")
    with django_assert_max_num_queries(14):
        besa.get(PEOPLE, {"family_name": "Prendi"})
