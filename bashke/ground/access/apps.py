from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    name = "bashke.ground.access"
    label = "access"

    def ready(self) -> None:
        user_logged_in.connect(import_module("bashke.ground.access.actions").bind_session)
