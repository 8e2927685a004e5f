"""Addresses of the map."""

from django.urls import path

from . import map_views

urlpatterns = [
    path("places/map/", map_views.map_page, name="map"),
    path("places/map/places.geojson", map_views.map_data, name="map_data"),
    path("settings/map/", map_views.map_settings, name="map_settings"),
    path("settings/map/clear/", map_views.clear_map, name="clear_map"),
    path("settings/map/pace/", map_views.change_pace, name="change_pace"),
]
