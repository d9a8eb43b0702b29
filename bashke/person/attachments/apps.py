from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "bashke.person.attachments"
    label = "attachments"
