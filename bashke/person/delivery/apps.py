from importlib import import_module

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "bashke.person.delivery"
    label = "delivery"

    def ready(self) -> None:
        """An acceptance opens an enrolment, a withdrawn consent ends it, more places are offered; a case does not close while a service runs."""
        ours, referrals = import_module("bashke.person.delivery.actions"), import_module("bashke.person.referrals.actions")
        referrals.AFTER_ACCEPT.append(ours.open_enrolment)
        referrals.AFTER_WITHDRAWAL.append(ours.stop)
        import_module("bashke.ground.directory.actions").AFTER_MORE_PLACES.append(ours.offer_new_places)
        import_module("bashke.person.casework.actions").OPEN_ENDS.append(import_module("bashke.person.delivery.queries").open_ends)
