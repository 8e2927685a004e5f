"""Addresses of this room."""

from django.urls import path

from . import concerns_views, first_response_views, from_paper_views, messages_views, views

app_name = "intake"
urlpatterns = [
    path("consultations/", views.index, name="index"),
    path("consultations/table.xlsx", views.table, name="table"),
    path("consultations/new/", views.new, name="new"),
    path("consultations/from-paper/", from_paper_views.from_paper, name="from_paper"),
    path("consultations/<uuid:key>/", views.detail, name="detail"),
    path("consultations/<uuid:key>/edit/", views.edit, name="edit"),
    path("consultations/<uuid:key>/compare/", views.compare, name="compare"),
    path("consultations/<uuid:key>/conclude/", views.conclude, name="conclude"),
    path("concerns/<uuid:key>/take/", concerns_views.take_concern, name="take_concern"),
    path("settings/first-response/", first_response_views.first_responses, name="first_responses"),
    path("settings/first-response/new/", first_response_views.new_first_response, name="new_first_response"),
    path("settings/first-response/<uuid:rule>/", first_response_views.edit_first_response, name="edit_first_response"),
    path(
        "settings/first-response/<uuid:rule>/up/", first_response_views.move_first_response, name="move_first_response"
    ),
    path(
        "settings/first-response/<uuid:rule>/turn/",
        first_response_views.turn_first_response,
        name="turn_first_response",
    ),
    path("messages/", messages_views.index, name="messages"),
    path("messages/<uuid:key>/", messages_views.detail, name="message"),
    path("messages/<uuid:key>/seen/", messages_views.seen, name="message_seen"),
    path("messages/<uuid:key>/answer/", messages_views.answer, name="message_answer"),
    path("messages/<uuid:key>/take/", messages_views.take, name="message_take"),
    path("messages/<uuid:key>/pass/", messages_views.pass_on, name="message_pass"),
    path("messages/<uuid:key>/close/", messages_views.close, name="message_close"),
]
