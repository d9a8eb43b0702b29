from django.apps import AppConfig


class Papers(AppConfig):
    name = "bashke.ground.papers"
    default_auto_field = "django.db.models.BigAutoField"
