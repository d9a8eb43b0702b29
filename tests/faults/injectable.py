"""A page with the oldest hole there is, for the tests alone: what is typed becomes SQL. The installed system has no such page."""

import json
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bashke.ground.access.guards import public
from bashke.person.people.models import Person


@public
def find(request: HttpRequest) -> HttpResponse:
    """Everything every statement gave back, and then an ordinary query, as a page would go on."""
    shown: list[Any] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT given_name FROM people_person WHERE family_name = '{request.GET['q']}'")
            while True:
                if cursor.description:
                    shown.append(cursor.fetchall())
                if not cursor.nextset():
                    break
        shown.append(list(Person.objects.values_list("given_name", "family_name", "municipality_id")))
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        return HttpResponse(json.dumps({"shown": shown, "error": state, "says": str(error)}, default=str), status=500)
    return HttpResponse(json.dumps({"shown": shown}, default=str))


urlpatterns = [path("injectable/", find)]
