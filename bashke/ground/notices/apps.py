from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "bashke.ground.notices"
    label = "notices"
