"""What municipalities promise: to be faster than the law asks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .rules import Unit

PROMISE_UNITS = (
    (Unit.HOURS.value, _("hours")),
    (Unit.WORKING_DAYS.value, _("working days")),
    (Unit.DAYS.value, _("days")),
)


class Promise(models.Model):
    """From a day on, one municipality answers within this time. It holds until the next promise of the same key.

    Names no citizen; `set_by` is the office or worker's public reference. Municipality: LAU code, plain, because territory
    stands above the law.
    """

    id = models.BigAutoField(primary_key=True)
    municipality_id = models.CharField(_("municipality (LAU code)"), max_length=5)
    key = models.CharField(_("figure"), max_length=60)
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=12, choices=PROMISE_UNITS)
    valid_from = models.DateField(_("valid from"))
    set_by = models.CharField(_("set by"), max_length=64, null=True, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("promise of a municipality")
        verbose_name_plural = _("promises of municipalities")
        ordering = ("municipality_id", "key", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("municipality_id", "key", "valid_from"), name="law_promise_once_per_day"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=3650), name="law_promise_value_sensible"),
            models.CheckConstraint(condition=Q(unit__in=[unit for unit, _words in PROMISE_UNITS]), name="law_promise_unit_is_a_clock"),
            models.CheckConstraint(condition=Q(municipality_id__regex=r"^AL[0-9]{3}$"), name="law_promise_municipality_is_lau"),
            models.CheckConstraint(condition=~Q(reason=""), name="law_promise_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.key} {self.value} {self.unit} from {self.valid_from}"
