from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "bashke.ground.journal"
    label = "journal"
