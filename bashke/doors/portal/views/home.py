"""The first page: one sentence, two ways, and whom to call in danger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bashke.ground.access.guards import public

from ..queries import helplines


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"helplines": helplines(timezone.localdate())})
