"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "assessments"
urlpatterns = [
    path("cases/<uuid:key>/assessment/begin/", views.begin, name="begin"),
    path("cases/<uuid:key>/assessment/edit/", views.edit, name="edit"),
    path("cases/<uuid:key>/assessment/agreed/", views.agreed, name="agreed"),
    path("cases/<uuid:key>/assessment/compare/", views.compare, name="compare"),
    path("assessments/<uuid:key>/", views.read, name="read"),
]
