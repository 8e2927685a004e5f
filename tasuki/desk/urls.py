"""Addresses of this room."""

from django.urls import path

from . import network_views, views

app_name = "desk"
urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("welcome/", views.welcome, name="welcome"),
    path("today/", views.today, name="today"),
    path("cases/", views.cases, name="cases"),
    path("cases/table.xlsx", views.cases_table, name="cases_table"),
    path("caseload/", views.load, name="load"),
    path("overseen/", views.overseen, name="overseen"),
    path("overseen/coordinators/<uuid:post>/", views.engagement, name="engagement"),
    path("network/", network_views.network, name="network"),
    path("network/picture.svg", network_views.network_file, name="network_file"),
    path("network/sheets/", network_views.network_sheets, name="network_sheets"),
    path("officer/", views.officer, name="officer"),
    path("search/", views.search, name="search"),
]
