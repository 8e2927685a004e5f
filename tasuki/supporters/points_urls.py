"""Addresses of points and of neighbourly requests; part of this room's list."""

from django.urls import path

from . import points_views, requests_views

urlpatterns = [
    path("points/", points_views.points, name="points"),
    path("points/activities/<uuid:pk>/refuse/", points_views.refuse_activity, name="refuse_activity"),
    path("points/entries/<uuid:pk>/correct/", points_views.correct_entry, name="correct_entry"),
    path("supporters/<uuid:pk>/points/", points_views.account, name="account"),
    path("supporters/<uuid:pk>/points/record/", points_views.new_activity, name="new_activity"),
    path("supporters/<uuid:pk>/points/spend/", points_views.spend, name="spend"),
    path("supporters/<uuid:pk>/points/paper/", points_views.paper, name="points_paper"),
    path("settings/points/", points_views.point_rules, name="point_rules"),
    path("settings/points/<uuid:pk>/end/", points_views.end_point_rule, name="end_point_rule"),
    path("neighbourly/", requests_views.requests, name="requests"),
    path("neighbourly/new/", requests_views.new_request, name="new_request"),
    path("neighbourly/<uuid:key>/", requests_views.one_request, name="request"),
    path("neighbourly/<uuid:key>/<slug:act>/", requests_views.request_step, name="request_step"),
    path("settings/neighbourly/", requests_views.request_terms, name="request_terms"),
]
