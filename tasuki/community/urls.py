"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "community"
urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/new/", views.new_place, name="new_place"),
    path("places/<uuid:pk>/", views.place, name="place"),
    path("places/<uuid:pk>/change/", views.change_place, name="change_place"),
]
