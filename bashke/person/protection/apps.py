from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "bashke.person.protection"
    label = "protection"
