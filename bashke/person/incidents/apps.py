from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "bashke.person.incidents"
    label = "incidents"

    def ready(self) -> None:
        """A case does not close while an incident of it is open."""
        import_module("bashke.person.casework.actions").OPEN_ENDS.append(import_module("bashke.person.incidents.queries").open_ends)
