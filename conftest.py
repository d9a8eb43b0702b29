"""Our way of making the test database takes the place of pytest-django's. Everything else is in bashke/site/testing.py."""

from bashke.site.testing import django_db_setup

__all__ = ["django_db_setup"]
