from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "bashke.doors.cockpit"
    label = "cockpit"
