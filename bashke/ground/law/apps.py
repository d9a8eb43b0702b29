"""Registers the law; gives its pure rules the language of the page that is being shown."""

from django.apps import AppConfig
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from .rules import NotAllowed, Text


class LawConfig(AppConfig):
    """Deadlines, amounts, typologies and thresholds."""

    name = "bashke.ground.law"
    label = "law"
    verbose_name = _("The law in figures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let refusals and bilingual texts speak the active language; the rules themselves know no Django."""
        NotAllowed.translator = staticmethod(gettext)
        Text.speaking = staticmethod(get_language)
