"""Addresses of all rooms; each room lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("tasuki.desk.urls")),
    path("", include("tasuki.staff.urls")),
    path("", include("tasuki.casefile.urls")),
    path("", include("tasuki.cases.urls")),
    path("", include("tasuki.people.urls")),
    path("", include("tasuki.intake.urls")),
    path("", include("tasuki.assessments.urls")),
    path("", include("tasuki.referrals.urls")),
    path("", include("tasuki.outreach.urls")),
    path("", include("tasuki.plans.urls")),
    path("", include("tasuki.participation.urls")),
    path("", include("tasuki.meetings.urls")),
    path("", include("tasuki.paper.urls")),
    path("", include("tasuki.community.urls")),
    path("", include("tasuki.supporters.urls")),
    path("", include("tasuki.codes.urls")),
    path("", include("tasuki.tenancy.urls")),
    path("", include("tasuki.exchange.urls")),
    path("", include("tasuki.portal.urls")),
    path("", include("tasuki.reports.urls")),
    path("", include("tasuki.oversight.urls")),
    path("", include("tasuki.sharing.urls")),
    path("", include("tasuki.jobs.urls")),
    path("ui/", include("tasuki.ui.urls")),
]

handler400 = "tasuki.ui.troubles.bad_request"
handler500 = "tasuki.ui.troubles.server_error"
