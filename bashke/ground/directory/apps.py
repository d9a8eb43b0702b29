from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "bashke.ground.directory"
    label = "directory"
