"""Addresses of the municipality's own register."""

from django.urls import path

from . import views

app_name = "registers"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/columns/", views.columns, name="columns"),
    path("<uuid:pk>/progress/", views.progress, name="progress"),
    path("<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("<uuid:pk>/abandon/", views.abandon, name="abandon"),
    path("<uuid:pk>/again/", views.again, name="again"),
    path("<uuid:pk>/problems/", views.problems, name="problems"),
    path("problems/<uuid:pk>/decide/", views.decide, name="decide"),
]
