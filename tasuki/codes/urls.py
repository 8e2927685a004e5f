"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "codes"
urlpatterns = [
    path("settings/", views.numbers, name="settings"),
    path("settings/areas/", views.areas, name="areas"),
    path("settings/areas/new/", views.new_area, name="new_area"),
    path("settings/towns/new/", views.new_town, name="new_town"),
    path("settings/agencies/", views.agencies, name="agencies"),
    path("settings/agencies/new/", views.new_agency, name="new_agency"),
    path("settings/agencies/<uuid:pk>/change/", views.change_agency, name="change_agency"),
    path("settings/codes/", views.lists, name="lists"),
    path("settings/codes/<slug:name>/", views.one_list, name="list"),
    path("settings/codes/<slug:name>/new/", views.new_code, name="new_code"),
    path("settings/code/<uuid:pk>/relabel/", views.relabel, name="relabel"),
    path("settings/code/<uuid:pk>/close/", views.close, name="close"),
    path("settings/code/<uuid:pk>/reopen/", views.reopen, name="reopen"),
]
