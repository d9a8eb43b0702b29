"""Documents of a case at the desk: added, opened, removed, and never Vera's."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bashke.ground.journal.models import Entry
from bashke.person.attachments.models import Attachment, Content

pytestmark = pytest.mark.django_db


def photo(name: str = "muri.png") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="text/html")


def text(response: Any) -> str:
    return response.content.decode()


def add(client: Client, case: Any, **given: Any) -> Any:
    return client.post(reverse("desk:documents", args=[case.pk]), {"file": photo(), "about": "Muri me lagështi"} | given, follow=True)


@pytest.fixture
def only(acting: Callable[..., Any]) -> Callable[[], Attachment]:
    def find() -> Attachment:
        with acting("besa"):
            return Attachment.objects.get()

    return find


def test_a_photograph_is_added_and_opened_as_a_download(desk: Callable[..., Client], lule: Any, only: Any, acting: Any) -> None:
    besa = desk("besa")
    assert "Added: muri.jpg." in text(add(besa, lule.case))
    answer = besa.get(reverse("desk:document", args=[only().pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="muri.jpg"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    with Image.open(io.BytesIO(answer.content)) as seen:
        assert seen.size == (40, 30)
    with acting("besa") as worker:
        verbs = Entry.objects.visible_to(worker).filter(person=lule.person.pk).values_list("verb", flat=True)
        assert {"document added", "document opened"} <= set(verbs)


def test_what_is_kept_is_encrypted_and_bound_to_its_row(desk: Callable[..., Client], lule: Any, acting: Any) -> None:
    besa = desk("besa")
    add(besa, lule.case)
    add(besa, lule.case, about="Një tjetër")
    with acting("besa"):
        one, other = Content.objects.order_by("pk")
        assert b"JFIF" not in bytes(one.sealed)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM attachments_content WHERE attachment_id = %s", [one.pk])
            cursor.execute(
                "INSERT INTO attachments_content (attachment_id, sealed, municipality_id, person_id) VALUES (%s, %s, %s, %s)",
                [one.pk, bytes(other.sealed), one.municipality_id, one.person_id],
            )
    page = besa.get(reverse("desk:document", args=[one.pk]), follow=True)
    assert "what is kept is not what was added" in text(page)


def test_a_wrong_file_is_said_in_a_sentence_and_nothing_is_kept(desk: Callable[..., Client], lule: Any, acting: Any) -> None:
    page = add(desk("besa"), lule.case, file=SimpleUploadedFile("cv.pdf", b"<html>", content_type="application/pdf"))
    assert page.status_code == 422
    assert "Only photographs (JPEG, PNG, WebP) and PDF are taken." in text(page)
    assert "Muri me lagështi" in text(page)
    page = add(desk("besa"), lule.case, file=SimpleUploadedFile("x.jpg", b""))
    assert "This file is empty." in text(page)
    with acting("besa"):
        assert not Attachment.objects.exists()


def test_a_removed_document_leaves_its_line_and_its_reason(desk: Callable[..., Client], lule: Any, only: Any, acting: Any) -> None:
    besa = desk("besa")
    add(besa, lule.case)
    address = reverse("desk:remove_document", args=[only().pk])
    assert besa.post(address, {"why": ""}).status_code == 422
    page = besa.post(address, {"why": "Foto e një personi tjetër."}, follow=True)
    assert "Removed by Besa Gjoka" in text(page)
    assert "Foto e një personi tjetër." in text(page)
    assert "removed already" in text(besa.get(reverse("desk:document", args=[only().pk]), follow=True))
    assert "removed already" in text(besa.post(address, {"why": "Edhe një herë."}))
    with acting("besa"):
        assert not Content.objects.exists()


def test_vera_finds_no_document_of_shkoder(desk: Callable[..., Client], lule: Any, only: Any) -> None:
    add(desk("besa"), lule.case)
    vera = desk("vera")
    addresses = [
        reverse("desk:documents", args=[lule.case.pk]),
        *(reverse(f"desk:{name}", args=[only().pk]) for name in ("document", "remove_document")),
    ]
    assert [vera.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_line_is_never_removed_and_never_rewritten(desk: Callable[..., Client], lule: Any, acting: Any) -> None:
    add(desk("besa"), lule.case)
    with acting("besa"):
        for statement in ("DELETE FROM attachments_attachment", "UPDATE attachments_attachment SET about = 'x'"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        with pytest.raises(IntegrityError, match="a_removal_is_recorded_whole"), transaction.atomic():
            Attachment.objects.update(removed_why="no date")


def test_the_list_takes_the_same_number_of_queries_however_long(desk: Callable[..., Client], lule: Any) -> None:
    besa, counts = desk("besa"), []
    for _round in range(2):
        add(besa, lule.case)
        with CaptureQueriesContext(connection) as counted:
            besa.get(reverse("desk:documents", args=[lule.case.pk]))
        counts.append(len(counted))
    assert counts[0] == counts[1]
