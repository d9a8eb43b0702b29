"""Who made this, from which data, under which licences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bashke.ground.access.guards import public

# What runs in this page or on the server, with its licence. Complete list with versions: uv.lock and package-lock.json.
LIBRARIES: tuple[tuple[str, str], ...] = (
    ("Django", "BSD-3-Clause"),
    ("PostgreSQL", "PostgreSQL"),
    ("psycopg", "LGPL-3.0-only"),
    ("django-allauth, django-htmx, whitenoise, gunicorn, procrastinate", "MIT"),
    ("django-csp, django-pghistory, django-pgtrigger, segno, Babel", "BSD-3-Clause"),
    ("cryptography, phonenumbers", "Apache-2.0"),
    ("PyYAML, holidays", "MIT"),
    ("GOV.UK Frontend, MOJ Frontend", "MIT"),
    ("Leaflet", "BSD-2-Clause"),
    ("Noto Sans", "OFL-1.1"),
)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"libraries": LIBRARIES, "libraries_head": (_("Library"), _("Licence"))})
