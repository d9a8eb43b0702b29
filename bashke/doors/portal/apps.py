from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "bashke.doors.portal"
    label = "portal"
