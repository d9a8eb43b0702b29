from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "bashke.nation.statistics"
    label = "statistics"
