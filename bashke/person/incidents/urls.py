"""Addresses of incidents, under /incidents/."""

from django.urls import path

from . import views

app_name = "incidents"
urlpatterns = [
    path("", views.incidents, name="incidents"),
    path("new/<int:pk>/", views.report, name="report"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/seen/", views.seen, name="seen"),
    path("<uuid:pk>/step/", views.step, name="step"),
]
