"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("welcome/", views.welcome, name="welcome"),
    path("today/", views.today, name="today"),
    path("cases/", views.cases, name="cases"),
    path("caseload/", views.load, name="load"),
    path("overseen/", views.overseen, name="overseen"),
    path("overseen/coordinators/<uuid:post>/", views.engagement, name="engagement"),
    path("officer/", views.officer, name="officer"),
    path("search/", views.search, name="search"),
]
