"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "referrals"
urlpatterns = [
    path("referrals/", views.index, name="index"),
    path("referrals/tables/received.xlsx", views.table, {"side": "received"}, name="received_table"),
    path("referrals/tables/sent.xlsx", views.table, {"side": "sent"}, name="sent_table"),
    path("referrals/after/", views.afterwards, name="after"),
    path("referrals/<uuid:key>/", views.sheet, name="sheet"),
    path("referrals/targets/<uuid:target>/<slug:act>/", views.act, name="act"),
    path("cases/<uuid:key>/refer/", views.refer_case, name="refer_case"),
    path("consultations/<uuid:key>/refer/", views.refer_consultation, name="refer_consultation"),
]
