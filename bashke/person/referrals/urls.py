"""Addresses of the provider's inbox."""

from django.urls import path

from . import views

app_name = "referrals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("link/<str:token>/", views.by_link, name="by_link"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/sheet.pdf", views.sheet_paper, name="sheet_paper"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
]
