"""Addresses of this room."""

from . import food_urls, places_urls, schemes_urls
from .issues_urls import urlpatterns as issues_urls
from .map_urls import urlpatterns as map_urls

app_name = "community"
urlpatterns = [
    *issues_urls,
    *map_urls,
    *places_urls.urlpatterns,
    *food_urls.urlpatterns,
    *schemes_urls.urlpatterns,
]
