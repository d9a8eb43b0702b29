"""Addresses of the emergency places, under /places/."""

from django.urls import path

from . import views

app_name = "bookings"
urlpatterns = [
    path("", views.places, name="places"),
    path("guests/", views.guests, name="guests"),
    path("for/<uuid:pk>/", views.book, name="book"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/arrived/", views.arrived, name="arrived"),
    path("<uuid:pk>/end/", views.end, name="end"),
    path("<uuid:pk>/address/", views.address, name="address"),
]
