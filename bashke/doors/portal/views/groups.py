"""What she says of herself for the counts: hers to say, not to say, and to take back."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.actions import say_groups, take_back_groups
from bashke.person.people.forms import GroupsForm
from bashke.person.people.models import OwnWord, Person

from ..queries import my_request
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Only with the code of the whole file: nobody says this for another."""
    actor = cast(StaffRequest, request).actor
    if actor.person is None:
        return redirect("portal:follow")
    person = get_object_or_404(Person.objects.visible_to(actor), pk=actor.person)
    back = request.POST.get("verb") == "take_back"
    form = GroupsForm(None if back else request.POST or None)
    try:
        if back:
            take_back_groups(by=actor, person=person)
            messages.success(request, _("It is deleted. Nothing of it is kept."))
            return redirect("portal:groups")
        if form.is_valid():
            say_groups(by=actor, at=timezone.now(), person=person, **form.cleaned_data)
            messages.success(request, _("Thank you. Only counts are made of it."))
            return redirect("portal:groups")
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
        return redirect("portal:groups")
    said = OwnWord.objects.visible_to(actor).first()
    page = {
        "form": form, "said": [label("own_group", code) for code in said.groups] if said else [], "when": said.at if said else None,
        "hide": "safety" in my_request(actor).domains,
    }  # fmt: skip
    return render(request, "portal/groups.html", page, status=422 if form.errors else 200)
