"""The plain Django page that ours are measured beside: a sign-in and a list of 20 people with their town, no wall, no journal, no work.

`python -m bench.plain` makes its tables and a signed-in session and prints its cookie; `bench.plain:application` serves it.
"""

import os

import django
from django.conf import settings

from .country import cluster, configuration

PEOPLE, TOWNS, SHOWN = 200_000, 61, 20
PAGE = """<!doctype html><html lang="en"><head><title>People</title></head><body><p>{{ request.user.username }}</p><h1>People</h1><table>
<thead><tr><th>Name</th><th>Born</th><th>Town</th></tr></thead><tbody>{% for one in people %}
<tr><td><a href="/{{ one.pk }}/">{{ one.given_name }} {{ one.family_name }}</a></td>
<td>{{ one.born|date:"j F Y" }}</td><td>{{ one.town.name }}</td></tr>
{% endfor %}</tbody></table></body></html>"""

settings.configure(
    SECRET_KEY="a bench has no secrets",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"people.html": PAGE})],
                "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("BASHKE_DATABASE", "bench_plain"),
            "USER": "bashke_owner",
            "PASSWORD": configuration.secret("owner"),
            "HOST": str(cluster().socket),
            "CONN_MAX_AGE": 600,
        }
    },
    TIME_ZONE="Europe/Tirane",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Town(models.Model):
    """Where somebody lives."""

    name = models.CharField(max_length=60)

    class Meta:
        app_label = "plain"


class Person(models.Model):
    """Somebody of the list."""

    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60, db_index=True)
    born = models.DateField()
    town = models.ForeignKey(Town, models.PROTECT)

    class Meta:
        app_label = "plain"


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Twenty people of one town with a name, in its order."""
    rows = Person.objects.select_related("town").filter(town=7).order_by("family_name", "pk")[:SHOWN]
    return render(request, "people.html", {"people": rows})


urlpatterns = [path("people/", people)]
application = get_wsgi_application()


def make() -> str:
    """Tables, towns, people and one session; returns its key."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as tables:
        tables.create_model(Town)
        tables.create_model(Person)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO plain_town (name) SELECT 'Town ' || n FROM generate_series(1, %s) n", [TOWNS])
        cursor.execute(
            "INSERT INTO plain_person (given_name, family_name, born, town_id)"
            " SELECT 'Given ' || n %% 997, 'Family ' || n %% 4999, date '1936-01-01' + n %% 33000, n %% %s + 1 FROM generate_series(1, %s) n",
            [TOWNS, PEOPLE],
        )
        cursor.execute("ANALYZE")
    user = get_user_model().objects.create_user("besa")
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    print(make())
