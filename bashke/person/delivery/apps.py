from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "bashke.person.delivery"
    label = "delivery"
