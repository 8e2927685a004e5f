"""Addresses of this room."""

from django.urls import path

from . import match_views, views

app_name = "participation"
urlpatterns = [
    path("participation/", views.index, name="index"),
    path("cases/<uuid:key>/participation/begin/", views.begin, name="begin"),
    path("participation/sheets/<uuid:key>/", views.sheet, name="sheet"),
    path("participation/sheets/<uuid:key>/compare/", views.compare, name="compare"),
    path("participation/sheets/<uuid:key>/places/", views.places, name="places"),
    path("participation/sheets/<uuid:key>/places/<uuid:place>/", views.pick, name="pick"),
    path("participation/sheets/<uuid:key>/no-match/", views.no_match, name="no_match"),
    path("participation/matches/<uuid:key>/ask/", match_views.ask, name="ask"),
    path("participation/matches/<uuid:key>/answer/", match_views.answer, name="answer"),
    path("participation/matches/<uuid:key>/advance/", match_views.advance, name="advance"),
    path("participation/matches/<uuid:key>/role/", match_views.role, name="role"),
    path("participation/matches/<uuid:key>/follow-up/", match_views.follow_up, name="follow_up"),
    path("participation/matches/<uuid:key>/end/", match_views.end, name="end"),
    path("participation/places/<uuid:pk>/", views.receiving, name="receiving"),
    path("settings/matching/", views.matching, name="matching"),
]
