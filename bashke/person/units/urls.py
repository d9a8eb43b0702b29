"""Addresses of what was delivered, under /delivered/."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("", views.delivered, name="delivered"),
    path("file/", views.as_file, name="file"),
    path("<int:pk>/", views.service, name="service"),
    path("<int:pk>/close/", views.close, name="close"),
]
