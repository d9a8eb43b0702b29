from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "bashke.person.exports"
    label = "exports"
