"""The pages of an import, as Drita, Mira and Vera find them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bashke.person.registers import actions
from bashke.person.registers.models import Import, Problem
from bashke.person.registers.rules import Severity, Status

from .conftest import ARBEN, HEADINGS, MIRA, NOW, TOWN, added, as_csv, changed, checked


def upload(client, data, name="regjistri.csv"):
    return client.post(reverse("registers:imports"), {"file": SimpleUploadedFile(name, data)})


def chosen(**changes):
    fields = ("reference", "given_name", "family_name", "birth_date", "sex", "personal_number", "phone", "address", "unit")
    return {field: str(place) for place, field in enumerate(fields)} | changes


def here(name, source):
    return reverse(f"registers:{name}", args=[source.pk])


def test_drita_uploads_names_the_columns_and_waits_for_the_check(client_as):
    drita = client_as("drita")
    answer = upload(drita, as_csv(TOWN))
    assert answer.status_code == 302
    page = drita.get(answer["Location"]).content.decode()
    assert "Datëlindja (04.05.1971, 17.09.1984)" in page
    assert drita.post(answer["Location"], chosen()).status_code == 302
    working = drita.get(answer["Location"].replace("columns/", "")).content.decode()
    assert 'id="progress"' in working
    assert 'http-equiv="refresh"' in working, "also without JavaScript"


def test_a_column_chosen_twice_comes_back_with_everything_typed(client_as):
    drita = client_as("drita")
    place = upload(drita, as_csv(TOWN))["Location"]
    answer = drita.post(place, chosen(family_name="1"))
    assert answer.status_code == 422
    assert "dy herë" in answer.content.decode()
    assert drita.post(place, chosen(given_name="")).status_code == 422


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_file_that_is_no_register_is_refused_beside_the_field(client_as, data):
    answer = upload(client_as("drita"), data)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()


def brought(acting, rows, *, by="drita"):
    with acting(by) as worker:
        return checked(worker, rows)


def test_the_list_says_row_column_and_sentence(client_as, acting):
    source = brought(acting, [changed(ARBEN, born="31.02.1971"), MIRA])
    page = client_as("drita").get(here("show", source)).content.decode()
    for words in ("Rreshti 2", "Datëlindja", "31.02.1971", "Kjo nuk është datë", "mbetet jashtë"):
        assert words in page


def test_who_is_here_already_is_seen_by_drita_and_not_by_mira(client_as, acting):
    with acting("drita") as drita:
        added(drita, [ARBEN])
    source = brought(acting, [changed(ARBEN, reference="R-9", given="Arbën", number="")])
    assert "Arben Doda" in client_as("drita").get(here("show", source)).content.decode()
    page = client_as("mira").get(here("show", source)).content.decode()
    assert "Arben Doda" not in page
    assert "Përgjegjësi" in page


def test_drita_decides_on_the_page_and_mira_may_not(client_as, acting):
    source = brought(acting, [ARBEN, changed(ARBEN, reference="R-9", family="Dodaj", number="")])
    with acting("drita"):
        problem = Problem.objects.get(source=source, severity=Severity.LIKELY)
    place = reverse("registers:decide", args=[problem.pk])
    assert client_as("mira").post(place, {"decision": "other"}).status_code == 403
    assert client_as("drita").post(place, {"decision": "other"}).status_code == 302
    with acting("drita"):
        assert Import.objects.get(pk=source.pk).ready == 2


def test_mira_confirms_and_the_second_is_told(client_as, acting):
    source = brought(acting, TOWN)
    mira, drita = client_as("mira"), client_as("drita")
    assert mira.post(here("confirm", source)).status_code == 302
    told = drita.post(here("confirm", source), follow=True).content.decode()
    assert "tashmë i konfirmuar" in told
    with acting("drita"):
        assert Import.objects.get(pk=source.pk).status == Status.CONFIRMED


def test_the_whole_list_is_a_file(client_as, acting):
    source = brought(acting, [changed(ARBEN, given="=1+1")])
    answer = client_as("drita").get(here("problems", source))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode()


def test_a_list_takes_as_many_queries_however_long_it_is(client_as, acting, django_assert_num_queries):
    sizes = []
    drita = client_as("drita")
    for rows in (1, 60):
        source = brought(acting, [changed(ARBEN, reference=str(n), given="", number="") for n in range(rows)])
        with django_assert_num_queries(9, exact=False) as counted:
            page = drita.get(here("show", source)).content.decode()
        sizes.append(len(counted))
        assert ("after=" in page) is (rows > 25)
    assert sizes[0] == sizes[1]


def test_every_problem_is_on_exactly_one_page_of_the_list(client_as, acting):
    source = brought(acting, [changed(ARBEN, reference=str(n), given="", number="") for n in range(60)])
    drita, seen, place = client_as("drita"), [], here("show", source) + "?show=wrong"
    while place:
        answer = drita.get(place)
        seen += [item.problem.row for item in answer.context["page"].rows]
        place = here("show", source) + answer.context["following"].split("#")[0] if answer.context["following"] else ""
    assert seen == list(range(2, 62))


def test_vera_finds_nothing_of_shkoders_import(client_as, acting):
    source = brought(acting, TOWN)
    vera = client_as("vera")
    assert vera.get(reverse("registers:imports")).status_code == 403, "a social worker brings no register"
    with acting("teuta") as teuta:
        assert not Import.objects.visible_to(teuta).exists()
    assert client_as("teuta").get(here("show", source)).status_code == 404


def test_work_that_stopped_can_be_begun_again_and_work_that_runs_cannot(client_as, acting):
    with acting("drita") as drita:
        source = actions.receive(by=drita, at=NOW, file_name="a.csv", data=as_csv(TOWN))
        actions.match(by=drita, at=NOW, source=source, mapping=actions.guessed(source))
    page = client_as("drita").post(here("again", source), follow=True).content.decode()
    assert ("Puna vazhdon" in page) or ('id="progress"' in page)
    assert len(HEADINGS) == 9
