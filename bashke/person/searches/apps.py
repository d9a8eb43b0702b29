from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "bashke.person.searches"
    label = "searches"
