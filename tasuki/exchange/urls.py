"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("places/exchange/", views.exchange, name="exchange"),
    path("places/exchange/check/", views.check, name="check"),
    path("places/exchange/errors.xlsx", views.errors, name="errors"),
    path("places/exchange/places.xlsx", views.table, name="table"),
    path("places/exchange/open/<str:form>", views.open_file, name="open_file"),
    path("places/<uuid:pk>/opening.ics", views.opening, name="opening"),
]
