from importlib import import_module

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "bashke.person.delivery"
    label = "delivery"

    def ready(self) -> None:
        """An acceptance opens an enrolment; a case does not close while a service still runs."""
        import_module("bashke.person.referrals.actions").AFTER_ACCEPT.append(import_module("bashke.person.delivery.actions").open_enrolment)
        import_module("bashke.person.casework.actions").OPEN_ENDS.append(import_module("bashke.person.delivery.queries").open_ends)
