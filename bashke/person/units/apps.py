from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "bashke.person.units"
    label = "units"
