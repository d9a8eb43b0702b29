from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "bashke.doors.desk"
    label = "desk"
