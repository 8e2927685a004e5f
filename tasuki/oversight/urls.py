"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "oversight"
urlpatterns = [
    path("audit/", views.index, name="index"),
    path("audit/changes/", views.changes, name="changes"),
    path("audit/entries/<uuid:pk>/", views.entry, name="entry"),
    path("audit/changes/<uuid:pk>/", views.change, name="change"),
    path("audit/seals/", views.seals, name="seals"),
    path("audit/report/", views.report, name="report"),
    path("audit/export/", views.export, name="export"),
    path("me/looks/", views.mine, name="mine"),
]
