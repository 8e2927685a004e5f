"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("consultations/", views.index, name="index"),
    path("consultations/new/", views.new, name="new"),
    path("consultations/<uuid:key>/", views.detail, name="detail"),
    path("consultations/<uuid:key>/edit/", views.edit, name="edit"),
    path("consultations/<uuid:key>/conclude/", views.conclude, name="conclude"),
]
