from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "bashke.person.rights"
    label = "rights"
