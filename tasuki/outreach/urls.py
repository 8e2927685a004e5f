"""Addresses of this room."""

from django.urls import path

from . import views, visiting_views, watch_views

app_name = "outreach"
urlpatterns = [
    path("outreach/", views.index, name="index"),
    path("outreach/<uuid:key>/visit/", views.visit, name="visit"),
    path("outreach/<uuid:key>/change/", views.change, name="change"),
    path("outreach/<uuid:key>/advance/", views.advance, name="advance"),
    path("outreach/<uuid:key>/end/", views.end, name="end"),
    path("outreach/watch/", watch_views.watches, name="watches"),
    path("outreach/watch/<uuid:watch>/look/", watch_views.look, name="watch_look"),
    path("outreach/watch/<uuid:watch>/change/", watch_views.change, name="watch_change"),
    path("outreach/watch/<uuid:watch>/rest/", watch_views.rest, name="watch_rest"),
    path("outreach/watch/<uuid:watch>/end/", watch_views.end, name="watch_end"),
    path("cases/<uuid:key>/outreach/watch/begin/", watch_views.begin, name="watch_begin"),
    path("cases/<uuid:key>/outreach/begin/", views.begin, name="begin"),
    path("cases/<uuid:key>/visiting/new/", visiting_views.apply_from_case, name="visiting_from_case"),
    path("visiting/", visiting_views.index, name="visiting"),
    path("visiting/new/", visiting_views.apply, name="new_visiting"),
    path("visiting/<uuid:service>/", visiting_views.service, name="visiting_service"),
    path("visiting/<uuid:service>/visitor/", visiting_views.visitor, name="visiting_visitor"),
    path("visiting/<uuid:service>/plan/", visiting_views.plan, name="visiting_plan"),
    path("visiting/<uuid:service>/turns/<uuid:visit_turn>/heard/", visiting_views.heard, name="visiting_heard"),
    path("visiting/<uuid:service>/turns/<uuid:visit_turn>/report/", visiting_views.report, name="visiting_report"),
    path("visiting/<uuid:service>/end/", visiting_views.end, name="visiting_end"),
]
