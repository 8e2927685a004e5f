"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "outreach"
urlpatterns = [
    path("outreach/", views.index, name="index"),
    path("outreach/<uuid:key>/visit/", views.visit, name="visit"),
    path("outreach/<uuid:key>/advance/", views.advance, name="advance"),
    path("outreach/<uuid:key>/end/", views.end, name="end"),
    path("cases/<uuid:key>/outreach/begin/", views.begin, name="begin"),
]
