"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("results/", views.results, name="results"),
    path("results/<slug:slug>.xlsx", views.excel, name="excel"),
    path("results/<slug:slug>/<int:year>/<path:indicator>/", views.records, name="records"),
]
