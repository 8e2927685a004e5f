"""Addresses of the register, of groups, sessions and bookings."""

from django.urls import path

from . import freshness_views, groups_views, sessions_views, views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/new/", views.new_place, name="new_place"),
    path("places/month/", views.area_month, name="area_month"),
    path("places/<uuid:pk>/", views.place, name="place"),
    path("places/<uuid:pk>/change/", views.change_place, name="change_place"),
    path("places/<uuid:pk>/confirm/", views.confirm_place, name="confirm_place"),
    path("places/<uuid:pk>/close/", views.close_place, name="close_place"),
    path("places/<uuid:pk>/reopen/", views.reopen_place, name="reopen_place"),
    path("places/<uuid:pk>/month/", views.place_month, name="place_month"),
    path("places/<uuid:pk>/check/", freshness_views.ask_place, name="ask_place"),
    path("places/<uuid:pk>/suggest/", freshness_views.suggest, name="suggest"),
    path("places/<uuid:pk>/bookings/", sessions_views.bookings, name="bookings"),
    path("place-checks/<uuid:pk>/end/", freshness_views.end_check, name="end_check"),
    path("suggestions/", freshness_views.suggestions, name="suggestions"),
    path("suggestions/unchanged/", freshness_views.settle_unchanged, name="settle_unchanged"),
    path("suggestions/<uuid:pk>/settle/", freshness_views.settle, name="settle_suggestion"),
    path("suggestions/<uuid:pk>/withdraw/", freshness_views.withdraw, name="withdraw_suggestion"),
    path("groups/", groups_views.group_list, name="groups"),
    path("groups/new/", groups_views.new_group, name="new_group"),
    path("groups/<uuid:pk>/", groups_views.group, name="group"),
    path("groups/<uuid:pk>/change/", groups_views.change_group, name="change_group"),
    path("groups/<uuid:pk>/stage/", groups_views.advance, name="advance_group"),
    path("groups/<uuid:pk>/support/", groups_views.log_support, name="log_support"),
    path("groups/<uuid:pk>/place/", groups_views.share_place, name="share_place"),
    path("groups/<uuid:pk>/member/", groups_views.new_member, name="new_member"),
    path("group-places/<uuid:pk>/leave/", groups_views.leave_place, name="leave_place"),
    path("group-members/<uuid:pk>/out/", groups_views.member_out, name="member_out"),
    path("sessions/", sessions_views.session_list, name="sessions"),
    path("sessions/new/", sessions_views.new_session, name="new_session"),
    path("sessions/<uuid:pk>/", sessions_views.session, name="session"),
    path("sessions/<uuid:pk>/change/", sessions_views.change_session, name="change_session"),
    path("sessions/<uuid:pk>/call-off/", sessions_views.call_off, name="call_off_session"),
    path("bookings/<uuid:pk>/cancel/", sessions_views.cancel_booking, name="cancel_booking"),
    path("settings/register/", views.register_settings, name="register_settings"),
]
