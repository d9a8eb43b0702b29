from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "bashke.person.conversations"
    label = "conversations"
