"""Addresses of the settings of the residents' pages (the pages themselves: public_urls, a process of their own)."""

from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("settings/portal/", views.portal, name="settings"),
    path("settings/portal/desks/new/", views.new_desk, name="new_desk"),
    path("settings/portal/desks/propose/", views.propose, name="propose"),
    path("settings/portal/desks/<uuid:key>/", views.desk, name="desk"),
    path("settings/portal/texts/", views.text_list, name="texts"),
    path("settings/portal/texts/<slug:language>/<path:subject>/", views.text, name="text"),
    path("settings/portal/numbers/new/", views.new_number, name="new_number"),
    path("settings/portal/numbers/<uuid:key>/drop/", views.drop_number, name="drop_number"),
]
