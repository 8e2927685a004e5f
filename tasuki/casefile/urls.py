"""Addresses of this room."""

from django.urls import path

from . import views
from .page import TABS

app_name = "casefile"
urlpatterns = [
    path("cases/<uuid:key>/", views.overview, name="case"),
    path("cases/<uuid:key>/household/", views.home, name="household"),
    *(path(f"cases/<uuid:key>/{tab.key}/", views.panel_page(tab), name=tab.key) for tab in TABS if tab.panel),
    path("cases/<uuid:key>/looks/", views.looks_page, name="looks"),
    path("cases/<uuid:key>/close/", views.close, name="close"),
    path("cases/<uuid:key>/reopen/", views.reopen, name="reopen"),
    path("cases/<uuid:key>/follow-up/", views.follow_up, name="follow_up"),
    path("cases/<uuid:key>/print/", views.print_case, name="print_case"),
    path("cases/<uuid:key>/print/records/", views.print_records, name="print_records"),
]
