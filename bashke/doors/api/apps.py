from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "bashke.doors.api"
    label = "api"
