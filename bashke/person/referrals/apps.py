from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bashke.person.referrals"
    label = "referrals"
