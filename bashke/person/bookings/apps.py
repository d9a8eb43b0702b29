from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bashke.person.bookings"
    label = "bookings"
