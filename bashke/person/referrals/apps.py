from importlib import import_module

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bashke.person.referrals"
    label = "referrals"

    def ready(self) -> None:
        """A case does not close while a provider still owes an answer, unless the person took her request back."""
        casework = import_module("bashke.person.casework.actions")
        casework.OPEN_ENDS.append(import_module("bashke.person.referrals.queries").open_ends)
        casework.WISHED_AWAY.append(import_module("bashke.person.referrals.actions").withdraw_all)
