from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "bashke.person.requests"
    label = "requests"
