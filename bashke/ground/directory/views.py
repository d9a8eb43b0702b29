"""The provider keeps its service right, or says with one button that it still is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bashke.ground.access.guards import StaffRequest, requires
from bashke.ground.access.permissions import Permission
from bashke.ground.law.queries import label, sentence
from bashke.ground.law.rules import NotAllowed

from . import actions, queries
from .forms import HideForm, ServiceForm
from .models import Service
from .rules import SHELTERS


@requires(Permission.SERVICE_EDIT)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """One page, two buttons: save what changed, or confirm that nothing did."""
    own = Service.objects.visible_to(request.actor).select_related("municipality", "unit")
    service = get_object_or_404(own, pk=pk)
    if request.method == "POST" and "confirm" in request.POST:
        actions.confirm(by=request.actor, at=timezone.now(), service=service)
        messages.success(request, _("Thank you. People see that the details were confirmed today."))
        return redirect("directory:edit", pk=pk)
    hiding = _hiding(request, service)
    if hiding is not None and hiding.is_valid():
        actions.hide_address(by=request.actor, at=timezone.now(), service=service, **hiding.cleaned_data)
        messages.success(request, _("The address is hidden. No page, map or paper shows it any more."))
        return redirect("directory:edit", pk=pk)
    form = ServiceForm(None if "hide" in request.POST else request.POST or None, service=service)
    if form.is_valid() and _saved(request, service, form):
        messages.success(request, _("Saved. People see the new details at once."))
        return redirect("directory:edit", pk=pk)
    wrong = [one for one in (form, hiding) if one is not None and one.errors]
    page = _context(service, form) | {"hiding": hiding, "wrong": wrong}
    return render(request, "directory/edit.html", page, status=422 if wrong else 200)


def _hiding(request: StaffRequest, service: Service) -> HideForm | None:
    """Only of places where somebody sleeps, and only for whoever keeps the service: what is written there now."""
    if service.provider_id != request.actor.institution or service.type not in SHELTERS:
        return None
    return HideForm(request.POST if "hide" in request.POST else None, initial={"address": actions.read_hidden_address(service=service)})


def _saved(request: StaffRequest, service: Service, form: ServiceForm) -> bool:
    """Save; a broken rule stands beside the places, and what was typed stays."""
    try:
        actions.change_service(by=request.actor, at=timezone.now(), service=service, **form.cleaned_data)
    except NotAllowed as broken:
        form.add_error("places", sentence(broken))
        return False
    return True


def _context(service: Service, form: ServiceForm) -> dict[str, object]:
    return {
        "service": service,
        "form": form,
        "type": label("service_type", service.type),
        "needs": ", ".join(label("domain", code) for code in service.domains),
        "covers": ", ".join(service.covers.order_by("municipality__sort_key").values_list("municipality__name", flat=True)),
        "freshness": queries.freshness_of(service, timezone.localdate()),
    }
