"""Ana finds every document of her file that is hers, and no other."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bashke.ground.journal.models import Entry
from bashke.ground.journal.rules import Verb
from bashke.person.attachments.actions import add, remove
from bashke.person.attachments.models import Attachment
from bashke.person.casework.actions import protect_case
from bashke.person.protection.rules import Track

from .conftest import text
from .story import ago, asks, has_a_plan, is_assessed, is_registered

pytestmark = pytest.mark.django_db
PAGE = "/my/documents/"


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def way(acting: Any) -> Any:
    return is_registered(acting, asks(acting, at=ago(9)), ago(8))


@pytest.fixture
def kept(acting: Any, way: Any) -> Callable[..., Attachment]:
    """A document of Ana's case, added by Besa."""

    def make(about: str, hers: bool = True) -> Attachment:
        with acting("besa") as besa:
            return add(by=besa, at=ago(2), case=way.case, name=f"{about}.png", about=about, came=photo(), hers=hers)

    return make


def test_what_was_made_for_her_and_what_she_gave_stand_on_one_page(with_code: Any, acting: Any, way: Any, kept: Any) -> None:
    has_a_plan(acting, is_assessed(acting, way, ago(6)), ago(5))
    given = kept("Certifikata")
    ana = with_code(way.code)
    page = text(ana.get(PAGE))
    for shown in (
        reverse("portal:receipt_paper"),
        reverse("portal:plan_paper"),
        "Certifikata",
        reverse("portal:document", args=[given.pk]),
    ):
        assert shown in page
    assert reverse("portal:closure_paper") not in page
    assert PAGE in text(ana.get("/my/"))


def test_it_leaves_as_a_download_and_she_can_read_that_it_was_opened(with_code: Any, acting: Any, way: Any, kept: Any) -> None:
    answer = with_code(way.code).get(reverse("portal:document", args=[kept("Certifikata").pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="Certifikata.jpg"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    with acting("besa"):
        assert Entry.objects.filter(verb=Verb.DOCUMENT_OPENED).count() == 1


def test_what_is_not_hers_or_was_removed_is_not_there(with_code: Any, acting: Any, way: Any, kept: Any) -> None:
    others, gone = kept("Raporti i zyrës", hers=False), kept("Dy herë")
    with acting("besa") as besa:
        remove(by=besa, at=ago(1), attachment=gone, why="Added twice.")
    ana = with_code(way.code)
    page = text(ana.get(PAGE))
    assert "Raporti i zyrës" not in page
    assert "Dy herë" not in page
    for one in (others, gone):
        assert ana.get(reverse("portal:document", args=[one.pk])).status_code == 404


def test_of_a_protected_file_nothing(with_code: Any, acting: Any, way: Any, kept: Any) -> None:
    hers = kept("Certifikata")
    ana = with_code(way.code)
    with acting("besa") as besa:
        protect_case(by=besa, at=ago(1), case=way.case, track=Track.VIOLENCE, members=[besa.worker])
    assert ana.get(PAGE).headers["Location"] == ana.get(reverse("portal:document", args=[hers.pk])).headers["Location"] == "/my/"


def test_who_asked_for_another_has_no_such_page(with_code: Any, acting: Any, way: Any) -> None:
    other = asks(acting, for_whom="other", asker_name="Mark Fqinji", asker_phone="+355692000102", permission_given=True)
    assert with_code(other.code).get(PAGE).headers["Location"] == "/my/"


def test_ten_documents_ask_the_database_no_more_than_one(with_code: Any, way: Any, kept: Any) -> None:
    ana: Client = with_code(way.code)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ana.get(PAGE).status_code == 200
        return len(asked)

    kept("Certifikata")
    few = questions()
    for number in range(3):
        kept(f"Foto {number}")
    assert questions() == few
