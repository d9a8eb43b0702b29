"""Addresses of a provider's services and the people in them."""

from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [
    path("", views.services, name="services"),
    path("<int:pk>/", views.service, name="service"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/offer/", views.offer, name="offer"),
    path("<int:pk>/session/", views.session, name="session"),
    path("<int:pk>/week/", views.week, name="week"),
    path("people/<uuid:pk>/", views.enrolment, name="enrolment"),
    path("people/<uuid:pk>/enrol/", views.enrol, name="enrol"),
    path("people/<uuid:pk>/session/", views.one_session, name="one_session"),
    path("people/<uuid:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("people/<uuid:pk>/end/", views.end, name="end"),
]
