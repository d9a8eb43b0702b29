"""The design package as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Registers templates, tags, static files and words of the page frame."""

    name = "bashke.ground.design"
    label = "design"
    verbose_name = "Design"
