from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "bashke.ground.institutions"
    label = "institutions"
