from importlib import import_module

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "bashke.ground.journal"
    label = "journal"

    def ready(self) -> None:
        """Access stands below the journal and cannot import it: the journal offers itself as its witness."""
        import_module("bashke.ground.access.actions").WITNESSES.append(import_module("bashke.ground.journal.actions").witness)
