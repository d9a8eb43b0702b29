from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bashke.person.people"
    label = "people"
