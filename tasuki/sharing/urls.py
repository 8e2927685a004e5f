"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "sharing"
urlpatterns = [path("grounds/", views.grounds, name="grounds")]
