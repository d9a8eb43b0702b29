"""Every page says who may open it. A naked view is a hole in the first wall."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from bashke.ground.access.permissions import ROLES, Permission

# allauth guards its own pages; they run as the sign-in role, which can read no person.
SIGN_IN = ("account_", "mfa_")


def pages(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern)
        else:
            yield pattern


def test_every_page_says_who_may_open_it() -> None:
    naked = [page.name for page in pages() if not (page.name or "").startswith(SIGN_IN) and not getattr(page.callback, "permission", None)]
    assert naked == []


def test_every_page_has_a_name() -> None:
    assert [str(page.pattern) for page in pages() if not page.name] == []


def test_every_permission_belongs_to_a_role() -> None:
    given = {permission for role in ROLES.values() for permission in role.permissions}
    assert set(Permission) - given == set()
