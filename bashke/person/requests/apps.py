from importlib import import_module

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "bashke.person.requests"
    label = "requests"

    def ready(self) -> None:
        """What is found of the danger in a protected file holds for its requests; they leave it with its case."""
        protection, mine = import_module("bashke.person.protection.actions"), import_module("bashke.person.requests.actions")
        protection.JUDGED.append(mine.follow_danger)
        protection.RETURNED.append(mine.leave_file)
