"""Mira manages the staff of Shkodër: colleagues, posts, and who may do what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bashke.ground.access.models import Post, Worker
from bashke.ground.access.permissions import ROLES, Permission

STAFF, ADD = "/staff/", "/staff/add/"


def new(**changes: Any) -> dict[str, Any]:
    return {"name": "Elira Dosti", "username": "elira", "role": "social_worker", "valid_from": timezone.localdate().isoformat()} | changes


@pytest.fixture
def office(client_as: Callable[..., Client]) -> Callable[[str], Client]:
    def sign_in(username: str) -> Client:
        client = client_as(username)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


def test_mira_sees_her_colleagues_and_nobody_elses(office: Callable[[str], Client]) -> None:
    page = office("mira").get(STAFF).content.decode()
    assert "Besa Gjoka" in page
    assert "Vera Kola" not in page
    assert "Ilir Prifti" not in page


def test_mira_adds_a_colleague_and_gets_her_link(office: Callable[[str], Client], acting: Callable[..., Any]) -> None:
    page = office("mira").post(ADD, new()).content.decode()
    assert "Elira Dosti can choose a password" in page
    assert "/account/welcome/" in page
    with acting("mira") as mira:
        post = Post.objects.visible_to(mira).get(worker__username="elira")
    assert (post.role, post.kind) == ("social_worker", "municipality")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "besa"}, "There is already a worker called besa"),
        ({"username": "vera"}, "There is already a worker called vera"),
        ({"username": "Elira Dosti"}, "Use only small letters"),
        ({"role": ""}, "Choose a role."),
        ({"role": "ministry_analyst"}, "Select a valid choice"),
        ({"role": "provider_manager"}, "Select a valid choice"),
        ({"name": ""}, "Write the name."),
        ({"valid_from": "2026-02-31"}, "This date does not exist"),
    ],
)
def test_what_is_wrong_with_a_new_colleague_is_said_and_nobody_is_added(
    office: Callable[[str], Client], acting: Callable[..., Any], changes: dict[str, str], said: str
) -> None:
    answer = office("mira").post(ADD, new(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acting("mira") as mira:
        assert not Worker.objects.visible_to(mira).filter(username="elira").exists()


def test_a_post_that_ended_closes_the_door(office: Callable[[str], Client], cast: Any) -> None:
    besa = office("besa")
    assert besa.get("/desk/").status_code == 200
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    field = f"end{cast.besa.post}-valid_to"
    page = office("mira").post(reverse("access:post_end", args=[cast.besa.post]), {field: yesterday}, follow=True).content.decode()
    assert "The post ends on that day." in page
    closed = besa.get("/desk/", follow=True)
    assert closed.status_code == 403
    assert "You have no post today" in closed.content.decode()
    assert "Sign out" in closed.content.decode()


def test_a_post_cannot_end_before_it_began(office: Callable[[str], Client], cast: Any) -> None:
    field = f"end{cast.besa.post}-valid_to"
    answer = office("mira").post(reverse("access:post_end", args=[cast.besa.post]), {field: "2020-01-01"})
    assert answer.status_code == 422
    assert "The date must be" in answer.content.decode()


def test_mira_cannot_lock_herself_out(office: Callable[[str], Client], cast: Any) -> None:
    field = f"end{cast.mira.post}-valid_to"
    answer = office("mira").post(reverse("access:post_end", args=[cast.mira.post]), {field: timezone.localdate().isoformat()})
    assert answer.status_code == 422
    assert "You cannot end the post you are signed in with." in answer.content.decode()


def test_another_post_is_given_and_the_same_one_not_twice(office: Callable[[str], Client], cast: Any) -> None:
    mira, address = office("mira"), reverse("access:post_give", args=[cast.besa.worker])
    form = {"role": "supervisor", "valid_from": "2026-01-01"}
    assert "The post is given." in mira.post(address, form, follow=True).content.decode()
    again = mira.post(address, form)
    assert again.status_code == 422
    assert "has this role from that day already" in again.content.decode()


def test_who_works_elsewhere_too_gets_no_link_from_here(office: Callable[[str], Client], acting: Callable[..., Any], cast: Any) -> None:
    with acting("teuta"):
        Post.objects.create(
            worker_id=cast.besa.worker, institution_id=cast.teuta.institution, role="social_worker", kind="municipality",
            valid_from=date(2026, 1, 1),
        )  # fmt: skip
    page = office("mira").post(reverse("access:staff_invite", args=[cast.besa.worker]), follow=True).content.decode()
    assert "Only the operator can renew her access." in page
    assert "/account/welcome/" not in page


def test_mira_cannot_tell_vera_from_nobody(office: Callable[[str], Client], cast: Any) -> None:
    mira = office("mira")
    for name in ("worker", "post_give", "staff_invite"):
        for worker in (cast.vera.worker, uuid4()):
            assert mira.post(reverse(f"access:{name}", args=[worker]), {"role": "supervisor"}).status_code == 404
    assert mira.post(reverse("access:post_end", args=[cast.vera.post])).status_code == 404


@pytest.mark.parametrize("username", ["besa", "drita", "edona", "genc"])
def test_only_who_manages_the_staff_sees_it(office: Callable[[str], Client], cast: Any, username: str) -> None:
    browser = office(username)
    assert browser.get(STAFF).status_code == 403
    assert browser.post(ADD, new()).status_code == 403
    assert browser.post(reverse("access:staff_invite", args=[cast.besa.worker])).status_code == 403


def test_ilir_adds_a_worker_of_his_centre_and_no_social_worker(office: Callable[[str], Client]) -> None:
    page = office("ilir").get(ADD).content.decode()
    assert "Worker of a provider" in page
    assert "Social worker (NARU)" not in page
    assert office("ilir").post(ADD, new(role="provider_worker")).status_code == 200


@pytest.mark.parametrize("username", ["besa", "mira", "ilir", "genc"])
def test_everybody_may_read_who_may_do_what(office: Callable[[str], Client], username: str) -> None:
    page = office(username).get(reverse("access:roles")).content.decode()
    for role in ROLES.values():
        assert role.name in page
    held = {permission for role in ROLES.values() for permission in role.permissions}
    assert held == set(Permission), "every permission is somebody's"


def test_the_public_does_not_read_the_staff_pages(client: Client, db: None) -> None:
    for address in (STAFF, reverse("access:roles")):
        assert client.get(address).url.startswith(reverse("account_login"))  # type: ignore[attr-defined]


def test_the_list_of_staff_costs_the_same_for_one_and_for_nine(office: Callable[[str], Client], django_assert_max_num_queries: Any) -> None:
    mira = office("mira")
    for letter in "abcdefgh":
        mira.post(ADD, new(username=f"elira{letter}"))
    with django_assert_max_num_queries(7):
        mira.get(STAFF)


def test_besa_with_two_posts_sits_on_one_at_a_time(office: Callable[[str], Client], cast: Any, acting: Callable[..., Any]) -> None:
    besa, address = office("besa"), reverse("access:posts")
    assert besa.get("/desk/board/").status_code == 403
    office("mira").post(reverse("access:post_give", args=[cast.besa.worker]), {"role": "supervisor", "valid_from": "2026-01-01"})
    with acting("mira"):
        second = Post.objects.get(worker=cast.besa.worker, role="supervisor")
    assert "You sit here now" in besa.get(address).content.decode()
    besa.post(address, {"post": second.pk})
    assert besa.get("/desk/board/").status_code == 200


def test_nobody_sits_on_anothers_post(office: Callable[[str], Client], cast: Any) -> None:
    besa, address = office("besa"), reverse("access:posts")
    assert besa.post(address, {"post": cast.drita.post}).status_code == 404
    assert besa.post(address, {"post": "mine"}).status_code == 400
    assert besa.get("/desk/board/").status_code == 403


def test_the_public_has_no_posts(client: Client, db: None) -> None:
    assert client.get(reverse("access:posts")).url == reverse("account_login")  # type: ignore[attr-defined]
