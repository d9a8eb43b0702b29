from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "bashke.person.casework"
    label = "casework"
