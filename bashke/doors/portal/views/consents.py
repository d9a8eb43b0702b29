"""What she agreed to share, with whom and until when; and the button that takes it back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bashke.ground.access.guards import StaffRequest, with_code
from bashke.ground.law.queries import sentence
from bashke.ground.law.rules import NotAllowed
from bashke.person.people.actions import withdraw_consent
from bashke.person.people.models import Consent

from ..queries import my_consents
from .quiet import not_of_protected_files


@with_code
@not_of_protected_files
@never_cache
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/consents.html", {"agreements": my_consents(cast(StaffRequest, request).actor, timezone.localdate())})


@with_code
@not_of_protected_files
@never_cache
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the next click on the service finds nothing of her; her social worker sees it and asks her what she wants instead."""
    actor = cast(StaffRequest, request).actor
    consent = get_object_or_404(Consent.objects.visible_to(actor), pk=pk)
    try:
        withdraw_consent(by=actor, at=timezone.now(), consent=consent)
        messages.success(request, _("You have taken it back. The service no longer sees anything of you."))
    except NotAllowed as broken:
        messages.error(request, sentence(broken))
    return redirect("portal:consents")
