from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bashke.person.people"
    label = "people"

    def ready(self) -> None:
        """The outbox stands below and cannot ask her: people tell it when a message may reach whom."""
        import_module("bashke.ground.notices.actions.sending").WHEN_SAFE.append(import_module("bashke.person.people.queries").when_safe)
