from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "bashke.person.registers"
    label = "registers"
