"""How she wants to be reached: her own answer, hers to change at any time."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.actions import set_wish
from bashke.person.people.forms import WishForm
from bashke.person.people.models import Person
from bashke.person.people.queries import wish_of

from ..queries import my_request
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Only with the code of the whole file: who asked for another does not say how she is reached."""
    actor = cast(StaffRequest, request).actor
    if actor.person is None:
        return redirect("portal:follow")
    person = get_object_or_404(Person.objects.visible_to(actor), pk=actor.person)
    form = WishForm(request.POST or None, wish=wish_of(actor, person))
    if form.is_valid():
        try:
            set_wish(by=actor, at=timezone.now(), person=person, **form.cleaned_data)
        except NotAllowed as broken:
            form.add_error(None, sentence(broken))
        else:
            messages.success(request, _("We will keep to it."))
            return redirect("portal:follow")
    page = {"form": form, "hide": "safety" in my_request(actor).domains}
    return render(request, "portal/contact.html", page, status=422 if form.errors else 200)
