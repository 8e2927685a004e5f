"""Addresses of this room."""

from django.urls import path

from . import carry_views, retention_views, views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/export/", views.export, name="export"),
    path("jobs/<uuid:pk>/again/", views.again, name="again"),
    path("jobs/<uuid:pk>/known/", views.known, name="known"),
    path("carry/<uuid:key>/start/", carry_views.start, name="carry_start"),
    path("carry/<uuid:key>/progress/", carry_views.progress, name="carry_progress"),
    path("retention/", retention_views.retention, name="retention"),
    path("retention/terms/<slug:record_class>/", retention_views.term, name="term"),
    path("retention/lists/new/", retention_views.new_list, name="new_list"),
    path("retention/lists/<uuid:pk>/", retention_views.one_list, name="list"),
    path("retention/lists/<uuid:pk>/propose/", retention_views.propose, name="propose"),
    path("retention/lists/<uuid:pk>/return/", retention_views.give_back, name="return"),
    path("retention/lists/<uuid:pk>/approve/", retention_views.approve, name="approve"),
    path("retention/lines/<uuid:pk>/out/", retention_views.leave_out, name="leave_out"),
    path("retention/lines/<uuid:pk>/back/", retention_views.put_back, name="put_back"),
    path("retention/lines/<uuid:pk>/hold/", retention_views.hold, name="hold"),
    path("retention/holds/new/", retention_views.hold_case, name="hold_case"),
    path("retention/holds/<uuid:pk>/end/", retention_views.end_hold, name="end_hold"),
    path("retention/destroyed/<uuid:pk>/", retention_views.destroyed, name="destroyed"),
    path("retention/years/<int:year>/", retention_views.year, name="year"),
]
