from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "bashke.person.casework"
    label = "casework"

    def ready(self) -> None:
        """A case follows what is judged and withdrawn of its requests; a worker with open cases does not leave unnoticed."""
        requests, mine = import_module("bashke.person.requests.actions"), import_module("bashke.person.casework.actions")
        requests.JUDGED.append(mine.follow_urgency)
        requests.WITHDRAWN.append(mine.follow_withdrawal)
        protection = import_module("bashke.person.protection.actions")
        protection.JUDGED.append(mine.follow_danger)
        protection.RETURNED.append(mine.leave_file)
        import_module("bashke.ground.access.actions").LEFT_OPEN.append(import_module("bashke.person.casework.queries").held_by)
