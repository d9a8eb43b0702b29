"""Addresses of the directory, under /services/."""

from django.urls import path

from . import views

app_name = "directory"
urlpatterns = [path("<int:pk>/edit/", views.edit, name="edit")]
